import { constants, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { mayAccess } from "../disk/may-access.ts";
import type { JobEnd, JobOrder, JobUsage, WantedOutput } from "./job-order.ts";
import { type Executed, execute, notStarted } from "./job-process.ts";
import { unpackArchive, writeArchiveFiles } from "./unpack-archive.ts";

export type JobOutput = {
  readonly output: string;
  readonly name: string;
  readonly path: string;
  readonly exists: boolean;
};
export type JobResult = {
  readonly end: JobEnd;
  readonly outputs: readonly JobOutput[];
  readonly log: string;
  readonly used: JobUsage;
};
/** Runs a job as PanDA's pilot would, and never with what this process knows: the environment is PATH, HOME, LANG and TMPDIR. */
export const runJob = async (order: JobOrder): Promise<JobResult> => {
  const log = `${order.dir}.log`;
  // At once: thousands of short jobs would wait longer for the pool of threads than for the disk.
  rmSync(order.dir, { recursive: true, force: true });
  mkdirSync(join(order.dir, ".tmp"), { recursive: true });
  // A job can be stopped before its shell opens the log.
  writeFileSync(log, "");
  const { end, used } = await prepared(order, () => execute(order, log));
  return { end, used, outputs: order.outputs.flatMap((wanted) => outputsOf(order.dir, wanted)), log };
};

const prepared = async (order: JobOrder, run: () => Promise<Executed>): Promise<Executed> => {
  if (typeof order.archive === "string") {
    const unpacked = await unpackArchive(order.archive, order.dir);
    if (unpacked.kind === "refused") return notStarted(unpacked.message);
  } else if (order.archive !== undefined) writeArchiveFiles(order.archive, order.dir);
  for (const input of order.inputs) {
    if (!(await mayAccess(input.path, constants.R_OK))) return notStarted(`The input file ${input.name} is not there.`);
    // A copy, never a link: a job could write through it into the dataset. Copy on write where the disk can.
    await copyFile(input.path, join(order.dir, input.name), constants.COPYFILE_FICLONE);
  }
  return run();
};

const outputsOf = (dir: string, { output, expression }: WantedOutput): readonly JobOutput[] =>
  expression === undefined
    ? [outputOf(dir, output, output)]
    : readdirSync(dir)
        .filter((name) => expression.test(name))
        .sort()
        .map((name) => outputOf(dir, output, name));

/** A link is no output: it could point at a file of this machine. */
const outputOf = (dir: string, output: string, name: string): JobOutput => {
  const path = join(dir, name);
  return { output, name, path, exists: lstatSync(path, { throwIfNoEntry: false })?.isFile() === true };
};
