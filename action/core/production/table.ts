import type { Place } from "../text/places.ts";

/** A table of jobs: one job a row. */
export type Table = {
  /** From the top of the repository. */
  readonly file: string;
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** Values in the order of the columns, as they are written. */
  readonly rows: readonly (readonly string[])[];
  /** Of rows that SHREK cut from lists of files: what each job reads. */
  readonly cut?: CutFiles;
};

export type TableColumn = Place & { readonly name: string };

export type CutFiles = {
  /** The arrays of the payload. */
  readonly inputs: readonly string[];
  readonly jobs: readonly CutFilesOfJob[];
  readonly leftOut: readonly CutLeftOut[];
};

export type CutLeftOut = {
  readonly keys: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly files: number;
};

export type CutFilesOfJob = {
  /** For each input the places of its files. */
  readonly files: readonly (readonly string[])[];
  /** Equal digests are equal files. */
  readonly names: string;
  /** `undefined`: the lists do not say it of all files. */
  readonly bytes: number | undefined;
  readonly events: number | undefined;
};

/** The key and the column that say the run. */
export const runKey = "run";

/** What a production that grows has of a run: of jobs that are cut from lists its own. */
export const tableOfRun = (table: Table, run: number): Table => {
  const { cut, rows } = table;
  if (cut === undefined) return table;
  const own = rowsByRun(table).get(String(run)) ?? [];
  return {
    ...table,
    rows: own.flatMap((index) => rows.slice(index, index + 1)),
    cut: {
      ...cut,
      jobs: own.flatMap((index) => cut.jobs.slice(index, index + 1)),
      leftOut: cut.leftOut.filter(({ keys }) => keys[runKey] === undefined || keys[runKey] === String(run)),
    },
  };
};

/** Of ten thousand runs each asks for its rows among all. */
const rowsByRun = (table: Table): ReadonlyMap<string, readonly number[]> => {
  const found = known.get(table);
  if (found !== undefined) return found;
  const at = table.columns.findIndex(({ name }) => name === runKey);
  const made = Map.groupBy(table.rows.keys(), (index) => table.rows[index]?.[at] ?? "");
  known.set(table, made);
  return made;
};

const known = new WeakMap<Table, ReadonlyMap<string, readonly number[]>>();

export const tablesOfRun = (tables: ReadonlyMap<string, Table>, run: number): ReadonlyMap<string, Table> =>
  new Map([...tables].map(([step, table]) => [step, tableOfRun(table, run)]));
