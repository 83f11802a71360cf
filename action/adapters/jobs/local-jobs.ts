import { rmSync, statSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import type { LocalEnd, LocalFile, LocalReport } from "../../core/jobs/run-report.ts";
import type { Step } from "../../core/judge/production.ts";
import { stageWords } from "../../core/ledger/completion.ts";
import { cvmfsOf } from "../../core/plan/environment.ts";
import { fillCommand } from "../../core/plan/fill-command.ts";
import { fieldsOf, outputName } from "../../core/plan/output-name.ts";
import { execCommand, originFields } from "../../core/plan/prun-options.ts";
import { compareText } from "../../core/problems/problem.ts";
import { packArchive } from "../../core/render/archive.ts";
import { type Bindings, bindText, inputsFile, workflowFile } from "../../core/render/rendering.ts";
import { stageExits } from "../../core/render/wrapper.ts";
import { canonicalJson, type Json, sha256 } from "../../core/text/canonical-json.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { LocalJob, LocalJobs } from "../../ports/local-jobs.ts";
import { filesIn } from "./files-in.ts";
import { type JobRecord, keptRecord, removeOthers, runFolders, storeOutput, writeRecord } from "./job-records.ts";
import { type JobResult, runJob } from "./job-runner.ts";
import { failureOf } from "./local-end.ts";
import { openMemoryMeter } from "./memory-meter.ts";
import { needFolder, takeFolder } from "./run-folder.ts";
import { lockRun } from "./run-lock.ts";
import { openSlots } from "./slots.ts";
import { readArchive } from "./unpack-archive.ts";
import { openWatchdog } from "./watchdog.ts";

/** One production here. */
export type LocalPlace = {
  /** Where everything goes. */
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
  const { out, from, sent, signal } = place;
  if (from !== undefined) await needFolder(from);
  await takeFolder(out);
  const watchdog = await openWatchdog();
  const lock = await lockRun(out, watchdog.pid);
  await writeFile(join(out, ".gitignore"), "*\n");
  const folders = runFolders(out);
  const packed = await packArchive(sent);
  await writeFile(folders.archive, packed);
  const read = await readArchive(packed);
  if (read.kind === "refused") throw new Error(read.message);
  const content = contentOf(sent);
  const cores = place.cores ?? availableParallelism();
  const inRoom = openSlots({ cores, megabytes: totalmem() / 1e6 });
  const inOrder = pLimit(cores + readyAhead);
  const meter = openMemoryMeter();

  const execute = async (job: LocalJob, record: string): Promise<JobResult> => {
    rmSync(record, { force: true });
    const { step } = job;
    let group: number | undefined;
    try {
      return await runJob({
        dir: folders.job(step.name, job.job.number),
        archive: read.files,
        inputs: job.inputs,
        command: commandOf(place, job),
        outputs: step.outputs.map(({ name }) => name),
        timeLimit: place.limited && step.walltime !== undefined ? step.walltime * 3600 : Number.MAX_SAFE_INTEGER,
        signal,
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

  const gone: Promise<void>[] = [];
  const run = async (job: LocalJob): Promise<LocalReport> => {
    const { step } = job;
    const { number } = job.job;
    const file = folders.record(step.name, number);
    const base = { number, log: `${folders.job(step.name, number)}.log` };
    const key = keyOf(content, commandOf(place, job), job.inputs);
    const kept = keptRecord(file, key);
    if (kept !== undefined) return { ...base, ...kept, end: { kind: "finished" }, kept: true };
    return inOrder(async (): Promise<LocalReport> => {
      const result = await execute(job, file);
      const failed = await failedEnd(step, result);
      if (failed !== undefined) return { ...base, end: failed, used: result.used, outputs: [], kept: false };
      const stored = await store(place, job, result, folders);
      if ("kind" in stored) return { ...base, end: stored, used: result.used, outputs: [], kept: false };
      writeRecord(file, { key, used: result.used, outputs: stored });
      gone.push(rm(folders.job(step.name, number), { recursive: true, force: true }));
      return { ...base, end: { kind: "finished" }, used: result.used, outputs: stored, kept: false };
    });
  };

  return {
    missing: (steps) => missingHere(steps),
    given: (at) => (from === undefined ? Promise.resolve(undefined) : filesIn(join(from, ...at))),
    run,
    settle: async (step, outputs) => {
      for (const { name } of step.outputs)
        await removeOthers(
          folders.data(step.name, name),
          new Set(outputs.filter(({ output }) => output === name).map((one) => one.name)),
        );
    },
    close: async () => {
      await Promise.all(gone);
      watchdog.close();
      await lock.release();
    },
  };
};

/** Jobs whose folder and shell are ready when there is room for them. */
const readyAhead = 4;

/** MB that a job of the step asked for. */
const memoryOf = ({ memory, cores }: Step): number | undefined => (memory === undefined ? undefined : memory * cores);

/** What the jobs see; the description of the workflow says how they are run, which `--write` changes. */
const contentOf = (sent: readonly SourceFile[]): string =>
  sha256(
    canonicalJson(
      sent
        .filter(({ path }) => path !== workflowFile && path !== inputsFile)
        .map(({ path, mode, bytes }) => [path, mode, sha256(bytes)]) as Json,
    ),
  );

const commandOf = ({ bindings }: LocalPlace, { step, job }: LocalJob): string =>
  fillCommand(bindText(execCommand(step), bindings), job);

/** Files are known by name, size and time, as `make` knows them. */
const keyOf = (content: string, command: string, inputs: readonly LocalFile[]): string => {
  const seen = inputs.map(({ name, path }) => {
    const now = statSync(path, { throwIfNoEntry: false });
    return [name, now?.size ?? -1, now?.mtimeMs ?? -1];
  });
  return sha256(canonicalJson([content, command, seen] as Json));
};

/** Lines of a log that are shown. */
const tailLines = 12;

const tailOf = async (log: string): Promise<readonly string[]> =>
  (await readFile(log, "utf8").catch(() => "")).trimEnd().split("\n").slice(-tailLines);

const failedEnd = async (step: Step, { end, log, outputs }: JobResult): Promise<LocalEnd | undefined> => {
  if (end.kind === "stopped") return { kind: "stopped" };
  const failure = failureOf(end, { walltime: step.walltime, megabytes: memoryOf(step) });
  if (failure !== undefined) return { kind: "failed", ...failure, tail: await tailOf(log) };
  const missing = step.outputs.find(
    ({ name, optional }) => !optional && outputs.every((one) => one.name !== name || !one.exists),
  );
  return missing === undefined
    ? undefined
    : stageOut(`${missing.name} is a link or a folder, and PanDA stores plain files only.`, await tailOf(log));
};

const stageOut = (words: string, tail: readonly string[]): Extract<LocalEnd, { readonly kind: "failed" }> => ({
  kind: "failed",
  stage: stageWords(stageExits.stageOut) ?? "",
  exitCode: undefined,
  words,
  tail,
});

const store = async (
  { outDS }: LocalPlace,
  job: LocalJob,
  { outputs, log }: JobResult,
  folders: ReturnType<typeof runFolders>,
): Promise<JobRecord["outputs"] | Extract<LocalEnd, { readonly kind: "failed" }>> => {
  const { step, task } = job;
  const first = job.job.files["IN"]?.[0];
  const fields = step.lineage && first !== undefined ? { fields: fieldsOf(first, originFields) } : {};
  const stored: JobRecord["outputs"][number][] = [];
  for (const { name, path, exists } of outputs) {
    if (!exists) continue;
    const as = { output: name, name: outputName({ outDS, task, job: job.job.number, file: name, ...fields }) };
    try {
      stored.push(storeOutput(folders, job, as, path));
    } catch (error) {
      return stageOut(
        `${name} cannot be stored: ${error instanceof Error ? error.message : String(error)}.`,
        await tailOf(log),
      );
    }
  }
  return stored;
};

const missingHere = async (steps: readonly Step[]): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const step of steps) {
    if (step.container !== undefined)
      missing.push(`${step.name} runs in the container ${step.container}, which is not done here.`);
    for (const repository of cvmfsOf(step))
      if ((await readdir(repository).catch(() => undefined)) === undefined)
        missing.push(
          `${step.name} is set up from ${repository}, which is not mounted here. Mount CVMFS (package cvmfs, https://cernvm.cern.ch/fs), or run on a machine of the experiment that has it.`,
        );
  }
  return missing;
};
