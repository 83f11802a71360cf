import { readFileSync } from "node:fs";
import { type Envelope, succeeded } from "../envelope.ts";
import { type Json, type JsonObject, numberOf, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { State, Task, TaskJob } from "../state.ts";
import { adler32 } from "./adder.ts";
import { filePath, fileSize } from "./datasets.ts";
import { siteOf } from "./jedi.ts";
import { scoutsOf } from "./job-list.ts";
import { datetime } from "./task-info.ts";
import { taskName } from "./task-records.ts";
import { type ExecutionShape, executionShape, outputFile } from "./task-shape.ts";
import { jediTask } from "./tasks.ts";

/** Each attempt is a job of its own, and stays listed when a later one was good (panda-server 1.0.4, db_proxy_mods/misc_standalone_module.py:42-90). */
export const getJobDescriptions = (sandbox: Sandbox, args: JsonObject): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  if (task === undefined) return succeeded([]);
  const shape = executionShape(task.params);
  return succeeded(
    [...task.past, ...task.jobs]
      .filter(({ status }) => args["unsuccessful_only"] !== true || status === "failed" || status === "cancelled")
      .map((job) => descriptionOf(sandbox, task, shape, job)),
  );
};

/** Every field of a JobSpec, in the form of `to_dict_advanced` (panda-server 1.0.4, taskbuffer/JobSpec.py:795-839), as a real server filled it. */
const descriptionOf = (sandbox: Sandbox, task: Task, shape: ExecutionShape, job: TaskJob): JsonObject => {
  const { params } = task;
  const files = filesOf(sandbox, task, shape, job);
  const made = files.filter(({ type, status }) => type === "output" && status === "ready");
  const seconds = job.used?.seconds ?? null;
  const ended = job.used === null ? null : task.modified;
  const started = ended === null ? null : new Date(Date.parse(ended) - (seconds ?? 0) * 1000).toISOString();
  const first = task.past.find(({ number }) => number === job.number) ?? job;
  const priority = task.priority ?? params["currentPriority"] ?? 1000;
  return {
    ...Object.fromEntries(nulls.split(" ").map((name) => [name, null])),
    ...Object.fromEntries(zeros.split(" ").map((name) => [name, 0])),
    PandaID: job.pandaId,
    ...{ jediTaskID: task.id, taskID: task.id, reqID: task.id, jobsetID: task.id, workQueue_ID: 11 },
    ...{ creationTime: datetime(task.created), prodDBUpdateTime: datetime(task.created), lockedby: "jedi" },
    ...{ modificationTime: datetime(task.modified), stateChangeTime: datetime(task.modified) },
    ...{ startTime: datetime(started), endTime: datetime(ended), jobDuration: seconds },
    ...{ modificationHost: "wn.sandbox", AtlasRelease: "", ipConnectivity: "yes  ", relocationFlag: 1 },
    ...{ transformation: `${sandbox.url()}/trf/user/runGen-00-00-02`, cmtConfig: params["architecture"] ?? null },
    ...{ prodSeriesLabel: "pandatest", prodSourceLabel: params["prodSourceLabel"] ?? "user", job_label: "user" },
    ...{ prodUserID: task.userName, prodUserName: task.userName, workingGroup: params["workingGroup"] ?? null },
    ...{ VO: params["vo"] ?? null, cloud: params["vo"] ?? null, gshare: "root", resource_type: "Undefined" },
    ...{ processingType: params["processingType"] ?? null, container_name: params["container_name"] ?? null },
    ...{ assignedPriority: priority, currentPriority: priority, specialHandling: "NULL,pc" },
    ...{ attemptNr: job.attempts, maxAttempt: job.attempts, failedAttempt: Math.max(0, job.attempts - 1) },
    // Its first attempt's id (db_proxy_mods/job_complex_module.py:3107-3128).
    jobName: `${taskName(task)}.${first.pandaId}`,
    jobStatus: job.status,
    ...job.codes,
    metadata: job.metadata ?? null,
    ...askedMemory(task, job),
    ...{ minRamUnit: "MB", maxDiskUnit: "MB  ", maxDiskCount: 300, cpuConsumptionUnit: "s", hs06: 10 },
    ...{ maxCpuCount: 172_800, maxWalltime: 172_800, cpuConsumptionTime: job.used?.cpuSeconds ?? 0 },
    ...{ maxPSS: job.used?.kilobytes ?? null, maxRSS: job.used?.kilobytes ?? null, hs06sec: (seconds ?? 0) * 10 },
    computingSite: siteOf(sandbox, task),
    jobParameters: shape.command,
    prodDBlock: shape.inputs[0]?.dataset ?? null,
    destinationDBlock: files.find(({ type }) => type === "output")?.["destinationDBlock"] ?? null,
    nOutputDataFiles: shape.outputs.length,
    outputFileBytes: made.reduce((sum, { fsize }) => sum + (numberOf(fsize) ?? 0), 0),
    extendedProdSourceLabel: `${textOf(params["prodSourceLabel"]) ?? "user"}_normal`,
    Files: files,
  };
};

const zeros =
  "jobDefinitionID nEvents jobExecutionID supErrorCode brokerageErrorCode jobDispatcherErrorCode taskBufferErrorCode";
const nulls =
  "schedulerID pilotID creationHost homepackage maxCpuUnit commandToPilot supErrorDiag brokerageErrorDiag jobDispatcherErrorDiag taskBufferErrorDiag computingElement dispatchDBlock destinationSE grid cpuConversion sourceSite destinationSite transferType pilotTiming nInputFiles countryGroup batchID parentID nInputDataFiles inputFileType inputFileProject inputFileBytes jobMetrics jobSubStatus maxVMEM maxSWAP avgRSS avgVMEM avgSWAP avgPSS nucleus eventService totRCHAR totWCHAR totRBYTES totWBYTES rateRCHAR rateWCHAR rateRBYTES rateWBYTES diskIO memory_leak memory_leak_x2 gco2_regional gco2_global cpu_architecture_level outputFileType";

/**
 * Nine tenths of what the task means, of all cores together, cut at the point (panda-server 1.0.4, taskbuffer/JobUtils.py:21).
 */
const askedMemory = ({ params, memory, jobs }: Task, job: TaskJob): JsonObject => {
  const coreCount = numberOf(params["coreCount"]) ?? 1;
  const isScout = job.attempts < 2 && scoutsOf({ jobs }).some(({ number }) => number === job.number);
  const perCore = (isScout ? undefined : memory) ?? numberOf(params["ramCount"]) ?? 0;
  const minRamCount = Math.trunc(perCore * coreCount * 0.9);
  return { coreCount, actualCoreCount: coreCount, minRamCount };
};

const noFile = { GUID: null, prodDBlock: null, destinationDBlock: null, destinationSE: null, checksum: null };
const ofEach = "prodDBlockToken dispatchDBlock dispatchDBlockToken destinationDBlockToken md5sum scope datasetID".split(
  " ",
);

/** What goes in, what comes out, and the log, as far as the job is. */
const filesOf = (sandbox: Sandbox, task: Task, shape: ExecutionShape, job: TaskJob): readonly JsonObject[] => {
  const { state } = sandbox;
  const isDone = job.status === "finished";
  const status = isDone ? "ready" : job.status === "failed" || job.status === "cancelled" ? "failed" : "unknown";
  const made = (dataset: string): JsonObject => ({
    ...noFile,
    ...{ dataset, destinationDBlock: `${dataset.replace(/\/$/, "")}.${task.id}`, destinationSE: siteOf(sandbox, task) },
  });
  const pseudo = (dataset: string, lfn: string): JsonObject => ({
    ...{ ...noFile, type: "pseudo_input", dataset, lfn, prodDBlock: dataset, fsize: 0, status: "unknown" },
  });
  const read = shape.inputs.flatMap(({ stream, dataset }) =>
    (job.files[stream] ?? []).map((lfn) => ({
      ...{ ...noFile, type: "input", dataset, lfn, prodDBlock: dataset, status: "ready" },
      fsize: fileSize(state, dataset, lfn) ?? 0,
    })),
  );
  const outputs = shape.outputs.flatMap(({ dataset, template, expression }) => {
    const found = expression === undefined ? [outputFile(template, task.id, shape, job)] : (job.found ?? []);
    return (found.length === 0 ? [template] : found).map((lfn) => ({
      ...{ ...made(dataset), type: "output", lfn, fsize: 0, status },
      ...(isDone ? fileMade(state, dataset, lfn) : {}),
    }));
  });
  const log = `${taskName(task)}.log`;
  return [
    ...outputs,
    ...(shape.inputs.length === 0 ? [pseudo("pseudo_dataset", "pseudo_lfn")] : []),
    ...(job.seed === null ? [] : [pseudo("seq_number", String(job.seed))]),
    ...read,
    { ...made(`${log}/`), type: "log", lfn: `${log}.${task.id}.${pad(job.serial)}.log.tgz`, fsize: 0, status },
  ].map((file, at) => ({
    ...Object.fromEntries(ofEach.map((name): [string, Json] => [name, null])),
    ...{ row_ID: at + 1, fileID: at + 1, PandaID: job.pandaId, jediTaskID: task.id, attemptNr: 0 },
    ...file,
  }));
};

const pad = (serial: number): string => String(serial).padStart(6, "0");

/** As the pilot reports it. What an optional output did not become has a record too, and is no file. */
const fileMade = (state: State, dataset: string, lfn: string): JsonObject => {
  const size = fileSize(state, dataset, lfn);
  if (size === undefined) return { status: "nooutput" };
  return { fsize: size, checksum: `ad:${adler32(readFileSync(filePath(state, dataset, lfn)))}` };
};
