import type { Problem } from "../../problems/problem.ts";
import { type RunRow } from "../../production/run-row.ts";
import { maxFileCount } from "../../request/input-schemas.ts";
import type { ExternalInput, Request } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import { amounts, countsByRun, withCount, withRun } from "./filled-names.ts";

/**
 * All runs are validated with the newest run. Where the list says how many files a run has, the others are checked
 * too, each number once: a problem that only they have is reported with the first run that has it.
 */
export const checkOtherRuns = (
  request: Request,
  rows: readonly RunRow[],
  newest: { readonly row: RunRow; readonly problems: readonly Problem[] } | undefined,
  problemsOf: (filled: Request) => readonly Problem[],
): readonly Problem[] => {
  if (newest === undefined || !countsByRun(request)) return [];
  const reported = new Set(newest.problems.map(placeOf));
  const counting = Object.values(request.inputs ?? {});
  const validated = new Set([countsOf(counting, newest.row)]);
  const found: Problem[] = [];
  for (const row of rows) {
    const counts = countsOf(counting, row);
    if (validated.has(counts)) continue;
    validated.add(counts);
    for (const problem of problemsOf(withRun(request, row))) {
      if (problem.severity !== "error" || reported.has(placeOf(problem))) continue;
      reported.add(placeOf(problem));
      found.push({ ...problem, message: `Run ${row.run}: ${problem.message}` });
    }
  }
  return found;
};

/**
 * A column may hold anything, such as the events of a run: as a number of files it has the range of one. And each list
 * has columns of its own; that the newest run lacks one is reported with its names.
 */
export const checkCountsOfRuns = (
  where: Located,
  { inputs = {} }: Request,
  rows: readonly RunRow[],
): readonly Problem[] =>
  Object.entries(inputs).flatMap(([name, input]) =>
    amounts.flatMap((key) => {
      if (typeof input[key] !== "string") return [];
      const counts = rows.map(({ run, ...row }) => ({ run, count: withCount(input, { run, ...row })[key] }));
      const bad = (message: string): readonly Problem[] => [
        problemAt(where, ["inputs", name, key], "bad-amount", { message }),
      ];
      const newest = counts.reduce((a, b) => (b.run > a.run ? b : a), { run: 0, count: undefined });
      const without = counts.find(({ count }) => typeof count === "string");
      if (without !== undefined && typeof newest.count === "number")
        return bad(
          `Run ${without.run}: ${input[key]} is no column of its list, by which \`${name}\` counts its ${key}.`,
        );
      const beyond = counts.find(({ count }) => key === "files" && typeof count === "number" && count > maxFileCount);
      return beyond === undefined
        ? []
        : bad(`Run ${beyond.run}: ${input[key]} is ${beyond.count} files, and at most ${maxFileCount} can be.`);
    }),
  );

/** What a run makes of the columns: other columns, such as the events, may be its own and change nothing here. */
const countsOf = (inputs: readonly ExternalInput[], row: RunRow): string =>
  inputs.map((input) => amounts.map((key) => withCount(input, row)[key]).join(" ")).join();
const placeOf = ({ code, line, col }: Problem): string => `${code} ${line}:${col}`;
