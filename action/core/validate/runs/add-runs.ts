import { defaultPriority, differs, everyRun, priorityColumn, type RunRow } from "../../production/run-row.ts";
import { type ListHead, withListHead } from "../../text/list-head.ts";
import { type LineFault, outsidePeriod, type RowAt, readRunLines } from "./run-lines.ts";

/** A run list with more runs in it, or why not a single one was put in. */
export type RunsAdded =
  | { readonly kind: "added"; readonly bytes: Uint8Array; readonly runs: readonly number[] }
  | { readonly kind: "refused"; readonly faults: readonly LineFault[] };

/** The place of each run that the production has already. */
export type KnownRuns = ReadonlyMap<number, string>;

/** Runs with where they come from, which the head of the list then says. */
export type RunsToAdd = { readonly rows: readonly RowAt[]; readonly head: ListHead };

/** All of them, or none: a run that is given twice, is there already or is of no run of the period refuses the whole. */
export const addRuns = (
  list: Uint8Array,
  { rows: given, head }: RunsToAdd,
  known: KnownRuns,
  period = everyRun,
): RunsAdded => {
  const places = new Map<number, number>();
  const faults = given.flatMap(({ run, line, col }): readonly LineFault[] => {
    const before = places.get(run);
    places.set(run, before ?? line);
    const there = known.get(run);
    if (there !== undefined)
      return [{ code: "duplicate-run", line, col, message: `The run ${run} stands already in ${there}.` }];
    if (before !== undefined)
      return [{ code: "duplicate-run", line, col, message: `The run ${run} is given already in line ${before}.` }];
    return outsidePeriod({ run, line, col }, period);
  });
  return faults.length > 0 ? { kind: "refused", faults } : { kind: "added", ...withRuns(list, given, head) };
};

/** Of what was given, runs that the lists do not hold; and those whose columns they have otherwise, which stay as they are. */
export const onlyNew = (
  given: readonly RowAt[],
  listed: ReadonlyMap<number, RunRow["columns"]>,
): { readonly rows: readonly RowAt[]; readonly otherwise: readonly number[] } => ({
  rows: given.filter(({ run }) => !listed.has(run)),
  otherwise: given.flatMap(({ run, columns }) => {
    const before = listed.get(run);
    return before === undefined || !differs(before, columns) ? [] : [run];
  }),
});

/** A list in rising order stays in it; else the new runs come last. Each comment stays above its run. */
const withRuns = (
  list: Uint8Array,
  given: readonly RowAt[],
  head: ListHead,
): { readonly bytes: Uint8Array; readonly runs: readonly number[] } => {
  const { rows, columns, header } = readRunLines(list);
  const lines = new TextDecoder().decode(list).replace(/\n$/, "").split("\n");
  const isRising = rows.every(({ run }, index) => run > (rows[index - 1]?.run ?? 0));
  const sorted = given.toSorted((a, b) => a.run - b.run);
  /** By the line that they follow. */
  const behind = Map.groupBy(sorted, ({ run }) => {
    const before = isRising ? rows.findLast((row) => row.run < run) : rows.at(-1);
    return before?.line ?? (columns.length > 0 ? header : Math.max(0, (rows[0]?.line ?? 1) - 1));
  });
  const written = (line: number): readonly string[] =>
    (behind.get(line) ?? []).map((row) => [row.run, ...columns.map((name) => valueOf(row, name))].join(" "));
  const text = [...written(0), ...lines.flatMap((line, index) => [line, ...written(index + 1)])].join("\n");
  const headed = sorted.length === 0 ? text : withListHead(text, head);
  return { bytes: new TextEncoder().encode(`${headed}\n`), runs: sorted.map(({ run }) => run) };
};

/** PanDA's own priority for a run that was given without one. */
const valueOf = ({ columns, priority = defaultPriority }: RowAt, name: string): number | undefined =>
  name === priorityColumn ? priority : columns[name];
