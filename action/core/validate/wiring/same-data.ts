import type { Problem } from "../../problems/problem.ts";
import { onlyWatches } from "../../production/condition.ts";
import { namesRun } from "../../production/file-names.ts";
import type { Request, RequestStep } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";

/**
 * With a list of runs each run is a submission. Data that drive the jobs of a step and have no {run} in their name are
 * the same in each, so that every run would make all of it again. A pool that is read with them may well be one for all
 * runs, and of a dataset that grows each run reads its own files.
 */
export const checkSameData = (where: Located, { runs, inputs = {}, steps }: Request): readonly Problem[] => {
  if (runs === undefined) return [];
  const driving = new Set(Object.values(steps).flatMap(drivingOf));
  return Object.entries(inputs).flatMap(([name, { dataset, task }]) => {
    const data = dataset ?? task;
    if (data === undefined || !driving.has(name) || name === runs.from || namesRun(data)) return [];
    return problemAt(where, ["inputs", name, dataset === undefined ? "task" : "dataset"], "same-data-each-run", {
      message: `Every run of the list would read the same data, ${data}: the name does not say the run.`,
      hint: "write {run} where the name has the run, or {run:8} where it has eight digits",
    });
  });
};

const drivingOf = (step: RequestStep): readonly string[] =>
  onlyWatches(step) ? [] : (step.in ?? []).slice(0, 1).map(({ from }) => from);
