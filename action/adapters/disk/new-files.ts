import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { NewFiles } from "../../ports/new-files.ts";
import { makeFolder } from "./folder-writer.ts";

/** Files of a folder: read, and added where nothing stands yet. */
export const newFiles = (folder: string): NewFiles => ({
  read: (path) =>
    readFile(join(folder, path)).catch((cause: unknown) => {
      if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") return undefined;
      throw new Failure(`${join(folder, path)} cannot be read (${codeOf(cause)}).`, { cause });
    }),
  add: async ({ path, mode, bytes }: SourceFile) => {
    await makeFolder(dirname(join(folder, path)));
    try {
      // `wx`: also a link that leads nowhere is somebody's.
      await writeFile(join(folder, path), bytes, { flag: "wx", mode: mode === "100755" ? 0o755 : 0o644 });
      return true;
    } catch (cause) {
      if (codeOf(cause) === "EEXIST") return false;
      throw new Failure(`${join(folder, path)} cannot be written (${codeOf(cause)}).`, { cause });
    }
  },
});

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);
