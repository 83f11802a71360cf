import { conventionsCodes } from "./codes/conventions.ts";
import { habitCodes } from "./codes/copy-paste.ts";
import type { Explained, Weight } from "./codes/explained.ts";
import { fileCodes } from "./codes/files.ts";
import { importCodes } from "./codes/imports.ts";
import { payloadCodes } from "./codes/payloads.ts";
import { runCodes } from "./codes/runs.ts";
import { shapeCodes } from "./codes/shape.ts";
import { tableCodes } from "./codes/tables.ts";
import { togetherCodes } from "./codes/together.ts";
import { slipCodes } from "./codes/typos.ts";
import { versionCodes } from "./codes/versions.ts";
import { wiringCodes } from "./codes/wiring.ts";
import { hideSecrets, notShown } from "./secret.ts";

/** Every code of problems, which never changes its meaning. `docs/problems.md` is made from this table. */
export const problemCodes = {
  ...shapeCodes,
  ...conventionsCodes,
  ...versionCodes,
  ...wiringCodes,
  ...tableCodes,
  ...togetherCodes,
  ...habitCodes,
  ...fileCodes,
  ...runCodes,
  ...payloadCodes,
  ...slipCodes,
  ...importCodes,
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** Added to a message that has no hint of its own; `undefined`: the message says it, or there is no general hint. */
export const defaultHint = (code: ProblemCode): string | undefined => {
  const explained: Explained = problemCodes[code];
  return explained.hint;
};

/** `undefined`: not a matter of how sure somebody is. */
export const weightOf = (code: ProblemCode): Weight | undefined => {
  const explained: Explained = problemCodes[code];
  return explained.weight;
};

/** A rule of the conventions refuses it: the rest can be checked although it is wrong, and what is over is not judged by it. */
export const isOfRule = (code: ProblemCode): boolean => {
  const explained: Explained = problemCodes[code];
  return explained.rule === true;
};

/** One thing the author of a request should fix. Data, never thrown. Lines and columns are 1-based. */
export type Problem = {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly message: string;
  readonly hint?: string;
};

export type Severity = "error" | "warning" | "note";

/** A likely fault warns; all others refuse, unless the check sets another severity. */
export const severityOf = (code: ProblemCode): Severity => (weightOf(code) === "likely" ? "warning" : "error");

export type ProblemWords = {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly severity?: Severity;
};

/** Without a line it is about the whole file. */
export const makeProblem = (
  { file, line = 1, col = 1 }: { readonly file: string; readonly line?: number; readonly col?: number },
  code: ProblemCode,
  words: ProblemWords,
): Problem => {
  const { severity = severityOf(code) } = words;
  const message = quotable(hideSecrets(words.message));
  const hint = hideSecrets(words.hint ?? defaultHint(code) ?? (message.includes(notShown) ? takeItOut : ""));
  const shown = hint.includes(notShown) ? takeItOut : quotable(hint);
  return { code, severity, file, line, col, message, ...(hint === "" ? {} : { hint: shown }) };
};

/** Instead of a hint that would repeat what is not shown, and where there is none. */
const takeItOut = "if it is a credential, take it out of the file, and revoke it if it was ever pushed";

export const formatProblem = (p: Problem): string =>
  `${quotable(p.file)}:${p.line}:${p.col} ${p.severity} [${p.code}] ${p.message}${p.hint === undefined ? "" : `\n  hint: ${p.hint}`}`;

/**
 * Words of a problem quote what the author wrote, and that may be anything: what a terminal or a page would obey is
 * written out, and what nobody reads to its end is cut.
 */
export const quotable = (text: string): string => {
  const shown = text
    .toWellFormed()
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      (mark) => names.get(mark) ?? code(mark),
    );
  return shown.length <= maxMessageLength
    ? shown
    : `${shown.slice(0, maxMessageLength - 200)} ... ${shown.slice(-190)}`;
};
const maxMessageLength = 1000;
const names: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
const code = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Warnings and notes never refuse a request. */
export const refuses = (problems: readonly Problem[]): boolean => problems.some((p) => p.severity === "error");

/** File by file, top to bottom, as a person works through them. */
export const inReadingOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.length < 2
    ? problems
    : problems.toSorted(
        (a, b) => compareText(a.file, b.file) || a.line - b.line || a.col - b.col || compareText(a.code, b.code),
      );

/** Code-unit order: the same on every machine, which `localeCompare` is not. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Each problem once, where it comes first: steps share defaults, variants share a request, two steps may call one
 * script. One place with the same words is one problem, whatever its hint. Lists that hand on the same `seen` are
 * distinct from each other too.
 */
export const distinctProblems = (problems: readonly Problem[], seen = new Set<string>()): readonly Problem[] =>
  problems.filter((problem) => {
    const key = keyOf(problem);
    return !seen.has(key) && seen.add(key).size > 0;
  });

const keyOf = ({ file, line, col, code, message }: Problem): string => `${file}:${line}:${col} ${code} ${message}`;
