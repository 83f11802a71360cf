import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import type { SiteFolder } from "../../ports/site-folder.ts";
import { makeFolder, notDone } from "./folder-writer.ts";
import { replaceFile } from "./replace-file.ts";

/** Written first: a folder that has it is ours, also where an earlier time ended before its end. */
const mark = "shrek-site.txt";
const markText = "`shrek site` writes this folder, and removes from data/ what is not of it.\n";

/** A folder that is empty, or that an earlier time wrote; anything else might be somebody's work. */
export const siteFolder = async (folder: string): Promise<SiteFolder> => {
  await makeFolder(folder);
  const there = new Set(filesIn(folder));
  if (there.size > 0 && !there.has(mark))
    throw new Failure(`The folder ${folder} holds other files, such as ${[...there][0]}.`, {
      wayOut: "Name a new or an empty folder.",
    });
  let marked = there.has(mark);
  const made = new Set<string>();
  const kept = new Set<string>();
  return {
    write: async ({ path, bytes }) => {
      kept.add(path);
      const target = join(folder, path);
      try {
        if (there.has(path) && readFileSync(target).equals(bytes)) return "same";
        if (!made.has(dirname(path))) await makeFolder(dirname(target));
        made.add(dirname(path));
        if (!marked) await replaceFile(join(folder, mark), new TextEncoder().encode(markText));
        marked = true;
        await replaceFile(target, bytes);
        return "written";
      } catch (cause) {
        throw cause instanceof Failure ? cause : notDone(`${target} cannot be written`, cause);
      }
    },
    tidy: async () => {
      const gone = [...there].filter((path) => path.startsWith("data/") && !kept.has(path));
      for (const path of gone) rmSync(join(folder, path), { force: true });
      return gone.length;
    },
  };
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
