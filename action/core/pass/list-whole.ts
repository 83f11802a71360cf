import {
  hasEnded,
  type Task,
  type TaskColumn,
  type TaskList,
  type TaskPart,
  taskColumns,
} from "../submission/panda-answer.ts";
import { times } from "../times/times.ts";
import { all, type Reads } from "./reads.ts";

/** `since`: ISO text of PanDA's clock. `statuses`: as the ledger saw the tasks that still run. */
export type TasksOfUser = { readonly since: string; readonly userName: string; readonly statuses: readonly string[] };

/**
 * The tasks of a user that changed since then, whole also where PanDA gives no more than a part of them: it knows neither
 * an order nor a place to go on at, but equality, so the list is asked for in disjoint parts, by status first, and a part
 * that is cut is parted again by the column whose values divide it best. What has ended is listed for its last day alone,
 * or its last hours: behind it stands all that the user ever ran. A list that had to be parted stays `isCut`, because a
 * value that no row showed is not asked for: what is missing is asked for by name.
 */
export async function listWhole(reads: Reads, { since, userName, statuses }: TasksOfUser): Promise<TaskList> {
  const changed = await reads.panda.tasksChanged(since, userName);
  if (!changed.isCut) return changed;
  const seen = [...new Set([...statuses, ...valuesOf(changed, "status"), ...endings])];
  const parts = await all(
    seen.map((status) =>
      hasEnded(status)
        ? listEnded(reads, { since, userName, status })
        : listPart(reads, { since, userName }, { status }, without(taskColumns, "status")),
    ),
  );
  return { tasks: uniqueTasks([changed.tasks, ...parts]), isCut: true };
}

const endings = ["done", "finished", "failed", "aborted", "broken"];

type Of = Pick<TasksOfUser, "since" | "userName">;
type PartValues = NonNullable<TaskPart["where"]>;

async function listPart(
  reads: Reads,
  of: Of,
  where: PartValues,
  columns: readonly TaskColumn[],
): Promise<readonly Task[]> {
  const list = await reads.panda.tasksChanged(of.since, of.userName, { where });
  if (!list.isCut) return list.tasks;
  const column = bestColumn(list, columns);
  if (column === undefined) {
    // All alike: where the server lets it, one longer answer.
    const longer = await reads.panda.tasksChanged(of.since, of.userName, { where, atMost: longest });
    return uniqueTasks([list.tasks, longer.tasks]);
  }
  const rest = without(columns, column);
  const parts = await all(
    valuesOf(list, column).map((value) => listPart(reads, of, { ...where, [column]: value }, rest)),
  );
  return uniqueTasks([list.tasks, ...parts]);
}

/** Rows of one answer, for which PanDA reads each task by itself: more would take it longer than an answer is waited for. */
const longest = 15_000;

async function listEnded(
  reads: Reads,
  { since, userName, status }: Of & { readonly status: string },
): Promise<readonly Task[]> {
  const found: (readonly Task[])[] = [];
  for (const back of [times.lookBack.milliseconds, times.lookBack.milliseconds / 8]) {
    const from = await sinceBack(reads, since, back);
    const list = await reads.panda.tasksChanged(from, userName, { where: { status } });
    found.push(list.tasks);
    if (!list.isCut) break;
  }
  return uniqueTasks(found);
}

/** By PanDA's clock; where it says none, nothing is left out. */
async function sinceBack(reads: Reads, since: string, back: number): Promise<string> {
  const now = await reads.panda.date();
  if (now === undefined) return since;
  return new Date(Math.max(Date.parse(since), Date.parse(now) - back)).toISOString();
}

/** A column parts a list well where no value has nearly all of it, and its values are few enough to be asked one by one. */
const bestColumn = ({ tasks, spread }: TaskList, columns: readonly TaskColumn[]): TaskColumn | undefined => {
  const shares = columns.flatMap((column) => {
    const counts = [...(spread?.[column].values() ?? [])];
    const largest = Math.max(0, ...counts) / tasks.length;
    return counts.length <= maxParts && largest < wellParted ? [{ column, largest }] : [];
  });
  return shares.toSorted((a, b) => a.largest - b.largest)[0]?.column;
};
const maxParts = 30;
const wellParted = 0.8;

const valuesOf = ({ spread }: TaskList, column: TaskColumn): readonly string[] => [...(spread?.[column].keys() ?? [])];

const without = (columns: readonly TaskColumn[], column: TaskColumn): readonly TaskColumn[] =>
  columns.filter((one) => one !== column);

/** A task that moved meanwhile is in two answers; the later one counts. */
const uniqueTasks = (lists: readonly (readonly Task[])[]): readonly Task[] => [
  ...new Map(lists.flat().map((task) => [task.id, task])).values(),
];
