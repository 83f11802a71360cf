import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { openMemoryMeter } from "../../../action/adapters/jobs/memory-meter.ts";
import { closeServer, onLoopback } from "../loopback.ts";
import { openActivity } from "./activity.ts";
import { carryOutOrders } from "./commando.ts";
import { openObstacles } from "./faults.ts";
import type { Counts, SandboxHandle, SandboxOptions } from "./handle.ts";
import { issueToken } from "./issuer.ts";
import { openAdder } from "./jedi/adder.ts";
import { datasetPaths, writeDataset } from "./jedi/datasets.ts";
import { startWaitingJobs, wakeJobs } from "./jedi/execution.ts";
import { findProducers, stepTask } from "./jedi/jedi.ts";
import { openKills } from "./jedi/kills.ts";
import { openSlots } from "./jedi/slots.ts";
import { changeTask, isTerminal } from "./jedi/task-records.ts";
import { openKeys } from "./keys.ts";
import type { Sandbox, Settings } from "./sandbox.ts";
import { openServer } from "./server.ts";
import { counters, now, openState, setCounters } from "./state.ts";
import { advanceRequest } from "./workflow/idds.ts";
import { parseWorkflowData, processWorkflow } from "./workflow/workflow-request.ts";

const defaults: Omit<Settings, "dir"> = {
  port: 0,
  order: "by-file",
  cores: 2,
  tickEvery: undefined,
  ordersTake: 1,
  processes: 4,
  ownCall: 600_000,
  executes: ["SANDBOX"],
  pretends: [],
  pretendedJobFails: () => false,
  pretendedJobStarves: () => false,
  vo: "sphenix",
  rotatesRefreshTokens: false,
  secrets: { client: "sandbox-secret", robot: "sandbox-secret", refresh: "sandbox-refresh" },
  authConfig: {},
  discovery: {},
};

export const start = async (options: SandboxOptions): Promise<SandboxHandle> => {
  const settings: Settings = { ...defaults, ...options };
  mkdirSync(settings.dir, { recursive: true });
  const state = openState(settings.dir);
  const stop = new AbortController();
  let url = "";
  const sandbox: Sandbox = {
    settings,
    state,
    keys: await openKeys(settings.dir),
    activity: openActivity(),
    kills: openKills(),
    slots: openSlots(settings.cores),
    processes: pLimit(settings.processes),
    memory: openMemoryMeter(),
    adder: settings.registers === undefined ? undefined : openAdder(settings.registers),
    url: () => url,
    stopped: stop.signal,
  };
  const obstacles = openObstacles();
  wakeJobs(state);

  // One turn at a time, whoever asks for it.
  const inTurn = pLimit(1);
  const server = openServer(sandbox, obstacles);
  url = await listen(server, settings.port, counters(state).port);
  setCounters(state, { port: Number(new URL(url).port) });
  const oneTurn = (): Promise<void> => inTurn(async () => void (await turn(sandbox)));
  if (settings.tickEvery !== undefined) void keepTicking(settings.tickEvery, stop.signal, oneTurn);
  const close = async (): Promise<void> => {
    stop.abort();
    obstacles.clear();
    await closeServer(server);
    await inTurn(async () => {});
    await sandbox.slots.idle();
  };
  return {
    url,
    token: (claims) => issueToken(sandbox, claims),
    close,
    [Symbol.asyncDispose]: close,
    tick: (times = 1) =>
      inTurn(async () => {
        for (let turns = 0; turns < times; turns++) await untilEnded(sandbox, await turn(sandbox));
      }),
    fault: obstacles.fault,
    weather: obstacles.weather,
    hold: obstacles.hold,
    mend: obstacles.clear,
    advance: (minutes) =>
      inTurn(async () => {
        setCounters(state, { ahead: counters(state).ahead + minutes });
        await processWaitingFiles(sandbox);
      }),
    count: () => counted(sandbox),
    addDataset: (name, files) => writeDataset(state, name, files),
    dataset: (name) => datasetPaths(state, name),
    registerLate: async () => sandbox.adder?.registerLate(),
  };
};

/** JEDI goes on beside the jobs: what is ordered while they run is carried out before they end. */
const untilEnded = async (sandbox: Sandbox, jobs: readonly Promise<void>[]): Promise<void> => {
  const ended = Promise.all(jobs).then(() => true);
  while (!(await Promise.race([ended, sleep(50, false, { ref: false })]))) carryOutOrders(sandbox);
};

const counted = ({ state, activity }: Sandbox): Counts => ({
  submissions: state.requests.all().length,
  requests: Object.entries(activity.calls()).reduce((sum, [key, calls]) => (key.includes(":") ? sum : sum + calls), 0),
  tasks: state.tasks.all().length,
  ended: state.tasks.all().filter(isTerminal).length,
  waiting: state.waiting.all().length,
  natives: state.natives.all().length,
  moves: activity.moves(),
  calls: activity.calls(),
});

/** At the port asked for; for 0 at the one this folder had before, if nobody took it. */
const listen = (server: Server, wanted: number, before: number): Promise<string> =>
  wanted === 0 && before !== 0
    ? onLoopback(server, before).catch(() => onLoopback(server))
    : onLoopback(server, wanted);

const keepTicking = async (every: number, stopped: AbortSignal, tick: () => Promise<void>): Promise<void> => {
  while (!stopped.aborted) {
    await sleep(every, undefined, { signal: stopped }).catch(() => {});
    if (!stopped.aborted) await tick().catch((error: unknown) => console.error(error));
  }
};

/** One turn of all daemons: forgotten workflow files, iDDS, JEDI, and the start of jobs, whose ends it gives. */
const turn = async (sandbox: Sandbox): Promise<readonly Promise<void>[]> => {
  const { state } = sandbox;
  sandbox.activity.move();
  await processWaitingFiles(sandbox);
  carryOutOrders(sandbox);
  const before = state.tasks.all();
  for (const request of state.requests.all()) advanceRequest(state, request);
  const producers = findProducers(state.tasks.all());
  for (const task of before) {
    // What iDDS made or changed in this turn is JEDI's in the next one.
    if (state.tasks.get(task.id) !== task) continue;
    if (!task.inJedi) changeTask(state, task.id, { inJedi: true });
    else if (!isTerminal(task)) stepTask(sandbox, producers, task);
  }
  return startWaitingJobs(sandbox);
};

/** The daemon of SAFETY S1: what lies in the cache folder is a submission, whatever it was sent as. */
const processWaitingFiles = async (sandbox: Sandbox): Promise<void> => {
  const { state } = sandbox;
  const at = now(state).toISOString();
  for (const file of state.waiting.all().filter(({ due }) => due <= at)) {
    state.waiting.remove(file.id);
    await processWorkflow(sandbox, file.userName, parseWorkflowData(file.data) ?? {}, "submit");
  }
};
