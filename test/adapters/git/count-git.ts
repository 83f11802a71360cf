import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { emptyFolder, runGit, writeText } from "../../contracts/git-place.ts";

/** Counts the children of git from now on. */
export const countGit = async (): Promise<() => Promise<readonly string[]>> => {
  const bin = await emptyFolder();
  const real = (await runGit(bin, "--exec-path")).trim();
  const log = join(bin, "log");
  await writeText(bin, "log", "");
  await writeText(
    bin,
    "git",
    `#!/bin/sh\nfor verb; do case $verb in -C|-c|/*|*=*) ;; *) break;; esac; done\necho "$verb" >>'${log}'\nexec '${real}/git' "$@"\n`,
  );
  await chmod(join(bin, "git"), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return async () => (await readFile(log, "utf8")).split("\n").filter((verb) => verb !== "");
};
