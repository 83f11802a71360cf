import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { type RunRow } from "../production/run-row.ts";
import { andMore } from "../text/amounts.ts";
import { problemAt } from "../text/places.ts";

/** `isInForce`: nobody gave it up, and no other replaced it. */
export type IntendedRun = RunRow & { readonly isInForce: boolean };

/** An intended run never changes, nor comes one back that was given up: it and its line stay in the list. */
export const checkIntendedRuns = (
  { where, tag, version, runs = [], request }: Production,
  all: readonly IntendedRun[],
): readonly Problem[] => {
  const now = new Map(runs.map((row) => [row.run, row]));
  // Which files of a dataset that grows a run has, no line on main says.
  const intended = request.runs?.from === undefined ? all : all.filter(({ files }) => files === undefined);
  const gone = intended.filter(({ run, isInForce }) => isInForce && !now.has(run));
  const kept = intended.flatMap((before) => {
    const row = now.get(before.run);
    return row === undefined ? [] : [{ before, row }];
  });
  const changed = kept.filter(({ before, row }) => !isDeepStrictEqual(row.columns, before.columns));
  const otherFiles = kept.filter(({ before, row }) => row.cut !== before.cut);
  const problem = (code: Problem["code"], rows: readonly RunRow[], what: string, hint: string): readonly Problem[] =>
    rows.length === 0
      ? []
      : [
          problemAt(where, ["runs", "list"], code, {
            message: `${tag} ${version} has ${runsInWords(rows)} on the ledger, and ${what}.`,
            hint,
          }),
        ];
  return [
    ...problem(
      "promised-run-removed",
      gone,
      "the lists do not hold that any more",
      `put it back, or raise the version; to give a run up, first say \`/shrek withdraw keep ${tag}@${version}#${gone[0]?.run}\``,
    ),
    ...problem(
      "promised-run-changed",
      changed.map(({ row }) => row),
      "its columns have other values now",
      "put the old values back, or raise the version",
    ),
    ...problem(
      "promised-run-changed",
      otherFiles.map(({ row }) => row),
      "lists of files make other jobs of it now",
      "put the old lists back, or raise the version",
    ),
  ];
};

const runsInWords = (rows: readonly RunRow[]): string =>
  `${rows.length === 1 ? "run" : "runs"} ${andMore(
    rows.map(({ run }) => String(run)),
    5,
  )}`;
