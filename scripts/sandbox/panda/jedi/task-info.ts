import { type Json, type JsonObject, listOf, objectOf, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Task, TaskStatus } from "../state.ts";
import { fileCounts, taskName } from "./task-records.ts";

export const datetime = (iso: string | null): Json => (iso === null ? null : { __datetime__: iso.replace("Z", "000") });

const superStatuses: Partial<Record<TaskStatus, string>> = {
  toabort: "aborting",
  rerefine: "running",
  finishing: "running",
  tobroken: "broken",
  toretry: "running",
  toincexec: "running",
  passed: "running",
};

/** Elsewhere JEDI clears the column (panda-server 1.0.4, db_proxy_mods/task_complex_module.py:4407-4416, 4598). */
const comingBack: readonly TaskStatus[] = ["paused", "pending"];

/** JEDI has columns for `progress` and `failureRate`, and no line that writes them. */
const nulls =
  "frozenTime progress failureRate lockedBy walltimeUnit outDiskUnit workDiskUnit ioIntensity ioIntensityUnit countryGroup ticketID ticketSystemType campaign mergeRamCount mergeRamUnit mergeWalltime mergeWalltimeUnit throttledTime numThrottled mergeCoreCount goal cpuTime cpuTimeUnit nucleus ttcRequested ttcPredicted ttcPredictionDate useJumbo diskIO diskIOUnit memory_leak_core memory_leak_x2 framework activatedTime queuedTime actionTime";

/** Times of JEDI's own passes over a task that has begun. */
const watched = "assessmentTime rescueTime lockedTime";

/** Every JediTaskSpec field and what PanDA adds to it (PANDA P27). Task fields count files, not jobs. */
export const detailedInfo = (sandbox: Sandbox, task: Task): JsonObject => {
  const { params } = task;
  const { total, finished, failed } = fileCounts(task);
  const share = (files: number): number => (total === 0 ? 0 : Math.floor((100 * files) / total));
  return {
    jediTaskID: task.id,
    taskName: taskName(task),
    status: task.status,
    userName: task.userName,
    creationDate: datetime(task.created),
    modificationTime: datetime(task.modified),
    startTime: datetime(task.started),
    endTime: datetime(task.ended),
    stateChangeTime: datetime(task.stateChanged),
    prodSourceLabel: params["prodSourceLabel"] ?? null,
    workingGroup: params["workingGroup"] ?? null,
    vo: params["vo"] ?? null,
    coreCount: params["coreCount"] ?? 1,
    taskType: params["taskType"] ?? "anal",
    processingType: params["processingType"] ?? null,
    taskPriority: params["taskPriority"] ?? 1000,
    currentPriority: task.priority ?? params["currentPriority"] ?? 1000,
    architecture: JSON.stringify({ base_platform: (textOf(params["architecture"]) ?? "").replace("@", "") }),
    transUses: params["transUses"] ?? null,
    transHome: params["transHome"] ?? null,
    transPath: `${sandbox.url()}/trf/user/runGen-00-00-02`,
    termCondition: (textOf(params["osInfo"]) ?? "").slice(0, 100),
    splitRule: splitRule(params),
    walltime: 0, // of what jobs measured; `maxWalltime` is none of it (TaskRefinerBase.py:132)
    outDiskCount: params["outDiskCount"] ?? 0,
    workDiskCount: 0,
    ramCount: task.memory ?? params["ramCount"] ?? 0,
    ramUnit: params["ramCountUnit"] ?? null,
    workQueue_ID: 11,
    errorDialog: sandbox.settings.dialog?.(task.id) ?? task.errorDialog,
    reqID: task.id,
    oldStatus: comingBack.includes(task.status) ? task.oldStatus : null,
    cloud: params["cloud"] ?? params["vo"] ?? null,
    // Where it was sent; of what the broker chooses itself nothing stands here (TaskRefinerBase.py:199-206).
    site: task.site ?? params["site"] ?? null,
    parent_tid: task.parent ?? task.id,
    eventService: 0,
    superStatus: superStatuses[task.status] ?? task.status,
    cpuEfficiency: 90,
    baseWalltime: 600,
    baseRamCount: 0,
    requestType: task.id.toString(16).padStart(32, "0"),
    ...Object.fromEntries(watched.split(" ").map((name) => [name, datetime(task.started)])),
    gshare: "root",
    resource_type: "Undefined",
    attemptNr: task.attemptNr,
    container_name: params["container_name"] ?? null,
    ...Object.fromEntries(nulls.split(" ").map((name) => [name, null])),
    job_execution_params: executionParams(params),
    task_creation_arguments: params["cliParams"] ?? null,
    // The last four are iDDS's and JEDI's own (a run of panda-server 1.0.4: t_task has none of them).
    raw_task_params: {
      ...params,
      ...{ cloud: params["cloud"] ?? params["vo"] ?? null, transPath: `${sandbox.url()}/trf/user/runGen-00-00-02` },
      ...{ cloudAsVO: true, messageDriven: true, pushStatusChanges: true },
    },
    nFiles: total,
    nFilesFinished: finished,
    nFilesFailed: failed,
    nFilesMissing: 0,
    pctFinished: share(finished),
    pctFailed: share(failed),
  };
};

const splitRule = (params: JsonObject): string =>
  ["nEventsPerJob", "nFilesPerJob", "nMaxFilesPerJob"]
    .filter((name) => params[name] !== undefined)
    .map((name) => `${name}=${String(params[name])}`)
    .concat("respectSplitRule=1")
    .join(",");

/** What a job's command line looks like: the visible parameters joined. */
const executionParams = (params: JsonObject): string =>
  listOf(params["jobParameters"])
    .map(objectOf)
    .filter((item) => item["hidden"] !== true)
    .map((item) => `${textOf(item["value"]) ?? ""}${item["padding"] === false ? "" : " "}`)
    .join("")
    .replaceAll("${SURL}", textOf(params["sourceURL"]) ?? "")
    .trim();
