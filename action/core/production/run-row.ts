import { priorities } from "../text/priorities.ts";
import type { ListOrigin } from "./list-origin.ts";

/** A run of a list, with what its columns say: that is content of the run's submission, but for its priority. */
export type RunRow = {
  readonly run: number;
  readonly columns: Readonly<Record<string, number>>;
  /** Among submissions that wait for their turn; replaces the request's. */
  readonly priority?: number;
  /** Where its jobs are cut from lists of files, a digest of them. */
  readonly cut?: string;
  /** The files of a dataset that grows, by name, which it alone reads. */
  readonly files?: readonly string[];
  /** Where it comes from, if its list says so; no content. */
  readonly from?: ListOrigin;
};

/** What the lists say of every run: each list has columns of its own. */
export const columnsOfAll = ([first, ...others]: readonly Pick<RunRow, "columns">[]): readonly string[] =>
  Object.keys(first?.columns ?? {}).filter((name) => others.every(({ columns }) => Object.hasOwn(columns, name)));

/** Whether two lists say something else of the same run: what one of them does not say is no difference. */
export const differs = (one: RunRow["columns"], other: RunRow["columns"]): boolean =>
  Object.entries(one).some(([name, value]) => Object.hasOwn(other, name) && other[name] !== value);

/** What a list may say of a run apart from its number; each reaches the payload under its name. */
export const runColumns: readonly string[] = ["segments", "events"];

/** Names that the wrapper of a run sets. */
export const isOfRun = (name: string): boolean => name === "run" || runColumns.includes(name);

/** A column that orders runs, and says nothing of their data. */
export const priorityColumn = "priority";

/** PanDA's own, where a request says nothing. */
export const defaultPriority = priorities.usual;

/** Eight digits, as files of runs are named. */
export const highestRun = 99_999_999;

/** The runs that there can be, as conventions give them. */
export type Period = { readonly first: number; readonly last: number };

export const everyRun: Period = { first: 1, last: highestRun };
