import { readdir, readFile } from "node:fs/promises";
import { type SourceFile, textFile } from "../../core/text/source-file.ts";

/** The workflows that come with this program and name its release. They are in the folder of the bundle. */
export const shippedWorkflows = async (): Promise<readonly SourceFile[]> => {
  const folder = new URL("workflows/", import.meta.url);
  const names = (await readdir(folder)).toSorted();
  return Promise.all(names.map(async (name) => textFile(name, await readFile(new URL(name, folder), "utf8"))));
};
