import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn, root } from "../demo/scene.ts";

/** One call of git's server. `down` and `up` are bytes, `at` milliseconds. */
export type ServerCall = {
  readonly service: string;
  readonly at: number;
  readonly down: number;
  readonly up: number;
  /** Of a push: the refs that it names. */
  readonly refs: readonly string[];
};

/** From now on each fetch and push of this clone is counted. */
export const countGit = async (clone: string, dir: string): Promise<() => readonly ServerCall[]> => {
  mkdirSync(dir, { recursive: true });
  const log = join(dir, "calls");
  const self = join(root, "scripts/bench/counted-git.ts");
  for (const service of ["receive-pack", "upload-pack"])
    await gitIn(
      clone,
      "config",
      `remote.origin.${service.replace("-", "")}`,
      `${process.execPath} ${self} ${log} ${service}`,
    );
  return () =>
    readFileSync(log, "utf8")
      .split("\n")
      .flatMap((line): readonly ServerCall[] => (line === "" ? [] : [JSON.parse(line)]));
};

/** As git calls it: LOG SERVICE REPOSITORY. */
const serve = (log: string, service: string, repository: string): void => {
  const at = Date.now();
  const child = spawn("git", [service, repository], { stdio: ["pipe", "pipe", "inherit"] });
  let [up, down, head] = [0, 0, ""];
  process.stdin.on("data", (chunk: Buffer) => {
    up += chunk.length;
    if (head.length < 100_000) head += chunk.toString("latin1");
  });
  child.stdout.on("data", (chunk: Buffer) => (down += chunk.length));
  process.stdin.pipe(child.stdin);
  child.stdout.pipe(process.stdout);
  child.on("close", (code) => {
    const refs = [...head.matchAll(/[0-9a-f]{40} [0-9a-f]{40} (refs\/[^\0\n]+)/g)].map(([, ref = ""]) => ref);
    appendFileSync(log, `${JSON.stringify({ service, at, down, up, refs })}\n`);
    process.exitCode = code ?? 1;
    process.stdin.destroy();
  });
};

const [, self, log, service, repository] = process.argv;
if (self === import.meta.filename && log !== undefined && service !== undefined && repository !== undefined)
  serve(log, service, repository);
