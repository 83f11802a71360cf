import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { LocalFile } from "../../core/jobs/run-report.ts";
import { compareText } from "../../core/problems/problem.ts";

/** Files that a person laid out, by name. `undefined`: there is no such folder. */
export const filesIn = async (folder: string): Promise<readonly LocalFile[] | undefined> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => ({ name, path: join(folder, name) }))
    .toSorted((a, b) => compareText(a.name, b.name));
};
