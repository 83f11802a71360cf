import { readdir, readFile } from "node:fs/promises";
import type { SourceFile } from "../../core/text/source-file.ts";

/** What the build puts beside this program: the app of `shrek site`, or the workflows, which name its release. */
export const shipped = async (what: "site" | "workflows"): Promise<readonly SourceFile[]> => {
  const folder = new URL(`${what}/`, import.meta.url);
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => ({ path: name, mode: "100644" as const, bytes: await readFile(new URL(name, folder)) })),
  );
};
