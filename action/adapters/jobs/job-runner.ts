import { type ChildProcess, spawn } from "node:child_process";
import { constants, lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { access, copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { MemoryMeter, MemoryWatch } from "./memory-meter.ts";
import { type ArchiveFile, unpackArchive, writeArchiveFiles } from "./unpack-archive.ts";

/** One execution of a task, on this machine, in a folder of its own. */
export type JobOrder = {
  /** Made anew: what an earlier attempt left there is removed. */
  readonly dir: string;
  /** A file, or what was read of one already. */
  readonly archive: string | readonly ArchiveFile[] | undefined;
  /** `name` is what the command sees in its folder, `path` where the file lies. */
  readonly inputs: readonly { readonly name: string; readonly path: string }[];
  readonly command: string;
  readonly outputs: readonly string[];
  /** Seconds. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
  /** Looks how much memory all its processes have together, in MB, and ends it above the limit if there is one. */
  readonly memory?: { readonly meter: MemoryMeter; readonly limit: number | undefined };
  /** Has room for the job while the work lasts: folder and shell are ready before, and what a job left is looked at after. */
  readonly turn?: (work: () => Promise<void>) => Promise<void>;
  /** Is told the process group of the job before the command begins. */
  readonly began?: (group: number) => void;
};

export type JobOutput = { readonly name: string; readonly path: string; readonly exists: boolean };
export type JobEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "timed-out" }
  | { readonly kind: "over-memory" }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly message: string };
/** Seconds and MB; `undefined`: nobody saw it. */
export type JobUsage = {
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  readonly megabytes: number | undefined;
};
export type JobResult = {
  readonly end: JobEnd;
  readonly outputs: readonly JobOutput[];
  readonly log: string;
  readonly used: JobUsage;
};
type Executed = { readonly end: JobEnd; readonly used: JobUsage };
const notUsed: JobUsage = { seconds: 0, cpuSeconds: undefined, megabytes: undefined };

/** Runs a job as PanDA's pilot would, and never with what this process knows: the environment is PATH, HOME, LANG and TMPDIR. */
export const runJob = async (order: JobOrder): Promise<JobResult> => {
  const log = `${order.dir}.log`;
  // At once: thousands of short jobs would wait longer for the pool of threads than for the disk.
  rmSync(order.dir, { recursive: true, force: true });
  mkdirSync(join(order.dir, ".tmp"), { recursive: true });
  // A job can be stopped before its shell opens the log.
  writeFileSync(log, "");
  const { end, used } = await prepared(order, () => execute(order, log));
  return { end, used, outputs: order.outputs.map((name) => outputOf(order.dir, name)), log };
};

const prepared = async (order: JobOrder, run: () => Promise<Executed>): Promise<Executed> => {
  if (typeof order.archive === "string") {
    const unpacked = await unpackArchive(order.archive, order.dir);
    if (unpacked.kind === "refused") return notStarted(unpacked.message);
  } else if (order.archive !== undefined) writeArchiveFiles(order.archive, order.dir);
  for (const input of order.inputs) {
    const missing = await access(input.path, constants.R_OK).then(
      () => false,
      () => true,
    );
    if (missing) return notStarted(`The input file ${input.name} is not there.`);
    // A copy, never a link: a job could write through it into the dataset. Copy on write where the disk can.
    await copyFile(input.path, join(order.dir, input.name), constants.COPYFILE_FICLONE);
  }
  return run();
};

const notStarted = (message: string): Executed => ({ end: { kind: "not-started", message }, used: notUsed });

/**
 * The shell waits for a word before it begins, so that whoever must end its group knows the group first. It opens the log
 * for the command: a pipe would be held open by what that leaves in the background. Into the pipe goes what is left to say:
 * the processor time of all that ended.
 */
const shell =
  'read -r go || exit 1; (shrek=$2; set --; eval "$shrek") >"$1" 2>&1 </dev/null; code=$?; times; exit $code';

const execute = async (order: JobOrder, log: string): Promise<Executed> => {
  const { dir, command, timeLimit, signal, memory, began, turn = (work) => work() } = order;
  if (signal?.aborted === true) return { end: { kind: "stopped" }, used: notUsed };
  const child = spawn("sh", ["-c", shell, "sh", log, command], {
    cwd: dir,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: dir, LANG: "C", TMPDIR: join(dir, ".tmp") },
    stdio: ["pipe", "pipe", "ignore"],
    // A group of its own, so that a time limit ends what the command started as well.
    detached: true,
  });
  let cut: "timed-out" | "stopped" | "over-memory" | undefined;
  const cutAs = (reason: typeof cut): void => {
    cut ??= reason;
    killGroup(child.pid);
  };
  const stop = (): void => cutAs("stopped");
  signal?.addEventListener("abort", stop);
  const group = child.pid;
  const ended = closed(child);
  let milliseconds = 0;
  let timer: NodeJS.Timeout | undefined;
  let watch: MemoryWatch | undefined;
  try {
    if (group !== undefined) began?.(group);
    await turn(async () => {
      const start = performance.now();
      timer = setTimeout(() => cutAs("timed-out"), Math.min(timeLimit * 1000, longestTimer));
      if (group !== undefined) watch = memory?.meter.follow(group, memory.limit, () => cutAs("over-memory"));
      child.stdin.on("error", () => undefined).end("go\n");
      await ended;
      milliseconds = performance.now() - start;
    });
    const { exitCode, stdout, message } = await ended;
    const used: JobUsage = {
      seconds: milliseconds / 1000,
      cpuSeconds: cpuSeconds(stdout),
      megabytes: watch?.peak(),
    };
    if (cut !== undefined) return { end: { kind: cut }, used };
    if (group === undefined) return notStarted(message ?? "The shell did not start.");
    // As a shell counts: a death by signal is above 128.
    return { end: { kind: "exited", exitCode: exitCode ?? 137 }, used };
  } finally {
    clearTimeout(timer);
    watch?.stop();
    signal?.removeEventListener("abort", stop);
    killGroup(group);
  }
};

type Closed = { readonly exitCode: number | null; readonly stdout: string; readonly message: string | undefined };

const closed = (child: ChildProcess): Promise<Closed> =>
  new Promise((resolve) => {
    let stdout = "";
    let message: string | undefined;
    child.stdout?.setEncoding("latin1").on("data", (text: string) => {
      stdout += text;
    });
    child.on("error", (error) => {
      message = `The shell did not start: ${error.message}.`;
      resolve({ exitCode: null, stdout, message });
    });
    child.on("close", (exitCode) => resolve({ exitCode, stdout, message }));
  });

/** Milliseconds; a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** The second line of `times` is of the children: `0m1.230000s 0m0.040000s`, user and system. */
const cpuSeconds = (times: string): number | undefined => {
  const line = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(times);
  if (line === null) return undefined;
  const [userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = line.slice(1).map(Number);
  return userMinutes * 60 + user + systemMinutes * 60 + system;
};

const killGroup = (leader: number | undefined): void => {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // ESRCH: nobody of the group is left, which is what was asked for.
  }
};

/** A link is no output: it could point at a file of this machine. */
const outputOf = (dir: string, name: string): JobOutput => {
  const path = join(dir, name);
  return { name, path, exists: lstatSync(path, { throwIfNoEntry: false })?.isFile() === true };
};
