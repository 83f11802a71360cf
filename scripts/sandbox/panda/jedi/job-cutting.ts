import { nameFields } from "../../../../action/core/plan/output-name.ts";
import type { ExecutionShape, InputDataset } from "./task-shape.ts";

/** Files of one dataset by name, as the task's input takes them. */
export type Rows = (input: InputDataset, dataset: string) => readonly string[];

/** What a task has behind it when it cuts: its jobs so far, and the primary files that have one. */
export type Before = { readonly jobs: number; readonly serial: number; readonly used: ReadonlySet<string> };

export type CutJob = {
  /** Goes into the names of the outputs. */
  readonly serial: number;
  readonly seed: number | undefined;
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly firstEvent?: number;
};

export type Cut =
  | { readonly kind: "jobs"; readonly jobs: readonly CutJob[] }
  | { readonly kind: "no-files" }
  | { readonly kind: "empty-secondary"; readonly stream: string };

/** JEDI makes so many jobs at first, and the others when it knows how these went. */
const scouts = 10;

export const nothingBefore: Before = { jobs: 0, serial: 0, used: new Set() };

/**
 * Rows are handed out in order, dataset by dataset, as JEDI's own code did it (PANDA J1, PANDA J4, PANDA J6, PANDA J9).
 * Written apart from SHREK's `core/jobs`: the contract checks compare both with JEDI.
 */
export const cutIntoJobs = (shape: ExecutionShape, rowsOf: Rows, before: Before): Cut => {
  const [primary, ...secondaries] = shape.inputs;
  if (primary === undefined) {
    const jobs = Array.from({ length: before.jobs > 0 ? 0 : shape.jobs }, (_, at) => ({
      serial: before.serial + at + 1,
      seed: seedAt(shape, at),
      files: {},
    }));
    return jobs.length === 0 ? { kind: "no-files" } : { kind: "jobs", jobs };
  }
  const lists = primaryLists(primary, rowsOf, shape.maxFiles, before.used);
  if (lists.every(({ length }) => length === 0)) return { kind: "no-files" };
  const jobs: CutJob[] = [];
  for (const list of lists) {
    const pools = secondaries.map((input) => poolOf(input, rowsOf, input.reusable ? 0 : before.jobs));
    for (const [index, { taken, firstEvent }] of cutEvents(cutList(list, shape), shape).entries()) {
      const files: Record<string, readonly string[]> = { IN: byName(taken) };
      for (const pool of pools) {
        if (shape.scouted && before.jobs + jobs.length === scouts) pool.nextCycle();
        if (pool.isEmpty) return { kind: "empty-secondary", stream: pool.stream };
        files[pool.stream] = byName(pool.take());
      }
      const seed = seedAt(shape, before.jobs + index);
      const events = firstEvent === undefined ? {} : { firstEvent };
      jobs.push({ serial: before.serial + jobs.length + 1, seed, files, ...events });
    }
  }
  return { kind: "jobs", jobs };
};

/** So many files in a row a job, of one group. */
const cutList = (list: readonly string[], { filesPerJob, fields }: ExecutionShape): readonly (readonly string[])[] => {
  const cut: string[][] = [];
  for (const file of list) {
    const last = cut.at(-1);
    const isOfGroup = last?.[0] !== undefined && nameFields(last[0], fields) === nameFields(file, fields);
    if (last !== undefined && last.length < filesPerJob && isOfGroup) last.push(file);
    else cut.push([file]);
  }
  return cut;
};

/** Each file from its beginning, as long as it has events. */
const cutEvents = (
  lists: readonly (readonly string[])[],
  { events }: ExecutionShape,
): readonly { readonly taken: readonly string[]; readonly firstEvent: number | undefined }[] => {
  if (events === undefined) return lists.map((taken) => ({ taken, firstEvent: undefined }));
  const cut: { taken: readonly string[]; firstEvent: number }[] = [];
  for (const taken of lists)
    for (let first = 0; first < events.ofFile; first += events.ofJob) cut.push({ taken, firstEvent: first });
  return cut;
};

const seedAt = ({ seedOffset }: ExecutionShape, at: number): number | undefined =>
  seedOffset === undefined ? undefined : seedOffset + 1 + at;

/** Several names are one container where the request consolidates them, and else one list each, which no job mixes. */
const primaryLists = (
  input: InputDataset,
  rowsOf: Rows,
  limit: number | undefined,
  used: ReadonlySet<string>,
): readonly (readonly string[])[] => {
  const names = input.dataset.split(",");
  const lists = input.consolidated
    ? [byName(names.flatMap((name) => rowsOf(input, name)))]
    : names.map((name) => rowsOf(input, name));
  let left = limit ?? Number.POSITIVE_INFINITY;
  return lists.map((list) => {
    const taken = list.slice(0, Math.max(0, left));
    left -= taken.length;
    return taken.filter((file) => !used.has(file));
  });
};

/** Copies of all rows come behind the last whenever a job would find too few. */
const poolOf = (input: InputDataset, rowsOf: Rows, jobsBefore: number) => {
  const rows = byName(input.dataset.split(",").flatMap((name) => rowsOf(input, name)));
  const perJob = input.filesPerJob ?? 1;
  let queue: string[] = [];
  const take = (): readonly string[] => {
    while (queue.length < perJob) queue.push(...rows);
    return queue.splice(0, perJob);
  };
  if (rows.length > 0) for (let job = 0; job < jobsBefore; job++) take();
  /** Rows of a reusable dataset are never marked as used: whenever jobs are made, all are there (PANDA J15). */
  const nextCycle = (): void => {
    if (input.reusable) queue = [];
  };
  return { stream: input.stream, isEmpty: rows.length === 0, take, nextCycle };
};

/** Files of reusable datasets for the jobs that are made again at one time; one call a job. */
export const reusedAgain = ({ inputs }: ExecutionShape, rowsOf: Rows): (() => CutJob["files"]) => {
  const pools = inputs.slice(1).flatMap((input) => (input.reusable ? [poolOf(input, rowsOf, 0)] : []));
  return () => Object.fromEntries(pools.map((pool) => [pool.stream, byName(pool.take())]));
};

const byName = (files: readonly string[]): string[] => [...new Set(files)].sort();
