import { glob, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PayloadFile } from "../../core/import/sphenixprod/draft-rule.ts";
import { compareText } from "../../core/problems/problem.ts";
import { largestFile } from "../../core/text/source-file.ts";

/** The plain files that globs name from a folder, each by its own name alone. None that no production could hold. */
export const filesByGlob = async (folder: string, globs: readonly string[]): Promise<readonly PayloadFile[]> => {
  const found: string[] = [];
  for await (const path of glob([...globs], { cwd: folder })) found.push(path);
  const files = await Promise.all(found.toSorted(compareText).map((path) => readAt(join(folder, path))));
  return files.flatMap((file) => file ?? []);
};

const readAt = async (at: string): Promise<PayloadFile | undefined> => {
  const seen = await stat(at);
  if (!seen.isFile() || seen.size > largestFile) return undefined;
  return { at, path: basename(at), mode: (seen.mode & 0o111) === 0 ? "100644" : "100755", bytes: await readFile(at) };
};
