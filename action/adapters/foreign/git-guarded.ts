import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../../core/problems/failure.ts";
import { gitAtOnce } from "../git/child.ts";
import { gitEnvironment, misleading } from "../git/environment.ts";
import { gitNotStarted } from "../git/git-failure.ts";

export type Guarded =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  | { readonly kind: "too-long" }
  | { readonly kind: "too-large" };

export type GitLimits = { readonly milliseconds: number; readonly bytes: number };

/** Forbids what a stranger's server might cause (ADR 19). These settings win: `-c` is stronger than the environment. */
const settings = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "credential.helper=",
  "fetch.fsckObjects=true",
  "fetch.fsck.zeroPaddedFilemode=ignore",
  "fetch.fsck.badTimezone=ignore",
  "fetch.fsck.missingSpaceBeforeDate=ignore",
  "fetch.unpackLimit=1",
  "gc.auto=0",
  "http.followRedirects=false",
  "http.lowSpeedLimit=1000",
  "http.lowSpeedTime=30",
  "maintenance.auto=false",
  "submodule.recurse=false",
  "transfer.bundleURI=false",
];

export const succeeded = (outcome: {
  readonly kind: string;
}): outcome is Extract<Guarded, { readonly kind: "ended" }> =>
  outcome.kind === "ended" && "code" in outcome && outcome.code === 0;

export const asSettings = (settings: readonly string[]): readonly string[] => settings.flatMap((one) => ["-c", one]);

/** Whether the environment names one, that git would use. */
export const hasProxy = (): boolean =>
  ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].some((name) => (process.env[name] ?? "") !== "");

const guardedEnv = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(gitEnvironment()).filter(([name]) => !misleading.includes(name))),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ALLOW_PROTOCOL: process.env["GIT_ALLOW_PROTOCOL"] ?? "https",
  GIT_ASKPASS: "",
  GIT_NO_LAZY_FETCH: "1",
});

/** Git on a repository that strangers filled: with its own settings, and stopped when it takes too long or too much room. */
export const guardedGit = (
  dir: string,
  args: readonly string[],
  limits: GitLimits,
  given: GivenToGit = {},
): Promise<Guarded> => gitAtOnce(() => runGuarded(dir, args, limits, given));

type GivenToGit = { readonly input?: string; readonly env?: Readonly<Record<string, string>> };

const runGuarded = (
  dir: string,
  args: readonly string[],
  limits: GitLimits,
  { input = "", env = {} }: GivenToGit,
): Promise<Guarded> =>
  new Promise((resolve, reject) => {
    // A group of its own: git starts others that talk to the network, and they have to stop too.
    const child = spawn("git", ["-C", dir, ...asSettings(settings), ...args], {
      env: { ...guardedEnv(), ...env },
      detached: true,
    });
    let stopped: "too-long" | "too-large" | undefined;
    const stop = (why: "too-long" | "too-large"): void => {
      stopped ??= why;
      if (child.pid !== undefined) endGroup(child.pid);
    };
    const clock = setTimeout(() => stop("too-long"), limits.milliseconds);
    const watch = watchSize(join(dir, "objects/pack"), limits.bytes, () => stop("too-large"));
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    const done = (): void => {
      clearTimeout(clock);
      clearInterval(watch);
    };
    child.on("error", (cause) => {
      done();
      reject(gitNotStarted(cause));
    });
    child.on("close", (code) => {
      done();
      if (stopped !== undefined) resolve({ kind: stopped });
      else
        resolve({
          kind: "ended",
          code: code ?? 1,
          stdout: Buffer.concat(out),
          stderr: Buffer.concat(err).toString("utf8"),
        });
    });
    child.stdin.on("error", () => undefined); // it may have ended before it read
    child.stdin.end(input);
  });

const endGroup = (group: number): void => {
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    if (systemCode(error) !== "ESRCH") throw error;
  }
};

const watchSize = (folder: string, limit: number, over: () => void): NodeJS.Timeout => {
  const before = sizeOf(folder);
  return setInterval(() => {
    void Promise.all([before, sizeOf(folder)]).then(([then, now]) => {
      if (now - then > limit) over();
    });
  }, 100);
};

const sizeOf = async (folder: string): Promise<number> => {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};
