import { RE2JS } from "re2js";

/** A regular expression whose time grows with the text alone, whoever wrote it (ADR 19). */
export type LinearPattern = {
  fits(text: string): boolean;
  /** The named groups of the first fit, with their positions; empty when nothing fits. */
  groups(text: string): ReadonlyMap<string, { readonly text: string; readonly from: number; readonly to: number }>;
};

/** What is wrong with an expression; `undefined`: it can be used. Editors read it by JavaScript, we by RE2: both must take it. */
export const patternFault = (source: string): string | undefined => {
  try {
    new RegExp(source, "u");
  } catch {
    return "is not a regular expression";
  }
  const beyond = beyondRe2(source);
  return beyond === undefined ? undefined : `${beyond}; only what RE2 can match in linear time may be used`;
};

/** In words for the author of the expression, with the way out. */
const beyondRe2 = (source: string): string | undefined => {
  // The engine would read the name of a group as text.
  if (/\\k</.test(source)) return refersBack;
  try {
    linearPattern(source);
    return undefined;
  } catch (error) {
    return needed(source, error instanceof Error ? error.message : "");
  }
};

const refersBack = "refers to an earlier group: write the group again";

/** Throws for what `patternFault` names. */
export const linearPattern = (source: string): LinearPattern => {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const made = compile(source);
  patterns.set(source, made);
  return made;
};

/** Conventions hold few patterns, and thousands of requests are matched with them. */
const patterns = new Map<string, LinearPattern>();

const compile = (source: string): LinearPattern => (isPlain(source) ? asItReads(source) : compileByRe2(source));

/**
 * An expression with nothing in it that JavaScript's engine could try in many ways: parts from `^` to `$`, each of
 * characters and classes of ASCII, of which one may repeat without end, and of one choice between words. Most rules are
 * so, and for them the other engine would take a tenth of what the check of one request takes.
 */
const isPlain = (source: string): boolean => {
  const parts = source.split("|^");
  return source.startsWith("^") && parts.length <= maxParts && parts.every(isPlainPart);
};
const maxParts = 20;

const isPlainPart = (part: string, index: number): boolean => {
  const inner = part.slice(index === 0 ? 1 : 0, -1);
  const pieces = inner.match(piece) ?? [];
  const repeated = pieces.filter((one) => /[*+]$/.test(one)).length;
  const choices = pieces.filter((one) => one.startsWith("(")).length;
  return part.endsWith("$") && pieces.join("") === inner && repeated <= 1 && choices <= 1;
};

const linearAtom = String.raw`(?:[A-Za-z0-9_]|\\\.|\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_.])+-?\])`;
const wordChoice = String.raw`\((?:[A-Za-z0-9_]+\|)*[A-Za-z0-9_]+\)`;
const piece = new RegExp(String.raw`${linearAtom}(?:\{[0-9]{1,2}\}|[*+])?|${wordChoice}`, "g");

const asItReads = (source: string): LinearPattern => {
  const pattern = new RegExp(source, "u");
  return { fits: (text) => pattern.test(text), groups: () => new Map() };
};

const compileByRe2 = (source: string): LinearPattern => {
  const pattern = RE2JS.compile(RE2JS.translateRegExp(source));
  const names = Object.keys(pattern.namedGroups());
  return {
    fits: (text) => pattern.test(text),
    groups: (text) => {
      const matcher = pattern.matcher(text);
      if (!matcher.find()) return new Map();
      return new Map(
        names.flatMap((name) => {
          const found = matcher.group(name);
          return found === null ? [] : [[name, { text: found, from: matcher.start(name), to: matcher.end(name) }]];
        }),
      );
    },
  };
};

const needed = (source: string, why: string): string => {
  if (/\(\?<?[=!]/.test(source)) return "looks ahead or behind: write what may stand instead of what may not";
  if (/\\[1-9]/.test(source)) return refersBack;
  if (/repeat count|too large/.test(why)) return "repeats more than 1,000 times: use + or *";
  if (/\\p\{/i.test(source))
    return "names a property of Unicode that is unknown to RE2: use \\p{L}, \\p{N} and the like";
  return `is beyond RE2 (${why.replace(/^error parsing regexp: /, "")})`;
};
