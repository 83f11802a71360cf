import { versionStyle } from "../conventions/version-pattern.ts";
import type { Production, Step } from "../production/production.ts";
import { tablesOfRun } from "../production/table.ts";
import type { Request } from "../request/request.ts";
import { makeStep } from "./make-step.ts";
import { withRowsAsJobs } from "./tables/tables.ts";
import { readersIn, withRows } from "./wiring/row-relays.ts";
import { wireSteps } from "./wiring/wiring.ts";

/** The steps of one run: with its number in their names, and as many files as its list says. */
export const stepsOfRun = (
  production: Omit<Production, "stepsOfRuns">,
  request: Request,
  run: number,
): readonly Step[] => {
  const { conventions, tag, where } = production;
  const whole = new Map(production.steps.map((step) => [step.name, step]));
  const tables = tablesOfRun(production.tables, run);
  const counted = withRowsAsJobs(withRows(request, readersIn(production.steps)), tables);
  return wireSteps(where, counted, versionStyle(conventions)).steps.map((wired) => {
    const step = whole.get(wired.name);
    if (step === undefined) throw new Error(`${wired.name} is a step of a run, and of no other`);
    const row = step.row && { ...step.row, table: tables.get(step.row.of) ?? step.row.table };
    const made = makeStep(counted, wired, tag);
    const destination = made.destination ?? step.destination;
    return { ...step, ...made, destination, table: tables.get(wired.name), row };
  });
};
