import { Failure } from "../../core/problems/failure.ts";
import type { Task, TaskColumn, TaskList, TaskPart, TaskSpread } from "../../core/submission/panda-answer.ts";
import type { Health } from "../../ports/panda.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { repeatRead } from "./repeat-read.ts";
import { callPanda, dataOf, serverText, tryLater } from "./wire.ts";

const maxOfOneName = 20;

const read = async (
  login: Login,
  limits: Limits,
  path: string,
  what: string,
): Promise<{ readonly data: unknown; readonly date: Date | undefined }> =>
  dataOf(await repeatRead(limits, () => callPanda(login, { method: "GET", path, fields, timeout: limits.read })), what);

/** What is read of a row, and nothing else of it is kept. */
const fields = [
  "jediTaskID",
  "taskName",
  "status",
  "userName",
  "errorDialog",
  "termCondition",
  "nFiles",
  "nFilesFinished",
  "nFilesFailed",
  "attemptNr",
  "stateChangeTime",
  "ramCount",
  "site",
  "currentPriority",
] as const;
type TaskRow = { readonly [name in (typeof fields)[number]]?: unknown };

/** Without the token `is_alive` answers too; this is a read that needs one. */
export const readHealth = async (login: Login, limits: Limits = defaultLimits): Promise<Health> =>
  read(login, limits, "/api/v1/task/get_tasks_detailed_info_since?n_tasks=1", "log in");

/** By equality: a filter with `^$*+?\|()` is a pattern applied to cut rows, whose "none" proves nothing (SAFETY S8). */
export const readTasksNamed = async (
  login: Login,
  names: readonly string[],
  userName: string,
  limits: Limits = defaultLimits,
): Promise<readonly Task[]> => {
  const found = await Promise.all(
    names.map(async (name) => {
      const question = { n_tasks: String(maxOfOneName), filters: JSON.stringify({ taskName: name, userName }) };
      return (await listTasks(login, limits, question, "list tasks")).filter((task) => task.name === name);
    }),
  );
  return found.flat();
};

/** Rows that one answer may hold. */
const maxChanged = 5000;

type ChangedQuestion = TaskPart & { readonly since: Date; readonly userName: string };

/** PanDA reads each task by itself to answer: thousands take it longer than other reads. */
export const readTasksChanged = async (
  login: Login,
  { since, userName, where = {}, atMost = maxChanged }: ChangedQuestion,
  limits: Limits = defaultLimits,
): Promise<TaskList> => {
  const question = {
    since: since.toISOString().slice(0, 19).replace("T", " "),
    n_tasks: String(atMost),
    filters: JSON.stringify({ userName, ...where }),
  };
  const rows = await listRows(login, { ...limits, read: limits.request }, question, "list what changed");
  const tasks = rows.map(taskOf);
  // A server that gives fewer rows than it is asked for says so nowhere.
  const isCut = tasks.length >= atMost || tasks.length === maxChanged;
  return isCut ? { tasks, isCut, spread: spreadOf(rows) } : { tasks, isCut };
};

const spreadOf = (rows: readonly TaskRow[]): TaskSpread => ({
  status: countsOf(rows, "status"),
  site: countsOf(rows, "site"),
  currentPriority: countsOf(rows, "currentPriority"),
  ramCount: countsOf(rows, "ramCount"),
});

/** A value with a mark of regular expressions would be no equality to PanDA. */
const countsOf = (rows: readonly TaskRow[], column: TaskColumn): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { [column]: value } of rows) {
    const text = value === null || value === undefined ? "NULL" : String(value);
    if (!/[\^$*+?\\|()]/.test(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
};

const listTasks = async (...question: Parameters<typeof listRows>): Promise<readonly Task[]> =>
  (await listRows(...question)).map(taskOf);

const listRows = async (
  login: Login,
  limits: Limits,
  question: Readonly<Record<string, string>>,
  what: string,
): Promise<readonly TaskRow[]> => {
  const path = `/api/v1/task/get_tasks_detailed_info_since?${new URLSearchParams(question).toString()}`;
  const { data } = await read(login, limits, path, what);
  if (!Array.isArray(data)) throw new Failure("PanDA's list of tasks is not a list.", tryLater);
  return data.map((row: unknown) => (typeof row === "object" && row !== null ? { ...row } : {}));
};

const taskOf = (row: TaskRow): Task => {
  const { jediTaskID: id, taskName: name, status } = row;
  if (typeof id !== "number" || typeof name !== "string" || typeof status !== "string")
    throw new Failure("PanDA listed a task without id, name or status.", tryLater);
  return {
    id,
    name,
    status,
    userName: textOrNone(row.userName),
    dialog: serverText(textOrNone(row.errorDialog)),
    mark: textOrNone(row.termCondition),
    files: countOf(row.nFiles),
    finished: countOf(row.nFilesFinished),
    failed: countOf(row.nFilesFailed),
    attemptNr: countOf(row.attemptNr),
    ...changedAt(row.stateChangeTime),
    ...(countOf(row.ramCount) > 0 ? { memory: countOf(row.ramCount) } : {}),
    ...(typeof row.currentPriority === "number" ? { priority: row.currentPriority } : {}),
    ...("site" in row ? { site: textOrNone(row.site) } : {}),
  };
};

/** A date comes as text in an object of this one key (panda-server 1.0.4, pandaserver/server/panda.py:305). */
const changedAt = (value: unknown): Pick<Task, "changed"> => {
  const { __datetime__: date }: { readonly __datetime__?: unknown } = Object(value);
  const changed = Date.parse(`${textOrNone(date).replace(" ", "T")}Z`);
  return Number.isNaN(changed) ? {} : { changed: new Date(changed).toISOString() };
};

const textOrNone = (value: unknown): string => (typeof value === "string" ? value : "");
const countOf = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);
