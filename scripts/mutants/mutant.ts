import type { Change } from "./changes.ts";

/** One change at one spot of a file, named by texts and by no line number, so that it is the same after other edits. */
export type Mutant = {
  readonly file: string;
  /** The line on which the spot begins, without its indentation. */
  readonly line: string;
  /** The text of the spot; blanks collapsed, and long texts cut. */
  readonly original: string;
  readonly mutation: string;
};
export type VersionOutcome = "killed" | "lives" | "unseen";
/** `at`: the line today, from 1; for people. */
export type Validated = Mutant & { readonly fate: VersionOutcome; readonly at: number };

/** How many were judged, how many live without a reason, and how many reasons are about none. */
export type Tally = { readonly validated: number; readonly living: number; readonly gone: number };

const longest = 100;
const short = (text: string): string => {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > longest ? `${flat.slice(0, longest)}...` : flat;
};

export const mutantOf = (file: string, text: string, change: Change): Mutant & { readonly at: number } => {
  const at = text.slice(0, change.start).split("\n").length;
  return {
    file,
    line: text.split("\n")[at - 1]?.trim() ?? "",
    original: short(text.slice(change.start, change.end)),
    mutation: change.kind === "no-statement" ? "(removed)" : short(change.to),
    at,
  };
};

export const sameMutant = (a: Mutant, b: Mutant): boolean =>
  a.file === b.file && a.line === b.line && a.original === b.original && a.mutation === b.mutation;
