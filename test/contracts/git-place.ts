import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import type { Clock } from "../../action/ports/clock.ts";

const run = promisify(execFile);

/** What git does by itself after a commit, and the example hooks of a new repository: processes and files that no test reads. */
const nothingElse = ["-c", "maintenance.auto=false", "-c", "gc.auto=0"];

/** Plain git for the tests' own hands: no configuration of this machine, one author, one second. */
export const runGit = async (dir: string, ...args: readonly string[]): Promise<string> => {
  const person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
  const { stdout } = await run("git", ["-C", dir, ...person, ...nothingElse, ...args], {
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_TEMPLATE_DIR: "",
      LC_ALL: "C",
    },
  });
  return stdout.trim();
};

/** A directory that is gone after the test. */
export const emptyFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-contract-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

/** As `git init` leaves it, and no process where only `--bare` is asked: tests make hundreds. */
export const emptyRepository = async (...options: readonly string[]): Promise<string> => {
  const dir = await emptyFolder();
  const bare = options.includes("--bare");
  if (options.length > Number(bare)) {
    await runGit(dir, "init", "--quiet", "--initial-branch=main", ...options);
    return dir;
  }
  const top = bare ? "" : ".git/";
  await writeText(dir, `${top}HEAD`, "ref: refs/heads/main\n");
  await writeText(dir, `${top}config`, `[core]\n\trepositoryformatversion = 0\n\tbare = ${bare}\n`);
  for (const name of ["objects", "refs"]) await mkdir(join(dir, top, name));
  return dir;
};

/** As `git clone` of a bare repository beside it leaves it, with no file checked out, and no process. */
export const copiedClone = async (bare: string, remote?: "origin"): Promise<string> => {
  const dir = await emptyRepository();
  const copy = (from: string, to: string): Promise<void> =>
    cp(join(bare, from), join(dir, ".git", to), { recursive: true });
  await copy("objects", "objects");
  if (existsSync(join(bare, "refs/heads"))) await copy("refs/heads", "refs/remotes/origin");
  const origin = `[remote "origin"]\n\turl = ${bare}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
  if (remote !== undefined) await appendFile(join(dir, ".git/config"), origin);
  return dir;
};

export const cloneOf = async (origin: string, ...options: readonly string[]): Promise<string> => {
  const dir = await emptyFolder();
  await runGit(dir, "clone", "--quiet", ...options, origin, ".");
  return dir;
};

export const writeText = async (dir: string, path: string, text: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), text);
};

/** A commit of these texts on the branch that is checked out, where git itself is to make it. */
export const commitByGit = async (
  dir: string,
  texts: Readonly<Record<string, string | Uint8Array>>,
  message = "change",
): Promise<string> => {
  for (const [path, text] of Object.entries(texts)) await writeText(dir, path, text);
  await runGit(dir, "add", "--all", "--force");
  const said = await runGit(dir, "-c", "core.abbrev=no", "commit", "--allow-empty", "-m", message);
  return /^\[.*? ([0-9a-f]{40,64})\] /.exec(said)?.[1] ?? "";
};

/** What a server runs when somebody pushes to it. */
export const installHook = async (bare: string, name: string, script: string): Promise<void> => {
  await writeText(bare, `hooks/${name}`, `#!/bin/sh\n${script}\n`);
  await chmod(join(bare, "hooks", name), 0o755);
};

let drawn = 0;
/** Time stands still; chance is a count, so that no two draws are equal. */
export const frozenClock = (random: Clock["random"] = countedRandom): Clock => ({
  now: () => new Date("2026-03-01T10:00:00Z"),
  monotonic: () => 0,
  sleep: async () => {},
  random,
});
const countedRandom = (bytes: number): Uint8Array => {
  const drawing = Buffer.alloc(bytes);
  drawing.writeUInt32BE(++drawn, bytes - 4);
  return drawing;
};

/** Nobody passes before all `count` stand here; then they go one by one, in this order of arrival. */
export type Gate = () => Promise<void>;
export const gate = (count: number): Gate => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let standing = 0;
  return async () => {
    standing += 1;
    if (standing === count) resolve();
    await promise;
  };
};
