import { linearPattern } from "./linear-pattern.ts";

/**
 * A short text that a pattern takes, because few authors of requests read regular expressions. `undefined`: the pattern
 * uses more than literals, classes, groups, alternatives and counts, or no text was found that it takes.
 */
export const patternExample = (pattern: string): string | undefined => {
  const made = alternatives({ source: pattern, at: 0 });
  return made !== undefined && made !== "" && linearPattern(pattern).fits(made) ? made : undefined;
};

type AtPattern = { readonly source: string; at: number };

/** The first of several, and everything else is read past. */
const alternatives = (reader: AtPattern): string | undefined => {
  const first = sequence(reader);
  while (reader.source[reader.at] === "|") {
    reader.at++;
    sequence(reader);
  }
  return first;
};

const sequence = (reader: AtPattern): string | undefined => {
  let text: string | undefined = "";
  while (reader.at < reader.source.length && !/[|)]/.test(reader.source[reader.at] ?? "")) {
    const one = exampleAtom(reader);
    const times = fewest(reader);
    text = text === undefined || one === undefined ? undefined : text + one.repeat(Math.min(times, maxRepeated));
  }
  return text;
};
const maxRepeated = 20;

const exampleAtom = (reader: AtPattern): string | undefined => {
  const rest = reader.source.slice(reader.at);
  const group = /^\((\?(:|<[A-Za-z]+>))?/.exec(rest);
  if (group !== null) {
    reader.at += group[0].length;
    const inside = alternatives(reader);
    reader.at++;
    return inside;
  }
  const [taken = rest.slice(0, 1)] = /^(\\.|\[\^?(\\.|[^\]\\])*\])/s.exec(rest) ?? [];
  reader.at += taken.length;
  if (taken === "^" || taken === "$") return "";
  return taken.startsWith("[") ? oneOf(taken) : taken.startsWith("\\") ? escaped(taken) : taken === "." ? "x" : taken;
};

/** A character of a class; of digits one that is no zero. */
const oneOf = (written: string): string | undefined =>
  [..."1ax-._A0"].find((mark) => linearPattern(`^${written}$`).fits(mark)) ??
  (/^\[[^\\^]/.test(written) ? written[1] : undefined);

const escaped = (written: string): string | undefined => {
  if (!/[A-Za-z0-9]/.test(written[1] ?? "")) return written[1];
  return written === "\\d" || written === "\\w" ? "1" : undefined;
};

/** How often at least. */
const fewest = (reader: AtPattern): number => {
  const [count = "", from] = /^(?:[?*+]|\{([0-9]+)(?:,[0-9]*)?\})\??/.exec(reader.source.slice(reader.at)) ?? [];
  reader.at += count.length;
  if (from !== undefined) return Number(from);
  return count.startsWith("?") || count.startsWith("*") ? 0 : 1;
};
