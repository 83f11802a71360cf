import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { JobEnd, JobToRun, JobUsage } from "./job-to-run.ts";
import type { MemoryWatch } from "./memory-meter.ts";
import { textAt } from "./text-at.ts";

export type Executed = { readonly end: JobEnd; readonly used: JobUsage };
const notUsed: JobUsage = { seconds: 0, cpuSeconds: undefined, megabytes: undefined };

export const notStarted = (message: string): Executed => ({ end: { kind: "not-started", message }, used: notUsed });

/**
 * The shell waits for a word before it begins: whoever must end its process group learns the group first. The command
 * writes to the log, not to a pipe, because a process that it leaves in the background would keep the pipe open. The pipe
 * gets one thing: the processor time of all that ended.
 */
const shell =
  'read -r go || exit 1; (shrek=$2; set --; eval "$shrek") >"$1" 2>&1 </dev/null; code=$?; times; exit $code';

/** The process of a job whose folder is ready. */
export const execute = async (job: JobToRun, log: string): Promise<Executed> => {
  const { timeLimit, signal, memory, began, inImage, turn = (work) => work() } = job;
  if (signal?.aborted === true) return { end: { kind: "stopped" }, used: notUsed };
  const child = waitingShell(job, log);
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
      timer = setTimeout(() => cutAs("timed-out"), Math.min(timeLimit * 1000, maxTimer));
      watch = memory?.meter.follow(
        () => (inImage?.pid === undefined ? group : numberAt(inImage.pid)),
        memory.limit,
        () => cutAs("over-memory"),
      );
      child.stdin.on("error", () => undefined).end("go\n");
      await ended;
      milliseconds = performance.now() - start;
    });
    const shut = await ended;
    const used: JobUsage = {
      seconds: milliseconds / 1000,
      cpuSeconds: cpuSeconds(inImage === undefined ? shut.stdout : textAt(inImage.times)),
      megabytes: watch?.peak(),
    };
    if (cut !== undefined) return { end: { kind: cut }, used };
    if (group === undefined) return notStarted(shut.message ?? "The shell did not start.");
    return exitedAs(shut, inImage, used);
  } finally {
    clearTimeout(timer);
    watch?.stop();
    signal?.removeEventListener("abort", stop);
    killGroup(group);
  }
};

const waitingShell = ({ dir, command }: JobToRun, log: string) =>
  spawn("sh", ["-c", shell, "sh", log, command], {
    cwd: dir,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: dir, LANG: "C", TMPDIR: join(dir, ".tmp") },
    stdio: ["pipe", "pipe", "ignore"],
    // A group of its own, so that a time limit ends what the command started as well.
    detached: true,
  });

const exitedAs = ({ exitCode }: Closed, inImage: JobToRun["inImage"], used: JobUsage): Executed => {
  // As a shell counts: a death by signal is above 128.
  const code = exitCode ?? killed;
  if (inImage !== undefined && code !== killed && textAt(inImage.times) === "")
    return notStarted("The container did not start; the log says why.");
  return { end: { kind: "exited", exitCode: code }, used };
};

const killed = 137;

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
const maxTimer = 2 ** 31 - 1;

/** `undefined`: it was not written yet. */
const numberAt = (path: string): number | undefined => Number.parseInt(textAt(path), 10) || undefined;

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
    // ESRCH: no process of the group is left, as intended.
  }
};
