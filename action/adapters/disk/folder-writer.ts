import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Failure, systemCode, systemFault } from "../../core/problems/failure.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { NewFiles } from "../../ports/new-files.ts";
import type { SiteFolder } from "../../ports/site-folder.ts";
import { replaceFile } from "./replace-file.ts";

/** `what` names file and deed, such as "x/plan.json cannot be written". */
export const notDone = (what: string, cause: unknown): Failure => {
  const { why, wayOut } = systemFault(cause);
  return new Failure(`${what}: ${why}.`, { wayOut, cause });
};

/** Writes files into a folder that is empty or has all `marks` of an earlier time; anything else might be somebody's work. */
export const writeFolder = async (
  folder: string,
  files: readonly SourceFile[],
  marks: readonly string[] = ["plan.json"],
): Promise<void> => {
  await makeFolder(folder);
  const there = await readdir(folder);
  if (there.length > 0 && !marks.every((name) => there.includes(name)))
    throw new Failure(`The folder ${folder} holds other files, such as ${there[0]}.`, {
      wayOut: "Name a new or an empty folder.",
    });
  for (const place of new Set(files.map(({ path }) => dirname(join(folder, path))))) await makeFolder(place);
  // One after the other, with synchronous calls: of many small files, most of the time went into waiting for four promises each.
  for (const { path, mode, bytes } of files) {
    const target = join(folder, path);
    try {
      writeFileSync(target, bytes);
      chmodSync(target, mode === "100755" ? 0o755 : 0o644);
    } catch (cause) {
      throw notDone(`${target} cannot be written`, cause);
    }
  }
};

/** With the folders above it. In /proc and its like `mkdir` with `recursive` never comes back (seen with Node 24). */
export const makeFolder = async (folder: string): Promise<void> => {
  if (await isFolder(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async (cause: unknown) => {
    // Somebody else may have made it meanwhile.
    if (await isFolder(folder)) return;
    throw notDone(`The folder ${folder} cannot be made`, cause);
  });
};

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** Files of a folder: read, and added where none exists yet. */
export const newFiles = (folder: string): NewFiles => ({
  read: (path) =>
    readFile(join(folder, path)).catch((cause: unknown) => {
      if (["ENOENT", "ENOTDIR"].includes(systemCode(cause) ?? "")) return undefined;
      throw notDone(`${join(folder, path)} cannot be read`, cause);
    }),
  add: async ({ path, mode, bytes }: SourceFile) => {
    await makeFolder(dirname(join(folder, path)));
    try {
      // `wx`: also a link that leads nowhere is somebody's.
      await writeFile(join(folder, path), bytes, { flag: "wx", mode: mode === "100755" ? 0o755 : 0o644 });
      return true;
    } catch (cause) {
      if (systemCode(cause) === "EEXIST") return false;
      throw notDone(`${join(folder, path)} cannot be written`, cause);
    }
  },
});

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
