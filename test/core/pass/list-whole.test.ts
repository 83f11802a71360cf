import { expect, test } from "vitest";
import { listWhole } from "../../../action/core/pass/list-whole.ts";
import {
  type Task,
  type TaskColumn,
  type TaskList,
  type TaskPart,
  taskColumns,
} from "../../../action/core/submission/panda-answer.ts";
import { readsOf } from "./answers.ts";

type Row = Readonly<Record<TaskColumn, string>> & { readonly id: number; readonly changed: string };
const usual = { status: "running", site: "NULL", currentPriority: "900", ramCount: "2000" };
const rows = (count: number, first: number, of: (n: number) => Partial<Row>): readonly Row[] =>
  Array.from({ length: count }, (_, n) => ({ ...usual, id: first + n, changed: "2026-03-01T09:30:00Z", ...of(n) }));
const taskOf = ({ id, status }: Row): Task => ({
  ...{ id, status, name: `task ${id}`, userName: "Ada", dialog: "", mark: "" },
  ...{ files: 1, finished: 0, failed: 0, attemptNr: 0 },
});

/** A server with these rows, which gives so many at most, the newest, as it cuts before it tells. */
const aServer = (all: readonly Row[], most = Number.POSITIVE_INFINITY) => {
  const asked: string[] = [];
  const listOf = (since: string, { where = {}, atMost = 5000 }: TaskPart = {}): TaskList => {
    const wanted = Object.entries(where) as [TaskColumn, string][];
    const found = all.filter((row) => row.changed >= since && wanted.every(([column, value]) => row[column] === value));
    const given = found.slice(-Math.min(most, atMost));
    const isCut = given.length >= atMost || given.length === 5000;
    const counts = (column: TaskColumn) =>
      new Map([...Map.groupBy(given, (row) => row[column])].map(([value, ones]) => [value, ones.length]));
    const spread = Object.fromEntries(taskColumns.map((column) => [column, counts(column)])) as unknown;
    return { tasks: given.map(taskOf), isCut, ...(isCut ? { spread: spread as NonNullable<TaskList["spread"]> } : {}) };
  };
  const reads = readsOf({
    date: () => "2026-03-01T10:00:00Z",
    tasksChanged: (since, _, part) => {
      asked.push(JSON.stringify(part ?? "all"));
      return listOf(since, part);
    },
  });
  const list = async (statuses: readonly string[] = ["running"]) => {
    const of = { since: "2026-02-01T00:00:00Z", userName: "Ada", statuses };
    const { isCut, tasks } = await listWhole(reads, of);
    return { isCut, ids: new Set(tasks.map(({ id }) => id)) };
  };
  return { asked, list };
};

const sites = ["BNL", "SDCC", "NERSC", "NULL"];
const statuses = ["running", "pending", "scouting", "ready", "exhausted"];
const spreadOut = (n: number): Partial<Row> => ({
  status: statuses[n % 10] ?? "running",
  site: sites[n % 3] ?? "NULL",
  ramCount: String(n % 7),
});

test("Up to 5,000 tasks of PanDA are one list, which is whole", async () => {
  const { asked, list } = aServer(rows(4999, 1, spreadOut));

  expect([(await list()).ids.size, (await list()).isCut, asked.length]).toEqual([4999, false, 2]);
});

test("20,000 tasks that run, beside 20,000 of the same user's others, are listed whole with few calls to PanDA", async () => {
  const ours = rows(20_000, 1, spreadOut);
  const others = rows(20_000, 100_000, (n) => ({
    ...spreadOut(n),
    changed: n < 15_000 ? "2026-02-10T00:00:00Z" : "2026-03-01T09:00:00Z",
  }));
  const ended = rows(12_000, 200_000, () => ({ status: "done", changed: "2026-02-10T00:00:00Z" }));
  const { asked, list } = aServer([...ours, ...others, ...ended]);

  const { ids } = await list(statuses);

  expect(ours.filter(({ id }) => !ids.has(id)).length).toBe(0);
  expect(asked.length).toBeLessThanOrEqual(20 + 20_000 / 200);
});

test("Tasks that have ended are listed for the last day, and for the last hours where that is more than PanDA gives", async () => {
  const running = rows(6000, 1, spreadOut);
  const ended = rows(9000, 10_000, (n) => ({
    status: "done",
    changed: n % 3 === 0 ? "2026-03-01T08:00:00Z" : "2026-02-28T20:00:00Z",
  }));
  const { ids } = await aServer([...running, ...ended]).list(statuses);

  const lacking = (of: readonly Row[]): number => of.filter(({ id }) => !ids.has(id)).length;
  expect(lacking(ended.filter(({ changed }) => changed === "2026-03-01T08:00:00Z"))).toBe(0);
  expect(lacking(running)).toBe(0);
});

test("Tasks that are all alike are asked for in one longer list, which a server may refuse to give", async () => {
  const all = rows(12_000, 1, () => ({}));
  const [willing, strict] = [aServer(all), aServer(all, 5000)];

  expect([(await willing.list()).ids.size, willing.asked.length]).toEqual([12_000, 8]);
  expect([await strict.list(), strict.asked.length]).toMatchObject([{ isCut: true }, 8]);
});

/** What is asked of a user's tasks that run, where PanDA cuts the list of them, and says this of it. */
const asksOf = async (
  counts: Readonly<Partial<Record<TaskColumn, Readonly<Record<string, number>>>>>,
  now?: string,
) => {
  const asked: { readonly since: string; readonly part: TaskPart | undefined }[] = [];
  const columns = taskColumns.map((column) => [column, new Map(Object.entries(counts[column] ?? {}))]);
  const spread = Object.fromEntries(columns) as NonNullable<TaskList["spread"]>;
  // Each answer has ten tasks of its own, so that each that is left out is seen.
  const tasksOf = () =>
    Array.from({ length: 10 }, (_, n) => taskOf({ ...usual, id: 10 * (asked.length - 1) + n, changed: "" }));
  const reads = readsOf({
    date: () => now,
    tasksChanged: (since, _, part) => {
      asked.push({ since, part });
      const { where: { status } = {}, atMost } = part ?? {};
      const isCut = status === undefined || (status === "running" && atMost === undefined);
      return { tasks: tasksOf(), isCut, ...(counts.status === undefined ? {} : { spread }) };
    },
  });
  const { tasks } = await listWhole(reads, { since: "2026-02-28T10:00:00Z", userName: "Ada", statuses: [] });
  const ofRunning = asked.flatMap(({ part }) => (part?.where?.status === "running" ? [part] : []));
  return { asked, ofRunning, ids: tasks.map(({ id }) => id) };
};
const values = (count: number, each = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`v${n}`, each] as const));
const running = { running: 10 };
const where = { status: "running" };
const longest = { where, atMost: 15_000 };

test("A list of tasks that is cut is parted by the column whose largest value has the least of it", async () => {
  const { asked, ofRunning, ids } = await asksOf({
    ...{
      status: running,
      currentPriority: running,
      site: { A: 6, B: 4 },
      ramCount: { "1": 5, "2": 5 },
    },
  });

  expect(ofRunning.slice(0, 3)).toEqual([
    { where },
    { where: { ...where, ramCount: "1" } },
    { where: { ...where, ramCount: "2" } },
  ]);
  expect(ofRunning.slice(3, 5)).toEqual([
    { where: { ...where, ramCount: "1", site: "A" } },
    { where: { ...where, ramCount: "1", site: "B" } },
  ]);
  expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 * asked.length }, (_, n) => n));
});

test.each<readonly [string, Readonly<Record<string, number>>, boolean]>([
  ["one value has four fifths of", { A: 8, B: 2 }, false],
  ["one value has less than four fifths of", { A: 7, B: 3 }, true],
  ["has 30 values in", values(30), true],
  ["has 31 values in", values(31), false],
])("A column that %s a list parts it, or the list is asked for at greater length", async (_, site, isParted) => {
  const [, second] = (
    await asksOf({
      status: running,
      site,
      currentPriority: running,
      ramCount: running,
    })
  ).ofRunning;

  expect(second).toEqual(
    isParted
      ? Object.keys(site)
          .slice(0, 1)
          .map((name) => ({ where: { ...where, site: name } }))[0]
      : longest,
  );
});

test("A list of tasks of which PanDA does not say how it is spread is asked for at greater length", async () => {
  expect((await asksOf({})).asked.map(({ part }) => part?.where?.status)).toEqual([undefined, ...ended]);
});
const ended = ["done", "finished", "failed", "aborted", "broken"];

test("Statuses of tasks that only the list showed are asked for too, and tasks that ended on the last day", async () => {
  const { asked } = await asksOf({ status: { ...running, scouting: 1 } }, "2026-03-01T12:00:00Z");

  expect([...new Set(asked.map(({ part }) => part?.where?.status))]).toEqual([
    ...[undefined, "running", "scouting", ...ended],
  ]);
  expect(asked.filter(({ part }) => ended.includes(part?.where?.status ?? "")).map(({ since }) => since)).toEqual(
    ended.map(() => "2026-02-28T12:00:00.000Z"),
  );
});

test("Ended tasks are listed since the time that was asked for, where that is later, or where PanDA says no date", async () => {
  const since = async (now?: string) =>
    (await asksOf({ status: running }, now)).asked.find(({ part }) => part?.where?.status === "done")?.since;

  expect([await since("2026-03-01T09:00:00Z"), await since()]).toEqual([
    "2026-02-28T10:00:00.000Z",
    "2026-02-28T10:00:00Z",
  ]);
});
