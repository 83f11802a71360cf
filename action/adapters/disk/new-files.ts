import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCode } from "../../core/problems/system-fault.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { NewFiles } from "../../ports/new-files.ts";
import { makeFolder } from "./folder-writer.ts";
import { notDone } from "./not-done.ts";

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
