import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { countsByRun, withRun } from "./filled-names.ts";
import type { RunRow } from "./run-lines.ts";

/**
 * All blocks are judged by the newest run. Where the list says how many files a run has, the others are judged too, each
 * number once: what only they have wrong is told with the first run that has it.
 */
export const judgeOtherRuns = (
  request: Request,
  rows: readonly RunRow[],
  newest: { readonly row: RunRow; readonly problems: readonly Problem[] } | undefined,
  problemsOf: (filled: Request) => readonly Problem[],
): readonly Problem[] => {
  if (newest === undefined || !countsByRun(request)) return [];
  const told = new Set(newest.problems.map(placeOf));
  const judged = new Set([columnsOf(newest.row)]);
  const found: Problem[] = [];
  for (const row of rows) {
    if (judged.has(columnsOf(row))) continue;
    judged.add(columnsOf(row));
    for (const problem of problemsOf(withRun(request, row))) {
      if (problem.severity !== "error" || told.has(placeOf(problem))) continue;
      told.add(placeOf(problem));
      found.push({ ...problem, message: `Run ${row.run}: ${problem.message}` });
    }
  }
  return found;
};

const columnsOf = ({ columns }: RunRow): string => JSON.stringify(columns);
const placeOf = ({ code, line, col }: Problem): string => `${code} ${line}:${col}`;
