import { mkdirSync, writeFileSync } from "node:fs";
import { copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type JobOutput, runJob } from "../../../../action/adapters/jobs/job-runner.ts";
import type { JobUsage } from "../../../../action/adapters/jobs/job-to-run.ts";
import { fillCommand } from "../../../../action/core/plan/fill-command.ts";
import { cachedPath } from "../file-server.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { nextNumber, type State, type Task, type TaskJob } from "../state.ts";
import { filePath, fileSize, storeFile, writeDataset } from "./datasets.ts";
import { siteOf, takesJobs } from "./jedi.ts";
import { taskMadeAgain } from "./job-list.ts";
import { changeTask } from "./task-records.ts";
import { type ExecutionShape, executionShape, outputFile } from "./task-shape.ts";

type Ending = {
  readonly ok: boolean;
  readonly exitCode: number | null;
  readonly diagnosis: string;
  readonly pilotError?: number;
  readonly used?: TaskJob["used"];
  readonly found?: readonly string[];
  readonly metadata?: TaskJob["metadata"];
  readonly reported?: TaskJob["reported"];
};

/** PAYLOADEXCEEDMAXMEM of the pilot (pilot3, common/errorcodes.py). */
const exceededMemory = 1235;

/** Starts as many waiting jobs as there are places, and gives their end. */
export const startWaitingJobs = (sandbox: Sandbox): readonly Promise<void>[] =>
  sandbox.state.tasks
    .all()
    .filter((task) => (task.status === "scouting" || task.status === "running") && takesJobs(sandbox, task))
    .flatMap((task) => task.jobs.filter(({ status }) => status === "activated").map((job) => ({ task, job })))
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
        jobs: task.jobs.map((job) => (job.status === "running" ? { ...job, status: "activated" } : job)),
      });
};

const attempt = async (sandbox: Sandbox, task: Task, job: TaskJob): Promise<void> => {
  const { state } = sandbox;
  const shape = executionShape(task.params);
  const pandaId = job.attempts === 0 ? job.pandaId : nextNumber(state, "nextJob");
  const running: TaskJob = { ...job, pandaId, status: "running", attempts: job.attempts + 1 };
  const killed = sandbox.kills.signalOf(task.id);
  changeJob(state, task.id, running);
  const pretends = sandbox.settings.pretends.includes(siteOf(sandbox, task));
  const made = pretends ? pretend(sandbox, task, shape, job) : await run(sandbox, task, shape, running, killed);
  const ending = await registered(sandbox, { task, shape, job: running }, made);
  if (sandbox.stopped.aborted) return;
  // A job that was killed for a move is made once more, where the task is now.
  if (killed.aborted) {
    const isMoved = killed.reason === "reassigned";
    changeJob(state, task.id, isMoved ? { ...job, status: "activated" } : { ...running, status: "cancelled" });
    if (isMoved) makeAgain(state, task.id, job.number);
    return;
  }
  const status = ending.ok ? "finished" : running.attempts < shape.maxAttempt ? "activated" : "failed";
  const { exitCode, diagnosis, pilotError = 0, used = null, found, metadata, reported } = ending;
  const files = {
    ...(found === undefined ? {} : { found }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(reported === undefined ? {} : { reported }),
  };
  changeJob(state, task.id, { ...running, ...files, status, exitCode, diagnosis, pilotError, used });
  if (status === "activated") makeAgain(state, task.id, job.number);
};

/** A job is finished behind its registration. */
const registered = async (
  { state, adder }: Sandbox,
  { task, shape, job }: { readonly task: Task; readonly shape: ExecutionShape; readonly job: TaskJob },
  ending: Ending,
): Promise<Ending> => {
  if (!ending.ok || adder === undefined) return ending;
  const { found } = ending;
  const why = await adder.register(state, { task, shape, job: found === undefined ? job : { ...job, found } });
  return why === undefined ? ending : { ...ending, ok: false, diagnosis: why };
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
      (job) => job,
    ),
  });
};

const pretend = ({ state, settings }: Sandbox, task: Task, shape: ExecutionShape, job: TaskJob): Ending => {
  if (settings.pretendedJobFails()) return { ok: false, exitCode: 1, diagnosis: "pretended to fail" };
  if (settings.pretendedJobStarves(Number(task.params["ramCount"] ?? 0)))
    return { ok: false, exitCode: 137, diagnosis: "pretended to die of memory", pilotError: exceededMemory };
  const found: string[] = [];
  for (const output of pilotOutputs(shape)) {
    const name = pretendedName(output, task.id, shape, job);
    if (output.expression !== undefined) found.push(name);
    writeDataset(state, output.dataset, { [name]: `pretended by job ${job.number}\n` });
  }
  return { ok: true, exitCode: 0, diagnosis: "", ...(found.length === 0 ? {} : { found }) };
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
    inputs: [
      { name: "payload.stdout", path: stdoutOfPilots(state) },
      ...shape.inputs.flatMap(({ stream, dataset }) =>
        (job.files[stream] ?? []).map((name) => ({ name, path: filePath(state, dataset, name) })),
      ),
    ],
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
  await keepLog(state, job.pandaId, log, end.kind === "not-started" ? end.message : "");
  const lastWords = await tailOf(logPath(state, job.pandaId));
  const ending = ((): Ending => {
    switch (end.kind) {
      case "not-started":
        return { ok: false, exitCode: null, diagnosis: end.message };
      case "timed-out":
        return { ok: false, exitCode: null, diagnosis: "the job exceeded the time of its queue" };
      case "over-memory":
        return { ok: false, exitCode: null, diagnosis: "the job exceeded its memory", pilotError: exceededMemory };
      case "stopped":
        return { ok: false, exitCode: null, diagnosis: "the pilot was stopped" };
      case "exited": {
        const missing = shape.outputs.find(({ file, optional }) => !optional && !made.has(file))?.file;
        if (end.exitCode !== 0)
          return { ok: false, exitCode: end.exitCode, diagnosis: `payload exited with ${end.exitCode}${lastWords}` };
        return missing === undefined
          ? { ok: true, exitCode: 0, diagnosis: "" }
          : { ok: false, exitCode: 0, diagnosis: `output file ${missing} is missing` };
      }
    }
  })();
  const stored = ending.ok ? await stageOut(state, { task, shape, job }, outputs) : ending;
  const reports = await pilotReports(dir);
  await rm(dir, { recursive: true, force: true });
  const words = stored.ok ? undefined : reports.reported?.words;
  return { ...stored, ...reports, ...(words === undefined ? {} : { diagnosis: words }), used: told(used) };
};

/** A pilot writes there what the payload prints, in the folder of the job (pilot3, control/payload.py:250). */
const stdoutOfPilots = (state: State): string => {
  const path = join(state.dir, "jobs", "payload.stdout");
  writeFileSync(path, "");
  return path;
};

/** What pilots read there (pilot3, control/payload.py:694, user/sphenix/common.py:421). */
const pilotReports = async (dir: string): Promise<Pick<Ending, "metadata" | "reported">> => {
  const [report, error] = await Promise.all(
    ["jobReport.json", "payload_error_report.json"].map((name) => readFile(join(dir, name), "utf8").catch(() => "")),
  ).then((texts) => texts.map(parsedJson));
  const [code, words] = [error?.["error_code"], error?.["error_diag"]];
  return {
    ...(report === undefined ? {} : { metadata: report }),
    ...(typeof code === "number" && typeof words === "string"
      ? { reported: { code, words: words.slice(0, 500) } }
      : {}),
  };
};

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
      if (fileSize(state, of.dataset, name) !== undefined)
        return { ok: false, exitCode: 0, diagnosis: `${name} is in the storage already` };
      found.push(name);
    }
    const as = of.expression === undefined ? outputFile(of.template, task.id, shape, job) : name;
    await storeFile(state, of.dataset, as, path);
  }
  return { ok: true, exitCode: 0, diagnosis: "", ...(found.length === 0 ? {} : { found }) };
};

/** In whole seconds and kB, as a pilot tells them. */
const told = ({ seconds, cpuSeconds = 0, megabytes = 0 }: JobUsage): TaskJob["used"] => ({
  seconds: Math.ceil(seconds),
  cpuSeconds: Math.ceil(cpuSeconds),
  kilobytes: Math.ceil(megabytes * 1024),
});

export const logPath = (state: State, pandaId: number): string => join(state.dir, "logs", `${pandaId}.log`);

/** As a pilot does, what failed is told with the end of what the payload said. */
const tailOf = async (log: string): Promise<string> => {
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-linesReported).join("\n");
  return lines === "" ? "" : `:\n${lines.slice(-charactersTold)}`;
};
const linesReported = 3;
const charactersTold = 256;

const keepLog = async (state: State, pandaId: number, log: string, instead: string): Promise<void> => {
  mkdirSync(join(state.dir, "logs"), { recursive: true });
  if (instead !== "") writeFileSync(logPath(state, pandaId), `${instead}\n`);
  else await copyFile(log, logPath(state, pandaId));
  await rm(log, { force: true });
};
