import { type Task, type TaskColumn, type TaskList, type TaskPart, taskColumns } from "../submission/panda-answer.ts";
import { hasEnded } from "../submission/task-status.ts";
import { times } from "../times/times.ts";
import { type Asking, all, ask } from "./asking.ts";

/** `since`: ISO text of PanDA's clock. `statuses`: as the ledger saw the tasks that still run. */
export type TasksOfUser = { readonly since: string; readonly userName: string; readonly statuses: readonly string[] };

/**
 * The tasks of a user that changed since then, whole also where PanDA gives no more than a part of them: it knows neither
 * an order nor a place to go on at, but equality, so the list is asked for in disjoint parts, by status first, and a part
 * that is cut is parted again by the column whose values divide it best. What has ended is listed for its last day alone,
 * or its last hours: behind it stands all that the user ever ran. A list that had to be parted stays `isCut`, because a
 * value that no row showed is not asked for: what is missing is asked for by name.
 */
export function* listWhole({ since, userName, statuses }: TasksOfUser): Asking<TaskList> {
  const changed = yield* ask({ ask: "tasks-changed", since, userName });
  if (!changed.isCut) return changed;
  const seen = [...new Set([...statuses, ...valuesOf(changed, "status"), ...endings])];
  const parts = yield* all(
    seen.map((status) =>
      hasEnded(status)
        ? listEnded({ since, userName, status })
        : listPart({ since, userName }, { status }, without(taskColumns, "status")),
    ),
  );
  return { tasks: onceEach([changed.tasks, ...parts]), isCut: true };
}

const endings = ["done", "finished", "failed", "aborted", "broken"];

type Of = Pick<TasksOfUser, "since" | "userName">;
type PartValues = NonNullable<TaskPart["where"]>;

function* listPart(of: Of, where: PartValues, columns: readonly TaskColumn[]): Asking<readonly Task[]> {
  const list = yield* ask({ ask: "tasks-changed", ...of, part: { where } });
  if (!list.isCut) return list.tasks;
  const column = bestColumn(list, columns);
  if (column === undefined) {
    // All alike: where the server lets it, one longer answer.
    const longer = yield* ask({ ask: "tasks-changed", ...of, part: { where, atMost: longest } });
    return onceEach([list.tasks, longer.tasks]);
  }
  const rest = without(columns, column);
  const parts = yield* all(valuesOf(list, column).map((value) => listPart(of, { ...where, [column]: value }, rest)));
  return onceEach([list.tasks, ...parts]);
}

/** Rows of one answer, for which PanDA reads each task by itself: more would take it longer than an answer is waited for. */
const longest = 15_000;

function* listEnded({ since, userName, status }: Of & { readonly status: string }): Asking<readonly Task[]> {
  const found: (readonly Task[])[] = [];
  for (const back of [times.lookBack.milliseconds, times.lookBack.milliseconds / 8]) {
    const from = yield* sinceBack(since, back);
    const list = yield* ask({ ask: "tasks-changed", since: from, userName, part: { where: { status } } });
    found.push(list.tasks);
    if (!list.isCut) break;
  }
  return onceEach(found);
}

/** By PanDA's clock; where it says none, nothing is left out. */
function* sinceBack(since: string, back: number): Asking<string> {
  const now = yield* ask({ ask: "panda-date" });
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
const onceEach = (lists: readonly (readonly Task[])[]): readonly Task[] => [
  ...new Map(lists.flat().map((task) => [task.id, task])).values(),
];
