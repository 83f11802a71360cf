import { constants, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { mayAccess } from "../disk/may-access.ts";
import { type Executed, execute, notStarted } from "./job-process.ts";
import type { JobEnd, JobToRun, JobUsage, WantedOutput } from "./job-to-run.ts";
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
export const runJob = async (job: JobToRun): Promise<JobResult> => {
  const log = `${job.dir}.log`;
  // At once: thousands of short jobs would wait longer for the pool of threads than for the disk.
  rmSync(job.dir, { recursive: true, force: true });
  mkdirSync(join(job.dir, ".tmp"), { recursive: true });
  // A job can be stopped before its shell opens the log.
  writeFileSync(log, "");
  const { end, used } = await prepared(job, () => execute(job, log));
  return { end, used, outputs: job.outputs.flatMap((wanted) => outputsOf(job.dir, wanted)), log };
};

const prepared = async (job: JobToRun, run: () => Promise<Executed>): Promise<Executed> => {
  if (typeof job.archive === "string") {
    const unpacked = await unpackArchive(job.archive, job.dir);
    if (unpacked.kind === "refused") return notStarted(unpacked.message);
  } else if (job.archive !== undefined) writeArchiveFiles(job.archive, job.dir);
  for (const input of job.inputs) {
    if (!(await mayAccess(input.path, constants.R_OK))) return notStarted(`The input file ${input.name} is not there.`);
    // A copy, never a link: a job could write through it into the dataset. Copy on write where the disk can.
    await copyFile(input.path, join(job.dir, input.name), constants.COPYFILE_FICLONE);
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
