import { load } from "js-yaml";
import type { Problem } from "../problems/problem.ts";
import type { Path, Places } from "../text/places.ts";
import type { SourceFile } from "../text/source-file.ts";
import { wrapped } from "../text/wrap.ts";

/** A line of a request that is written, and where the old file says it: what the check says of the line is reported there. */
export type WrittenLine = { readonly text: string; readonly from?: Path };

export const textOfLines = (lines: readonly WrittenLine[]): string => lines.map(({ text }) => `${text}\n`).join("");

/** Problems of the written request at the lines of the old file that they come from; others are about the whole. */
export const atOrigin = (
  problems: readonly Problem[],
  lines: readonly WrittenLine[],
  old: { readonly file: string; readonly places: Places; readonly whole: Path },
): readonly Problem[] =>
  problems.map((problem) => ({
    ...problem,
    file: old.file,
    ...old.places.at(lines[problem.line - 1]?.from ?? old.whole),
  }));

/** A comment above what it explains. Text of others stays in one comment whatever it holds. */
export const commentLines = (indent: string, text: string): readonly WrittenLine[] =>
  wrapped(text.replaceAll(/\s+/g, " ").trim(), 110 - indent.length)
    .split("\n")
    .map((line) => ({ text: `${indent}# ${line}` }));

/** A value as YAML reads it back. */
export const yamlScalar = (text: string): string =>
  /^[A-Za-z0-9][A-Za-z0-9 ._-]*$/.test(text) && !text.endsWith(" ") && load(text) === text
    ? text
    : JSON.stringify(text);

/** For a person to decide: the check refuses the request until the mark is gone. */
export const change = (why: string): string => ` # CHANGE: ${why}`;

/** A request that is made of an old file, not judged yet. */
export type Draft = {
  readonly lines: readonly WrittenLine[];
  /** All but the request itself and the lock. */
  readonly files: readonly SourceFile[];
  /** What was decided, at the places of the old file. */
  readonly problems: readonly Problem[];
  /** Equal for equal tags. */
  readonly tag: string;
};
