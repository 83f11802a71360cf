import { mkdirSync } from "node:fs";
import { appendFile, copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type JobOutput, runJob } from "../../../../action/adapters/jobs/job-runner.ts";
import type { JobEnd, JobUsage } from "../../../../action/adapters/jobs/job-to-run.ts";
import { fillCommand } from "../../../../action/core/plan/fill-command.ts";
import { cachedPath } from "../file-server.ts";
import { isObject, type JsonObject } from "../json.ts";
import { pythonJson } from "../python-text.ts";
import type { Sandbox } from "../sandbox.ts";
import { type JobCodes, nextNumber, type State, type Task, type TaskJob } from "../state.ts";
import { filePath, fileSize, storeFile, writeDataset } from "./datasets.ts";
import { siteOf, takesJobs } from "./jedi.ts";
import { isGood, ofAdder, ofPilot, ofRefusal, ofScript, withoutArchive } from "./job-codes.ts";
import { scoutsOf, taskMadeAgain } from "./job-list.ts";
import { changeTask } from "./task-records.ts";
import { type ExecutionShape, executionShape, outputFile } from "./task-shape.ts";

type Ending = {
  readonly codes: JobCodes;
  readonly used?: TaskJob["used"];
  readonly found?: readonly string[];
  readonly metadata?: TaskJob["metadata"];
};

/** Starts as many waiting jobs as there are places, and gives their end. */
export const startWaitingJobs = (sandbox: Sandbox): readonly Promise<void>[] =>
  sandbox.state.tasks
    .all()
    .filter((task) => (task.status === "scouting" || task.status === "running") && takesJobs(sandbox, task))
    .flatMap((task) =>
      (task.status === "scouting" ? scoutsOf(task) : task.jobs)
        .filter(({ status }) => status === "activated")
        .map((job) => ({ task, job })),
    )
    .flatMap(({ task, job }) => {
      if (!sandbox.slots.isFreeFor(task.id)) return [];
      const work = attempt(sandbox, task, job);
      sandbox.slots.take(task.id, work);
      return [work];
    });

/** A job that was running when the server died is waiting again after the restart. */
export const wakeJobs = (state: State): void => {
  for (const task of state.tasks.all())
    if (task.jobs.some(({ status }) => status === "running"))
      changeTask(state, task.id, {
        jobs: task.jobs.map((job) =>
          job.status === "running" ? { ...job, pandaId: nextNumber(state, "nextJob"), status: "activated" } : job,
        ),
      });
};

const attempt = async (sandbox: Sandbox, task: Task, job: TaskJob): Promise<void> => {
  const { state } = sandbox;
  const shape = executionShape(task.params);
  const running: TaskJob = { ...job, status: "running", attempts: job.attempts + 1 };
  const killed = sandbox.kills.signalOf(task.id);
  changeJob(state, task.id, running);
  const pretends = sandbox.settings.pretends.includes(siteOf(sandbox, task));
  const end = (): Ending | Promise<Ending> =>
    pretends ? pretend(sandbox, task, shape, job) : run(sandbox, task, shape, running, killed);
  const made = shape.refusedByScript ? { codes: ofRefusal } : await end();
  const ending = await registered(sandbox, { task, shape, job: running }, made);
  if (sandbox.stopped.aborted) return;
  // A job that was killed for a move is made once more, where the task is now.
  if (killed.aborted) {
    const isMoved = killed.reason === "reassigned";
    changeJob(state, task.id, isMoved ? { ...job, status: "activated" } : { ...running, status: "cancelled" });
    if (isMoved) makeAgain(state, task.id, job.number);
    return;
  }
  const { codes, used = null, found, metadata } = ending;
  const isOver = running.attempts >= shape.maxAttempt;
  const status = isGood(codes) ? "finished" : isOver ? "failed" : "activated";
  const files = {
    ...(found === undefined ? {} : { found }),
    // The server discards that of failed jobs (panda-server 1.0.4, taskbuffer/db_proxy_mods/job_standalone_module.py:1102).
    ...(metadata === undefined || !isGood(codes) ? {} : { metadata }),
  };
  const ended: TaskJob = { ...running, ...files, status, codes, used };
  changeJob(state, task.id, ended);
  if (status !== "activated") return;
  const past = state.tasks.get(task.id)?.past ?? [];
  changeTask(state, task.id, { past: [...past, { ...ended, status: "failed" }] });
  makeAgain(state, task.id, job.number);
};

/** A job is finished behind its registration. */
const registered = async (
  { state, adder }: Sandbox,
  { task, shape, job }: { readonly task: Task; readonly shape: ExecutionShape; readonly job: TaskJob },
  ending: Ending,
): Promise<Ending> => {
  if (!isGood(ending.codes) || adder === undefined) return ending;
  const { found } = ending;
  const why = await adder.register(state, { task, shape, job: found === undefined ? job : { ...job, found } });
  return why === undefined ? ending : { ...ending, codes: ofAdder(why) };
};

/** The task may have been killed meanwhile: only the job changes. */
const changeJob = (state: State, id: number, job: TaskJob): void => {
  const jobs = state.tasks.get(id)?.jobs ?? [];
  changeTask(state, id, {
    jobs: jobs.map((other) => (other.number === job.number && other.status !== "cancelled" ? job : other)),
  });
};

const makeAgain = (state: State, id: number, number: number): void => {
  const task = state.tasks.get(id);
  if (task === undefined) return;
  changeTask(state, id, {
    jobs: taskMadeAgain(
      state,
      task,
      (job) => job.number === number && job.status === "activated",
      (job) => ({ ...job, pandaId: nextNumber(state, "nextJob") }),
    ),
  });
};

const pretend = ({ state, settings }: Sandbox, task: Task, shape: ExecutionShape, job: TaskJob): Ending => {
  if (settings.pretendedJobFails()) return { codes: ofScript(1, undefined) };
  if (settings.pretendedJobStarves(Number(task.params["ramCount"] ?? 0))) return { codes: ofPilot("memory") };
  const found: string[] = [];
  for (const output of pilotOutputs(shape)) {
    const name = pretendedName(output, task.id, shape, job);
    if (output.expression !== undefined) found.push(name);
    writeDataset(state, output.dataset, { [name]: `pretended by job ${job.number}\n` });
  }
  const { pretendedMemory: megabytes } = settings;
  const used = megabytes === undefined ? {} : { used: told({ seconds: 1, cpuSeconds: 1, megabytes }) };
  return { codes: ofScript(0, undefined), ...used, ...(found.length === 0 ? {} : { found }) };
};

/** An expression of ours says how names begin, and then comes the job. */
const pretendedName = (
  { expression, template }: ExecutionShape["outputs"][number],
  task: number,
  shape: ExecutionShape,
  job: TaskJob,
): string =>
  expression === undefined
    ? outputFile(template, task, shape, job)
    : `${expression.source.replace("^", "").replaceAll("[.]", ".")}${job.seed ?? job.number}.${String(job.pandaId).padStart(8, "0")}.pretended`;

const run = async (
  sandbox: Sandbox,
  task: Task,
  shape: ExecutionShape,
  job: TaskJob,
  killed: AbortSignal,
): Promise<Ending> => {
  const { state } = sandbox;
  const dir = join(state.dir, "jobs", String(job.pandaId));
  mkdirSync(join(state.dir, "jobs"), { recursive: true });
  const { end, outputs, log, used } = await runJob({
    dir,
    archive: shape.archive === undefined ? undefined : cachedPath(state, shape.archive),
    inputs: shape.inputs.flatMap(({ stream, dataset }) =>
      (job.files[stream] ?? []).map((name) => ({ name, path: filePath(state, dataset, name) })),
    ),
    command: fillCommand(shape.command, { seed: job.seed ?? undefined, files: job.files, firstEvent: job.firstEvent }),
    outputs: pilotOutputs(shape).map(({ file, expression }) => ({
      output: file,
      ...(expression === undefined ? {} : { expression }),
    })),
    timeLimit: 600, // Seconds a job may take.
    signal: AbortSignal.any([sandbox.stopped, killed]),
    memory: { meter: sandbox.memory, limit: shape.memory },
  });
  const made = new Set(outputs.filter(({ exists }) => exists).map(({ output }) => output));
  const codes = codesOf(shape, end, made);
  await keepLog(state, job.pandaId, log, end.kind === "not-started" ? end.message : resultOf(codes));
  const stored = isGood(codes) ? await stageOut(state, { task, shape, job }, outputs) : { codes };
  const metadata = await jobReport(dir);
  await rm(dir, { recursive: true, force: true });
  return { ...stored, ...(metadata === undefined ? {} : { metadata }), used: told(used) };
};

const codesOf = ({ archive, outputs }: ExecutionShape, end: JobEnd, made: ReadonlySet<string>): JobCodes => {
  switch (end.kind) {
    case "not-started":
      return end.message.startsWith("The input file")
        ? ofPilot("stageIn")
        : withoutArchive(`Failed to download tarball from ${archive ?? ""}`);
    case "timed-out":
      return ofPilot("walltime");
    case "over-memory":
      return ofPilot("memory");
    case "stopped":
      return ofPilot("killed");
    case "exited":
      return endOfScript(
        end.exitCode,
        outputs.filter(({ file }) => !made.has(file)),
      );
  }
};

/** The script asks after no expression; where nothing fits one, the pilot stages out a file that is not there, optional or not (pilot3 3.11.5, pilot/user/sphenix/common.py:162, pilot/api/data.py:1300). */
const endOfScript = (exit: number, missing: ExecutionShape["outputs"]): JobCodes => {
  const codes = ofScript(exit, missing.find(({ expression }) => expression === undefined)?.file);
  return isGood(codes) && missing.length > 0 ? ofPilot("missingOutput", "0") : codes;
};

/**
 * `jobReport.json` as runGen leaves it to the pilot: with what the payload put into `userJobMetadata.json`, unless that is
 * too large or no JSON (panda-wnscript 3f0c783, pandawnutil/wnmisc/misc_utils.py, add_user_job_metadata).
 */
const jobReport = async (dir: string): Promise<string | undefined> => {
  const [user = "", report = ""] = await Promise.all(
    ["userJobMetadata.json", "jobReport.json"].map((name) => readFile(join(dir, name), "utf8").catch(() => undefined)),
  );
  const own = user.length > largestMetadata ? undefined : parsedJson(user);
  if (own === undefined) return report === "" ? undefined : report;
  return pythonJson({ ...parsedJson(report), user_job_metadata: own, reportVersion: "1.0.0" });
};
const largestMetadata = 1024 * 1024;

const parsedJson = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** What the first expression finds is all that a pilot stores (PANDA P52). */
const pilotOutputs = ({ outputs }: ExecutionShape): ExecutionShape["outputs"] => {
  const found = outputs.find(({ expression }) => expression !== undefined);
  return found === undefined ? outputs : [found];
};

/** Where an expression found a file, it keeps its name: one that is stored already stays as it is, and the job fails. */
const stageOut = async (
  state: State,
  { task, shape, job }: { readonly task: Task; readonly shape: ExecutionShape; readonly job: TaskJob },
  outputs: readonly JobOutput[],
): Promise<Ending> => {
  const found: string[] = [];
  for (const { output, name, path } of outputs.filter(({ exists }) => exists)) {
    const of = shape.outputs.find(({ file }) => file === output);
    if (of === undefined) continue;
    if (of.expression !== undefined) {
      if (fileSize(state, of.dataset, name) !== undefined) return { codes: ofPilot("stageOut", "0") };
      found.push(name);
    }
    const as = of.expression === undefined ? outputFile(of.template, task.id, shape, job) : name;
    await storeFile(state, of.dataset, as, path);
  }
  return { codes: ofScript(0, undefined), ...(found.length === 0 ? {} : { found }) };
};

/** In whole seconds and kB, as a pilot tells them. */
const told = ({ seconds, cpuSeconds = 0, megabytes = 0 }: JobUsage): TaskJob["used"] => ({
  seconds: Math.ceil(seconds),
  cpuSeconds: Math.ceil(cpuSeconds),
  kilobytes: Math.ceil(megabytes * 1024),
});

export const logPath = (state: State, pandaId: number): string => join(state.dir, "logs", `${pandaId}.log`);

/** What runGen prints behind all that its payload printed. */
const resultOf = ({ transExitCode, exeErrorDiag }: JobCodes): string =>
  transExitCode === null
    ? ""
    : `\n==== Result ====\n${exeErrorDiag === null ? "execute script: Running script was successful" : `ERROR: ${exeErrorDiag}`}`;

/** To the log of a job, with what is said behind it. */
const keepLog = async (state: State, pandaId: number, log: string, behind: string): Promise<void> => {
  mkdirSync(join(state.dir, "logs"), { recursive: true });
  await copyFile(log, logPath(state, pandaId));
  await rm(log, { force: true });
  if (behind !== "") await appendFile(logPath(state, pandaId), `${behind}\n`);
};
