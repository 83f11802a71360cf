import type { StepInput } from "../production/production.ts";

/** JEDI passes over logs of other tasks in every primary input. */
const log = /\.log\.tgz(\.\d+)*$/;

/** The files of a dataset that a step reads: those of the pattern, by name, without the first ones (PANDA J6). */
export const chosenFiles = (
  { match, exclude, skip }: Pick<StepInput, "match" | "exclude" | "skip">,
  files: readonly string[],
): readonly string[] =>
  files
    .filter((file) => !log.test(file) && (match === undefined || holds(file, match)))
    .filter((file) => exclude === undefined || !holds(file, exclude))
    .toSorted()
    .slice(skip);

/** `*` stands for anything, and the pattern may stand anywhere in the name. */
const holds = (file: string, pattern: string): boolean => {
  let at = 0;
  for (const part of pattern.split("*")) {
    const found = file.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
};
