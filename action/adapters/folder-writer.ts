import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../core/failure.ts";
import type { SourceFile } from "../core/source-file.ts";

/** Writes files into a folder that is empty or held a rendering before; anything else might be somebody's work. */
export const writeFolder = async (folder: string, files: readonly SourceFile[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const there = await readdir(folder);
  if (there.length > 0 && !there.includes("plan.json"))
    throw new Failure(`${folder} is not empty and holds no rendering.`, { wayOut: "Name a new folder." });
  for (const { path, mode, bytes } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    await chmod(target, mode === "100755" ? 0o755 : 0o644);
  }
};
