import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Failure } from "../../core/problems/failure.ts";
import { gitEnvironment } from "./environment.ts";
import { gitFailure, gitNotStarted } from "./git-failure.ts";
import { leadsThroughMade, madeObject, storeMade } from "./made-objects.ts";

/**
 * By name, from one `git cat-file`, which serves the next questions too. `undefined`: no such object. `refuse`: hears
 * the size of each that is not made here before any is read, and throws where it is too large.
 */
export const readObjects = async (
  dir: string,
  names: readonly string[],
  refuse?: (name: string, size: number) => void,
): Promise<readonly (Buffer | undefined)[]> => {
  const made = names.map((name) => madeObject(dir, name));
  const asked = names.filter((_, at) => made[at] === undefined);
  if (asked.length === 0) return made;
  if (asked.some((name) => leadsThroughMade(dir, name))) await storeMade(dir);
  if (refuse !== undefined)
    for (const [at, size] of (await ask(sizes, dir, asked)).entries()) refuse(asked[at] ?? "", size ?? 0);
  const found = await ask(contents, dir, asked);
  let next = 0;
  return made.map((object) => object ?? found[next++]);
};

/** The sizes of objects, however large they are, by their ids. */
export const objectSizes = async (dir: string, ids: readonly string[]): Promise<readonly (number | undefined)[]> => {
  if (ids.length === 0) return [];
  // Mostly of main: then what a wave has made here need not be given to git, which is a start of it for each commit.
  if (ids.some((id) => leadsThroughMade(dir, id))) await storeMade(dir);
  return ask(sizes, dir, ids);
};

type ObjectAnswer<T> = (output: Output, size: number) => Promise<T>;
type Reader = { ask<T>(lines: readonly string[], answer: ObjectAnswer<T>): Promise<readonly (T | undefined)[]> };

/** What is asked of `git cat-file`, and how an answer of so many bytes is read. `option`: of a git before 2.36, which has a process for each. */
type ObjectQuestion<T> = { readonly command: string; readonly option: string; readonly answer: ObjectAnswer<T> };
const contents: ObjectQuestion<Buffer> = {
  command: "contents",
  option: "--batch",
  answer: async (output, size) => (await output.bytes(size + 1)).subarray(0, -1),
};
const sizes: ObjectQuestion<number> = { command: "info", option: "--batch-check", answer: async (_, size) => size };

const readers = new Map<string, Reader>();
/** Where git said so. */
const withoutCommands = new Set<string>();

const ask = async <T>(
  { command, option, answer }: ObjectQuestion<T>,
  dir: string,
  names: readonly string[],
): Promise<readonly (T | undefined)[]> => {
  if (!withoutCommands.has(dir)) {
    const lines = names.map((name) => `${command} ${name}`);
    try {
      return await readerOf("--batch-command", dir).ask(lines, answer);
    } catch (error) {
      if (!(error instanceof Failure && error.message.includes("unknown option"))) throw error;
      withoutCommands.add(dir);
    }
  }
  return readerOf(option, dir).ask(names, answer);
};

const readerOf = (option: string, dir: string): Reader => readers.get(`${option} ${dir}`) ?? openReader(option, dir);

/** Milliseconds without a question, after which the process ends; it never keeps ours alive. PanDA may take many seconds for a wave. */
const idleTime = 30_000;

/** It would keep 96 MB of objects that others are made of, and all packs that it ever looked into. */
const frugal = ["core.deltaBaseCacheLimit=16m", "core.packedGitWindowSize=4m", "core.packedGitLimit=32m"].flatMap(
  (setting) => ["-c", setting],
);

const openReader = (option: string, dir: string): Reader => {
  const key = `${option} ${dir}`;
  const child = spawn("git", ["-C", dir, ...frugal, "cat-file", option], { stdio: "pipe", env: gitEnvironment() });
  const output = collect(child, dir);
  let queue: Promise<unknown> = Promise.resolve();
  let asked = 0;
  const close = (): void => {
    if (readers.get(key) === reader) readers.delete(key);
    child.stdin.end();
  };
  let idle: NodeJS.Timeout | undefined;
  child.on("close", close);
  child.on("error", close);
  const answers = async <T>(lines: readonly string[], answer: ObjectAnswer<T>): Promise<readonly (T | undefined)[]> => {
    child.stdin.write(`${lines.join("\n")}\n`);
    const found: (T | undefined)[] = [];
    for (const _ of lines) {
      const header = (await output.line()).toString("utf8");
      const size = /^[0-9a-f]{40,64} \w+ (\d+)$/.exec(header)?.[1];
      found.push(size === undefined ? undefined : await answer(output, Number(size)));
    }
    return found;
  };
  const reader: Reader = {
    ask: (lines, answer) => {
      hold(child, true);
      clearTimeout(idle);
      asked += 1;
      const mine = queue.then(() => answers(lines, answer));
      const settled = mine
        .catch(() => undefined)
        .then(() => {
          asked -= 1;
          if (asked > 0) return;
          hold(child, false);
          idle = setTimeout(close, idleTime).unref();
        });
      queue = settled;
      return mine;
    },
  };
  readers.set(key, reader);
  return reader;
};

/** Whether our process waits for the child. */
const hold = (child: ChildProcessWithoutNullStreams, keep: boolean): void => {
  for (const handle of [child, child.stdin, child.stdout, child.stderr] as readonly object[])
    if (keep && "ref" in handle && typeof handle.ref === "function") handle.ref();
    else if (!keep && "unref" in handle && typeof handle.unref === "function") handle.unref();
};

type Output = { line(): Promise<Buffer>; bytes(count: number): Promise<Buffer> };

const collect = (child: ChildProcessWithoutNullStreams, dir: string): Output => {
  let [rest, chunks]: [Buffer, Buffer[]] = [Buffer.alloc(0), []];
  let errors = "";
  let ended: Failure | undefined;
  let wake = (): void => undefined;
  const end = (failure: Failure): void => {
    ended ??= failure;
    wake();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    wake();
  });
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  child.stdin.on("error", () => undefined); // "close" reports it
  child.on("error", (cause) => end(gitNotStarted(cause)));
  child.on("close", () => end(gitFailure(dir, ["cat-file"], errors)));
  /** Joined once there is enough: a large object comes in hundreds of chunks. */
  const more = async (count = 0): Promise<void> => {
    const lacks = (): boolean =>
      chunks.length === 0 || chunks.reduce((sum, { length }) => sum + length, rest.length) < count;
    while (lacks()) {
      if (ended !== undefined) throw ended;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    rest = Buffer.concat([rest, ...chunks]);
    chunks = [];
  };
  const take = (count: number): Buffer => {
    const taken = rest.subarray(0, count);
    rest = rest.subarray(count);
    return taken;
  };
  return {
    line: async () => {
      while (!rest.includes(10)) await more();
      const line = take(rest.indexOf(10));
      take(1);
      return line;
    },
    bytes: async (count) => {
      if (rest.length < count) await more(count);
      return take(count);
    },
  };
};

/** The commits before one; `undefined`: it is not here. */
export const parentCommits = async (dir: string, commit: string): Promise<readonly string[] | undefined> => {
  const head = (await readObjects(dir, [`${commit}^{commit}`]))[0]?.toString("utf8").split("\n\n")[0];
  return head === undefined ? undefined : [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = ""]) => parent);
};

/** In milliseconds, as the commit itself says; `undefined`: it is none. */
export const timeOfCommit = (commit: Buffer | undefined): number | undefined => {
  const [, seconds] = /^committer .* (\d+) [+-]\d{4}$/m.exec(commit?.toString() ?? "") ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
};
