import { compareText } from "../problems/problem.ts";
import type { RunRow } from "../production/run-row.ts";
import type { FileNames } from "./data-seen.ts";

/** What Rucio has of a dataset that grows. */
export type GrownData = { readonly open: boolean; readonly files: FileNames };

/** How much of it a run has, and how many runs may be made at once. */
export type RunSize = { readonly files: number; readonly most: number };

/**
 * The runs that new files make: as many files each, in the order of their names, and of a dataset that is closed what is
 * left. A file that a run had once is in no other, whatever became of that run. One that is lost now is in none yet.
 */
export const newRuns = (
  { open, files }: GrownData,
  known: readonly RunRow[],
  { files: size, most }: RunSize,
): readonly RunRow[] => {
  const taken = new Set(known.flatMap((row) => row.files ?? []));
  const fresh = [...new Set(files.good)].filter((name) => isFileName(name) && !taken.has(name)).toSorted(compareText);
  const last = known.reduce((highest, { run }) => Math.max(highest, run), 0);
  const isRest = !open && fresh.length % size > 0;
  const count = Math.min(most, Math.floor(fresh.length / size) + (isRest ? 1 : 0));
  return Array.from({ length: count }, (_, index) => ({
    run: last + index + 1,
    columns: {},
    files: fresh.slice(index * size, (index + 1) * size),
  }));
};

/** Whether its number of files says that a list of them may make a run. `taken`: files that runs have, also such as left it. */
export const mayMakeRun = (
  { open, files }: { readonly open: boolean; readonly files: number },
  taken: number,
  size: number,
): boolean => files < taken || files - taken >= (open ? size : 1);

/** It reaches a command of prun, between commas and as a part of an expression. */
export const isFileName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$/.test(name);
