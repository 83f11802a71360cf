import type { Problem } from "../problems/problem.ts";
import { unicodeName } from "./lookalikes.ts";
import { type Located, type Path, type Place, problemAt } from "./places.ts";

/**
 * What a copy from a web page or a word processor brings along: blanks that are none to a program, and letters that
 * nobody sees. A payload compares values, and no reader could see that two differ.
 */
export const unseen = /[\u0085\u00a0\u00ad\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/u;
const everyUnseen = new RegExp(unseen, "gu");
const letters = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/** `U+00A0, a no-break space`: what no editor shows needs both. */
export const unseenName = (letter: string): string => {
  const words = names.get(letter);
  return words === undefined ? unicodeName(letter) : `${unicodeName(letter)}, ${words}`;
};
const names: ReadonlyMap<string, string> = new Map([
  ["\u0085", "a line end of another system"],
  ["\u00a0", "a no-break space"],
  ["\u00ad", "a soft hyphen"],
  ["\u200b", "a space without width"],
  ["\u202f", "a narrow no-break space"],
  ["\u2028", "a line end of web pages"],
  ["\u3000", "a wide space"],
  ["\ufeff", "a byte order mark"],
]);

/** The text as its author meant it. */
export const withPlainBlanks = (text: string): string => text.replace(letters, "").replace(everyUnseen, " ").trim();

/** For a refused name or value: that it holds invisible characters; `undefined`: it does not. */
export const checkUnseen = (where: Located, path: Path, text: unknown, key = false): Problem | undefined => {
  const found = typeof text === "string" ? unseen.exec(text) : null;
  if (found === null) return undefined;
  const [letter] = found;
  const place = key ? where.places.ofKey(path) : placeOf(where, path, letter);
  const what = key ? `The key \`${withPlainBlanks(found.input)}\`` : `\`${path.join(".")}\``;
  return {
    ...problemAt(where, path, "forbidden-text", {
      message: `${what} holds a character that nobody sees (${unseenName(letter)}).`,
      hint: `type it again: ${withPlainBlanks(found.input)}`,
    }),
    ...place,
  };
};

/** Of a plain value its own place; blanks of others have none that is known. */
const placeOf = ({ places }: Located, path: Path, letter: string): Place => {
  const [start, before] = [places.at(path), places.written(path)?.split(letter)[0]];
  return before === undefined || before.includes("\n") ? start : { ...start, col: start.col + before.length };
};

/** Where a blank decides how YAML reads a line, and which; the first pattern that a line fits is reported. */
const structural: readonly (readonly [RegExp, string])[] = [
  [/^ *(?<odd>UNSEEN)/, "in front of this line"],
  [/^ *(?:- +)*-(?<odd>UNSEEN)/, "behind the dash"],
  [/^ *(?:- +)*[\w"'.-]+(?<odd>UNSEEN) *:(?: |$)/, "in front of the colon"],
  [/^ *(?:- +)*[\w"'.-]+ *:(?<odd>UNSEEN)/, "behind the colon"],
  [/: *[|>][-+0-9]* *(?<odd>UNSEEN)/, "at the end of this line"],
  [/(?<odd>[\u0085\u2028\u2029])/, "in this line"],
].map(([pattern, where]) => [
  new RegExp((pattern as RegExp).source.replace("UNSEEN", unseen.source), "du"),
  where as string,
]);

/** The first unusual blank where YAML takes only plain ones, in lines that no reader could follow. */
export const unseenBlank = (
  lines: readonly string[],
): { readonly message: string; readonly place: Place } | undefined => {
  for (const [index, line] of lines.entries()) {
    if (!unseen.test(line) || /^ *#/.test(line)) continue;
    for (const [pattern, where] of structural) {
      const found = pattern.exec(line);
      const [at] = found?.indices?.groups?.["odd"] ?? [];
      if (found === null || at === undefined) continue;
      const name = unseenName(found.groups?.["odd"] ?? "");
      return {
        message: `A blank that nobody sees stands ${where} (${name}): write a plain blank.`,
        place: { line: index + 1, col: at + 1 },
      };
    }
  }
  return undefined;
};
