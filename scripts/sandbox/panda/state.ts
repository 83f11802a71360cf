import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "./json.ts";
import type { Condition } from "./workflow/condition.ts";

/** One file on the cache server: an archive, found again by size, checksum and user alone (SAFETY S7). */
export type CachedFile = {
  readonly name: string;
  readonly size: number;
  readonly checksum: number;
  readonly user: string;
};

export type PlannedTask = {
  readonly node: number;
  readonly name: string;
  readonly parents: readonly number[];
  /** `undefined` would not survive JSON. */
  readonly condition: Condition | null;
  readonly params: JsonObject;
  readonly task: number | null;
  /** iDDS tried three times and tries no more: its task never comes (PANDA R4). */
  readonly isGivenUp: boolean;
  /** How iDDS saw its task end; it never looks at that task again. */
  readonly work: "Finished" | "SubFinished" | "Failed" | null;
};
/** A workflow as iDDS holds it: known by name before any task exists. */
export type WorkflowRequest = {
  readonly id: number;
  readonly name: string | null;
  readonly outDS: string;
  readonly userName: string;
  readonly created: string;
  readonly planned: readonly PlannedTask[];
};

export const taskStatuses = [
  "registered",
  "defined",
  "pending",
  "assigning",
  "ready",
  "scouting",
  "running",
  "paused",
  "finishing",
  "passed",
  "toretry",
  "toincexec",
  "rerefine",
  "aborting",
  "toabort",
  "exhausted",
  "tobroken",
  "done",
  "finished",
  "failed",
  "aborted",
  "broken",
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export type TaskJob = {
  readonly pandaId: number;
  readonly number: number;
  /** In the names of its outputs; a new one for each attempt. */
  readonly serial: number;
  readonly seed: number | null;
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly status: "activated" | "running" | "finished" | "failed" | "cancelled";
  /** Of a file that is divided among jobs. */
  readonly firstEvent?: number;
  /** Files that an expression found, which have no name before. */
  readonly found?: readonly string[];
  readonly attempts: number;
  readonly codes: JobCodes;
  /** The text of the job report that its pilot took up; the server keeps none of a failed job. */
  readonly metadata?: string;
  /** What its pilot measured; `null`: nothing. */
  readonly used: PilotUsed | null;
};
/** What job script, pilot and server say of its end; 0 and `null`: nothing. */
export type JobCodes = {
  readonly transExitCode: string | null;
  readonly pilotErrorCode: number;
  readonly pilotErrorDiag: string | null;
  readonly exeErrorCode: number;
  readonly exeErrorDiag: string | null;
  readonly ddmErrorCode: number;
  readonly ddmErrorDiag: string | null;
};

/** Seconds of the wall and the processor, and kB of memory; 0 where the pilot could not see it. */
type PilotUsed = { readonly seconds: number; readonly cpuSeconds: number; readonly kilobytes: number };
/** What the server noted and JEDI has not carried out; `turns`: after so many more of its turns. */
export type WaitingOrder = {
  readonly command: "kill" | "finish" | "retry" | "incexec" | "pause" | "resume" | "reassign";
  readonly args: JsonObject;
  readonly turns: number;
};
export type Task = {
  readonly id: number;
  /** `false` while only DEFT knows it: JEDI answers "Task not found". */
  readonly inJedi: boolean;
  readonly request: number | null;
  readonly parent: number | null;
  readonly userName: string;
  readonly status: TaskStatus;
  readonly oldStatus: TaskStatus | null;
  readonly errorDialog: string | null;
  readonly params: JsonObject;
  /** Given by `reassign`, else the parameters say it. */
  readonly site: string | null;
  /** MB a core that its first jobs measured, else the parameters say it. */
  readonly memory?: number | undefined;
  /** Given by `change_priority`, else the parameters say it. */
  readonly priority?: number | undefined;
  readonly order: WaitingOrder | null;
  readonly jobs: readonly TaskJob[];
  /** Attempts that failed and were made again: PanDA lists each as a job of its own. */
  readonly past: readonly TaskJob[];
  /** Files that JEDI found in each input when it fed them to the task. */
  readonly contents?: Readonly<Record<string, readonly string[]>>;
  readonly attemptNr: number;
  /** A parent that was retried while it ran makes it look for more files before it ends. */
  readonly isMutable?: boolean | undefined;
  readonly created: string;
  readonly modified: string;
  readonly stateChanged: string;
  readonly started: string | null;
  readonly ended: string | null;
};

/** A workflow file in the server's cache folder, waiting for the daemon. It does not know that it was a check (SAFETY S2). */
export type WaitingFile = {
  readonly id: number;
  readonly due: string;
  readonly userName: string;
  readonly data: string;
};

/** A workflow in PanDA's own description, registered; a daemon parses and starts it later. */
export type NativeWorkflow = { readonly id: number; readonly userName: string; readonly params: JsonObject };

export type Counters = {
  readonly nextRequest: number;
  readonly nextTask: number;
  readonly nextJob: number;
  readonly nextFile: number;
  /** Minutes the sandbox's clock is ahead of the machine's. */
  readonly ahead: number;
  /** Taken again after a restart, so that clients find the server. */
  readonly port: number;
  /** Which refresh token is good; only moves when the issuer rotates them. */
  readonly refresh: number;
};

export type Table<T> = {
  all(): readonly T[];
  get(id: string | number): T | undefined;
  put(id: string | number, record: T): T;
  remove(id: string | number): void;
};

export type State = {
  readonly dir: string;
  readonly files: Table<CachedFile>;
  readonly requests: Table<WorkflowRequest>;
  readonly tasks: Table<Task>;
  readonly waiting: Table<WaitingFile>;
  readonly natives: Table<NativeWorkflow>;
  readonly counters: Table<Counters>;
};

/** All the server knows, a small file a record: written before the answer leaves, so that a killed server forgets nothing. */
export const openState = (dir: string): State => ({
  dir,
  files: openTable<CachedFile>(join(dir, "files")),
  requests: openTable<WorkflowRequest>(join(dir, "requests")),
  tasks: openTable<Task>(join(dir, "tasks")),
  waiting: openTable<WaitingFile>(join(dir, "waiting")),
  natives: openTable<NativeWorkflow>(join(dir, "natives")),
  counters: openTable<Counters>(join(dir, "counters")),
});

const openTable = <T>(dir: string): Table<T> => {
  mkdirSync(dir, { recursive: true });
  const records = new Map<string, T>();
  const ids = readdirSync(dir).filter((name) => name.endsWith(".json"));
  for (const name of ids.sort((a, b) => a.localeCompare(b, "en", { numeric: true })))
    records.set(name.slice(0, -".json".length), JSON.parse(readFileSync(join(dir, name), "utf8")) as T); // what `put` wrote
  return {
    all: () => [...records.values()],
    get: (id) => records.get(String(id)),
    put: (id, record) => {
      const path = join(dir, `${id}.json`);
      writeFileSync(`${path}.new`, JSON.stringify(record));
      renameSync(`${path}.new`, path);
      records.set(String(id), record);
      return record;
    },
    remove: (id) => {
      rmSync(join(dir, `${id}.json`), { force: true });
      records.delete(String(id));
    },
  };
};

const first: Counters = {
  nextRequest: 1001,
  nextTask: 5001,
  nextJob: 900001,
  nextFile: 1,
  ahead: 0,
  port: 0,
  refresh: 1,
};
export const counters = (state: State): Counters => state.counters.get("counters") ?? first;
export const setCounters = (state: State, change: Partial<Counters>): Counters =>
  state.counters.put("counters", { ...counters(state), ...change });

/** A number nobody had before, restarts included. */
export const nextNumber = (state: State, counter: "nextRequest" | "nextTask" | "nextJob" | "nextFile"): number => {
  const number = counters(state)[counter];
  setCounters(state, { [counter]: number + 1 });
  return number;
};

/** The sandbox's own time: the machine's plus what a test moved it by. */
export const now = (state: State): Date => new Date(Date.now() + counters(state).ahead * 60_000);
