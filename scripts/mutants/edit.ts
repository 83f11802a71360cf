import type { Mutant } from "./mutant.ts";

/** A mutant that is written by hand: its original stands once in its file. */
export type Edit = Pick<Mutant, "file" | "original" | "mutation">;

export const editsVariable = "MUTANT_EDITS";

export const withEdits = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((before, { file, original, mutation }) => {
    if (before.split(original).length !== 2) throw new Error(`${file} does not hold exactly once: ${original}`);
    return before.replace(original, () => mutation);
  }, text);
