import { rmSync, statSync } from "node:fs";
import { constants, rm, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import type { LocalFile, LocalReport } from "../../core/jobs/run-report.ts";
import { fillCommand } from "../../core/plan/fill-command.ts";
import { filesExpression } from "../../core/plan/pattern-files.ts";
import { execCommand } from "../../core/plan/prun-options.ts";
import { type Bindings, bindText, inputsFile, packArchive, workflowFile } from "../../core/render/rendering.ts";
import { canonicalJson, type Json, sha256 } from "../../core/text/canonical-json.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { LocalJob, LocalJobs } from "../../ports/local-jobs.ts";
import { notDone } from "../disk/folder-writer.ts";
import { mayAccess } from "../disk/may-access.ts";
import { containerTools, inEnvironment } from "./container.ts";
import { filesIn } from "./files-in.ts";
import { failedEnd, memoryOf, storeOutputs } from "./job-outcome.ts";
import { keptRecord, type RunFolders, removeOthers, runFolders, writeRecord } from "./job-records.ts";
import { type JobResult, runJob } from "./job-runner.ts";
import { logTail } from "./log-tail.ts";
import { openMemoryMeter } from "./memory-meter.ts";
import { missingHere } from "./missing-here.ts";
import { needFolder, takeFolder } from "./run-folder.ts";
import { lockRun } from "./run-lock.ts";
import { openSlots } from "./slots.ts";
import { type ArchiveFile, readArchive } from "./unpack-archive.ts";
import { openWatchdog, type Watchdog } from "./watchdog.ts";

export type LocalPlace = {
  readonly out: string;
  /** Where a person laid out inputs. */
  readonly from: string | undefined;
  readonly outDS: string;
  /** The files that PanDA would get, bound. */
  readonly sent: readonly SourceFile[];
  readonly bindings: Bindings;
  /** Jobs end when they exceed their memory or walltime, as they do at PanDA. */
  readonly limited: boolean;
  /** Cores to use; `undefined`: those of the machine. */
  readonly cores: number | undefined;
  readonly signal: AbortSignal;
};

export const openLocalJobs = async (place: LocalPlace): Promise<LocalJobs & { close(): Promise<void> }> => {
  const { out, from } = place;
  if (from !== undefined) await needFolder(from);
  await takeFolder(out);
  const watchdog = await openWatchdog();
  const lock = await lockRun(out, watchdog.pid);
  await writeFile(join(out, ".gitignore"), "*\n");
  const folders = runFolders(out);
  const files = await packedFiles(place, folders);
  const cores = place.cores ?? availableParallelism();
  const inOrder = pLimit(cores + readyAhead);
  const tools = await containerTools();
  const here: RunHere = {
    place,
    folders,
    files,
    payload: payloadDigest(place.sent),
    tools,
    watchdog,
    meter: openMemoryMeter(),
    inRoom: openSlots({ cores, megabytes: totalmem() / 1e6 }),
    gone: [],
  };
  return {
    missing: (steps) => missingHere(steps, tools),
    holds: (path) => mayAccess(path, constants.R_OK),
    given: (at) => (from === undefined ? Promise.resolve(undefined) : filesIn(join(from, ...at))),
    run: async (job) => {
      const key = jobKey(here.payload, [job.step.container ?? "", commandOf(place, job)].join("\n"), job.inputs);
      const kept = keptRecord(folders.record(job.step.name, job.job.number), key);
      return kept === undefined
        ? inOrder(() => runAnew(here, job, key))
        : { ...baseOf(here, job), ...kept, end: { kind: "finished" }, kept: true };
    },
    settle: async (step, outputs) => {
      for (const { name } of step.outputs)
        await removeOthers(
          folders.data(step.name, name),
          new Set(outputs.filter(({ output }) => output === name).map((one) => one.name)),
        );
    },
    lastWords: ({ log }) => logTail(log),
    close: async () => {
      await Promise.all(here.gone);
      watchdog.close();
      await lock.release();
    },
  };
};

type RunHere = {
  readonly place: LocalPlace;
  readonly folders: RunFolders;
  /** What was sent, as each job unpacks it, and its digest. */
  readonly files: readonly ArchiveFile[];
  readonly payload: string;
  readonly tools: Awaited<ReturnType<typeof containerTools>>;
  readonly watchdog: Watchdog;
  readonly meter: ReturnType<typeof openMemoryMeter>;
  readonly inRoom: ReturnType<typeof openSlots>;
  readonly gone: Promise<void>[];
};

/** The files as they come out of the archive that PanDA would get, which is kept next to the jobs. */
const packedFiles = async ({ sent }: LocalPlace, folders: RunFolders): Promise<readonly ArchiveFile[]> => {
  const packed = await packArchive(sent);
  await writeFile(folders.archive, packed).catch((cause: unknown) => {
    throw notDone(`${folders.archive} cannot be written`, cause);
  });
  const read = await readArchive(packed);
  if (read.kind === "refused") throw new Error(read.message);
  return read.files;
};

const baseOf = ({ folders }: RunHere, { step, job: { number } }: LocalJob) => ({
  number,
  log: `${folders.job(step.name, number)}.log`,
});

/** A job whose record is not there or not of this content. `key`: of all that it depends on. */
const runAnew = async (here: RunHere, job: LocalJob, key: string): Promise<LocalReport> => {
  const { place, folders } = here;
  const { step } = job;
  const { number } = job.job;
  const file = folders.record(step.name, number);
  const base = baseOf(here, job);
  rmSync(file, { force: true });
  const result = await executeJob(here, job);
  const failed = await failedEnd(step, result);
  if (failed !== undefined) return { ...base, end: failed, used: result.used, outputs: [], kept: false };
  const stored = await storeOutputs(place.outDS, job, result, folders);
  if ("kind" in stored) return { ...base, end: stored, used: result.used, outputs: [], kept: false };
  writeRecord(file, { key, used: result.used, outputs: stored });
  here.gone.push(rm(folders.job(step.name, number), { recursive: true, force: true }));
  return { ...base, end: { kind: "finished" }, used: result.used, outputs: stored, kept: false };
};

const executeJob = async (here: RunHere, job: LocalJob): Promise<JobResult> => {
  const { place, folders, tools, meter, inRoom, watchdog } = here;
  const { step } = job;
  const dir = folders.job(step.name, job.job.number);
  let group: number | undefined;
  try {
    return await runJob({
      dir,
      archive: here.files,
      inputs: job.inputs,
      ...inEnvironment(tools, step.container, dir, commandOf(place, job)),
      outputs: step.outputs.map(({ name, pattern }) => ({
        output: name,
        ...(pattern === undefined ? {} : { expression: new RegExp(filesExpression(place.outDS, step.name)) }),
      })),
      timeLimit: place.limited && step.walltime !== undefined ? step.walltime * 3600 : Number.MAX_SAFE_INTEGER,
      signal: place.signal,
      turn: (work) => inRoom({ cores: step.cores, megabytes: memoryOf(step) ?? 0 }, work),
      memory: { meter, limit: place.limited ? memoryOf(step) : undefined },
      began: (began) => {
        group = began;
        watchdog.began(began);
      },
    });
  } finally {
    if (group !== undefined) watchdog.ended(group);
  }
};

/** Jobs whose folder and shell are ready when there is room for them. */
const readyAhead = 4;

const commandOf = ({ bindings }: LocalPlace, { step, job }: LocalJob): string =>
  fillCommand(bindText(execCommand(step), bindings), job);

/** What the jobs see; the description of the workflow says how they are run, which `--write` changes. */
const payloadDigest = (sent: readonly SourceFile[]): string =>
  sha256(
    canonicalJson(
      sent
        .filter(({ path }) => path !== workflowFile && path !== inputsFile)
        .map(({ path, mode, bytes }) => [path, mode, sha256(bytes)]) as Json,
    ),
  );

/** Files are known by name, size and time, as `make` knows them. */
const jobKey = (content: string, command: string, inputs: readonly LocalFile[]): string => {
  const seen = inputs.map(({ name, path }) => {
    const now = statSync(path, { throwIfNoEntry: false });
    return [name, now?.size ?? -1, now?.mtimeMs ?? -1];
  });
  return sha256(canonicalJson([content, command, seen] as Json));
};
