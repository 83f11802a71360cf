import { execFile } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** What is made once for all tests of a run: prepared repositories, and node's compiled code for child processes. */
    readonly prepared: string;
  }
}

const inMemory = "/dev/shm";
const needed = 2 * 1024 ** 3;

/** One folder for all that the tests of a run write: in memory where the machine lets us, and removed as a whole. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join((await mayHold(inMemory)) ? inMemory : tmpdir(), "shrek-tests-"));
  process.env["TMPDIR"] = dir; // the workers are started after this, and inherit it
  project.provide("prepared", join(dir, "prepared"));
  return () => rm(dir, { recursive: true, force: true });
}

/** Large enough, and programs may be started from it: containers often allow neither. */
const mayHold = async (place: string): Promise<boolean> => {
  try {
    const { bavail, bsize } = await statfs(place);
    if (bavail * bsize < needed) return false;
    const dir = await mkdtemp(join(place, "shrek-trial-"));
    try {
      await writeFile(join(dir, "trial.sh"), "#!/bin/sh\n", { mode: 0o700 });
      await promisify(execFile)(join(dir, "trial.sh"));
      return true;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  } catch {
    return false;
  }
};
