import { amountsOfRuns } from "../plan/plan.ts";
import { type Accepted } from "../production/accepted.ts";
import type { CountedProduction, Production } from "../production/production.ts";
import type { RunRow } from "../production/run-row.ts";
import type { Validation } from "../validate/validate-production.ts";

export type FolderChange = { readonly before: readonly Validation[]; readonly after: readonly Validation[] };

/** Runs that a change appends to a production. */
export type AppendedRuns = {
  readonly accepted: Accepted;
  readonly runs: readonly number[];
  /** The most that these runs may use by the request's own figures; `null`: unknown. */
  readonly coreHours: number | null;
};

/**
 * What a change appends, if it does nothing else: each of its paths is a list of runs, every request stays as it is,
 * and so does every run of the old lists. `undefined`: it does more, or less.
 */
export const appendedRuns = (
  paths: readonly string[],
  changes: readonly FolderChange[],
): readonly AppendedRuns[] | undefined => {
  const lists = new Set(changes.flatMap(listsIn));
  if (!paths.every((path) => lists.has(path))) return undefined;
  const appended = changes.flatMap(appendedIn);
  const all = appended.flatMap((one) => one ?? []);
  return all.length < appended.length || all.every(({ runs }) => runs.length === 0) ? undefined : all;
};

const listsIn = ({ after }: FolderChange): readonly string[] =>
  after.flatMap(({ accepted }) => accepted?.production.runLists ?? []);

/** Each production of a folder; `undefined` for one that is refused or differs in more than new runs. */
const appendedIn = ({ before, after }: FolderChange): readonly (AppendedRuns | undefined)[] => {
  if (before.length !== after.length) return [undefined];
  return after.map(({ accepted }) => {
    const was = before.find((one) => one.accepted?.production.tag === accepted?.production.tag)?.accepted;
    return accepted === undefined || was === undefined ? undefined : growthOf(was, accepted);
  });
};

/** The list is no part of a production's content, so equal digests are an equal request with equal files. */
const growthOf = ({ production: was }: Accepted, accepted: Accepted): AppendedRuns | undefined => {
  const { production: is } = accepted;
  if (was.version !== is.version || was.contentDigest !== is.contentDigest) return undefined;
  if (was.runs === undefined || is.runs === undefined) return undefined;
  const stand = new Map(is.runs.map((row) => [row.run, said(row)]));
  if (!was.runs.every((row) => stand.get(row.run) === said(row))) return undefined;
  const before = new Set(was.runs.map(({ run }) => run));
  const runs = is.runs.flatMap(({ run }) => (before.has(run) ? [] : [run]));
  return costed({ accepted, runs, coreHours: null }, is);
};

/** With the cost of its runs by other counts, where somebody has them. */
export const costed = (appended: AppendedRuns, counted: Production | CountedProduction): AppendedRuns => {
  const { runs = [], stepsOfRuns, steps } = counted;
  const fresh = new Set(appended.runs);
  const own = runs.flatMap((row, index) => (fresh.has(row.run) ? [{ row, index }] : []));
  const { coreHours } = amountsOfRuns({
    steps,
    runs: own.map(({ row }) => row),
    stepsOfRuns: stepsOfRuns && own.map(({ index }) => stepsOfRuns[index] ?? []),
  });
  return { ...appended, coreHours: own.length === 0 ? 0 : coreHours };
};

/** All of a run but where its list comes from: each addition says that anew. */
const said = ({ from: _, ...row }: RunRow): string => JSON.stringify(row);
