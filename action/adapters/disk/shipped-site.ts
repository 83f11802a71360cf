import { readdir, readFile } from "node:fs/promises";
import type { SourceFile } from "../../core/text/source-file.ts";

/** The app of `shrek site`, which the build puts beside this program. */
export const shippedSite = async (): Promise<readonly SourceFile[]> => {
  const folder = new URL("site/", import.meta.url);
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => ({ path: name, mode: "100644" as const, bytes: await readFile(new URL(name, folder)) })),
  );
};
