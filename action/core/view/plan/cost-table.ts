import type { Plan } from "../../plan/plan.ts";
import { costOf, figure, memoryText } from "./cost-text.ts";

/** Several productions side by side, with their sum: of a campaign nobody adds up a hundred tables. */
export type CostRow = {
  readonly name: string;
  readonly jobs: number | null;
  readonly coreHours: number | null;
  readonly gigabytes: number | null;
};

export const costHeads = ["production", "jobs", "core-hours", "GB expected"] as const;

/** The first rows, what is left out in one, and the sum of all. Empty for a single production. */
export const costRows = (plans: readonly Plan[], most = 50): readonly CostRow[] => {
  if (plans.length < 2) return [];
  const shown = plans.length > most ? plans.slice(0, most - 1) : plans;
  const rest = plans.slice(shown.length);
  return [
    ...shown.map((plan) => costRow(`${plan.tag} ${plan.version}`, [plan])),
    ...(rest.length === 0 ? [] : [costRow(`${rest.length} more`, rest)]),
    costRow(`all ${plans.length}`, plans),
  ];
};

const costRow = (name: string, plans: readonly Plan[]): CostRow => ({ name, ...costOf(plans) });

/** An unknown figure is `unknown`; without any estimate the column is left out. */
export const costCells = (
  rows: readonly CostRow[],
): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const isEstimated = rows.some(({ gigabytes }) => gigabytes !== null);
  return {
    heads: isEstimated ? costHeads : costHeads.slice(0, -1),
    rows: rows.map(({ name, jobs, coreHours, gigabytes }) => [
      name,
      figure(jobs),
      figure(coreHours),
      ...(isEstimated ? [figure(gigabytes)] : []),
    ]),
  };
};

/** What each step of one production asks for. */
export const stepCells = ({
  steps,
}: Plan): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => ({
  heads: ["step", "jobs", "events", "core-hours", "memory", "attempts", "sites"],
  rows: steps.map((step) => [
    step.step,
    figure(step.jobs),
    figure(step.events),
    figure(step.coreHours),
    memoryText(step),
    String(step.maxAttempt),
    step.sites.join(", "),
  ]),
});
