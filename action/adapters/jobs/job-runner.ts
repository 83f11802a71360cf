import { constants } from "node:fs";
import { access, copyFile, lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { unpackArchive } from "./unpack-archive.ts";

/** One execution of a task, on this machine, in a folder of its own. */
export type JobOrder = {
  /** Made anew: what an earlier attempt left there is removed. */
  readonly dir: string;
  readonly archive: string | undefined;
  /** `name` is what the command sees in its folder, `path` where the file lies. */
  readonly inputs: readonly { readonly name: string; readonly path: string }[];
  readonly command: string;
  readonly outputs: readonly string[];
  /** Seconds. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
};

export type JobOutput = { readonly name: string; readonly path: string; readonly exists: boolean };
export type JobEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "timed-out" }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly message: string };
export type JobResult = { readonly end: JobEnd; readonly outputs: readonly JobOutput[]; readonly log: string };

/** Runs a job as PanDA's pilot would, and never with what this process knows: the environment is PATH, HOME, LANG and TMPDIR. */
export const runJob = async (order: JobOrder): Promise<JobResult> => {
  const log = `${order.dir}.log`;
  await rm(order.dir, { recursive: true, force: true });
  await mkdir(join(order.dir, ".tmp"), { recursive: true });
  // A job can be stopped before its shell opens the log.
  await writeFile(log, "");
  const end = await prepared(order, () => execute(order, log));
  return { end, outputs: await Promise.all(order.outputs.map((name) => outputOf(order.dir, name))), log };
};

const prepared = async (order: JobOrder, run: () => Promise<JobEnd>): Promise<JobEnd> => {
  if (order.archive !== undefined) {
    const unpacked = await unpackArchive(order.archive, order.dir);
    if (unpacked.kind === "refused") return { kind: "not-started", message: unpacked.message };
  }
  for (const input of order.inputs) {
    const missing = await access(input.path, constants.R_OK).then(
      () => false,
      () => true,
    );
    if (missing) return { kind: "not-started", message: `The input file ${input.name} is not there.` };
    // A copy, never a link: a job could write through it into the dataset. Copy on write where the disk can.
    await copyFile(input.path, join(order.dir, input.name), constants.COPYFILE_FICLONE);
  }
  return run();
};

const execute = async ({ dir, command, timeLimit, signal }: JobOrder, log: string): Promise<JobEnd> => {
  if (signal?.aborted === true) return { kind: "stopped" };
  // The shell opens the log itself: a pipe would be held open by what the command leaves in the background.
  const child = execa("sh", ["-c", 'exec sh -c "$2" >"$1" 2>&1', "sh", log, command], {
    cwd: dir,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: dir, LANG: "C", TMPDIR: join(dir, ".tmp") },
    extendEnv: false,
    stdio: "ignore",
    // A group of its own, so that a time limit ends what the command started as well.
    detached: true,
    reject: false,
  });
  let cut: "timed-out" | "stopped" | undefined;
  const cutAs = (reason: "timed-out" | "stopped"): void => {
    cut ??= reason;
    killGroup(child.pid);
  };
  const stop = (): void => cutAs("stopped");
  const timer = setTimeout(() => cutAs("timed-out"), timeLimit * 1000);
  signal?.addEventListener("abort", stop);
  try {
    const { exitCode, shortMessage } = await child;
    if (cut !== undefined) return { kind: cut };
    if (child.pid === undefined) return { kind: "not-started", message: shortMessage ?? "The shell did not start." };
    // As a shell counts: a death by signal is above 128.
    return { kind: "exited", exitCode: exitCode ?? 137 };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    killGroup(child.pid);
  }
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
const outputOf = async (dir: string, name: string): Promise<JobOutput> => {
  const path = join(dir, name);
  const exists = await lstat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
  return { name, path, exists };
};
