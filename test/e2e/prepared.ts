import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { writeFolder } from "../../action/adapters/disk/folder-writer.ts";
import { releaseTree } from "../../scripts/release/tree.ts";

/** Node keeps compiled code here, so that each of hundreds of processes need not compile the bundles again. */
export const compileCache = (): string => join(inject("prepared"), "compiled");

/**
 * A folder that is made once in a run and only read. Two workers may both make it: the first to end wins, and neither
 * waits for the other.
 */
export const prepare = async (name: string, make: (dir: string) => Promise<void>): Promise<string> => {
  const made = join(inject("prepared"), name);
  if (!existsSync(made)) {
    const own = `${made}.${randomUUID()}`;
    await mkdir(own, { recursive: true });
    await make(own);
    await rename(own, made).catch(() => rm(own, { recursive: true, force: true }));
  }
  return made;
};

export const copyPrepared = async (name: string, to: string, make: (dir: string) => Promise<void>): Promise<void> =>
  cp(await prepare(name, make), to, { recursive: true, preserveTimestamps: true });

/** The release just built, as actions of workflows are read from. */
export const preparedRelease = (): Promise<string> => prepare("release", (own) => writeFolder(own, releaseTree()));
