import { readdir, stat } from "node:fs/promises";
import { Failure } from "../../core/problems/failure.ts";
import { makeFolder } from "../disk/folder-writer.ts";

/** The folder of a run, made where there is none. Files in it are removed, so one with other files is refused. */
export const takeFolder = async (out: string): Promise<void> => {
  await makeFolder(out);
  const there = await readdir(out);
  const isOurs = there.includes("lock.json") || (there.includes("archive.tar.gz") && there.includes(".gitignore"));
  if (there.length > 0 && !isOurs)
    throw new Failure(`The folder ${out} holds other files, such as ${there[0]}.`, {
      wayOut: "Name a new or an empty folder with --output.",
    });
};

/** A wrong name would look like a folder without inputs. */
export const needFolder = async (from: string): Promise<void> => {
  const found = await stat(from).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new Failure(`There is no folder ${from}.`, { wayOut: "Name the folder that holds the inputs with --from." });
};
