import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { systemCode, systemFault } from "../../core/problems/system-fault.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { NewFiles } from "../../ports/new-files.ts";
import { makeFolder } from "./folder-writer.ts";

/** Files of a folder: read, and added where nothing stands yet. */
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

const notDone = (what: string, cause: unknown): Failure => {
  const { why, wayOut } = systemFault(cause);
  return new Failure(`${what}: ${why}.`, { wayOut, cause });
};
