import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Makes an empty folder a bare repository with the branches and tags of another as they are now, over that one's objects.
 * No process of git: a story copies before and behind each pass.
 */
export const copyRefs = async (from: string, to: string): Promise<void> => {
  await mkdir(join(to, "objects/info"), { recursive: true });
  await mkdir(join(to, "refs"));
  await writeFile(join(to, "objects/info/alternates"), `${join(from, "objects")}\n`);
  await writeFile(join(to, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  await writeFile(join(to, "HEAD"), "ref: refs/heads/main\n");
  // In git's order: a ref that is packed meanwhile is written there before its own file goes.
  const loose = await Promise.all(["refs/heads", "refs/tags"].map((folder) => filesBelow(from, folder)));
  await Promise.all(loose.flat().map((path) => copyIfThere(join(from, path), join(to, path))));
  await copyIfThere(join(from, "packed-refs"), join(to, "packed-refs"));
  // Seen already: else each copy of the ledger is noted by a process of git.
  await copyIfThere(join(to, "refs/heads/ledger"), join(to, "refs/shrek/ledger-seen"));
};

const filesBelow = async (dir: string, folder: string): Promise<readonly string[]> => {
  const entries = await readdir(join(dir, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".lock"))
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
};

/** A branch may be deleted meanwhile. */
const copyIfThere = async (from: string, to: string): Promise<void> => {
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
};
