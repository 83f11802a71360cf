import { inputLabel } from "./mermaid.ts";
import type { Plan, PlannedStep } from "./plan.ts";

/** The workflow for a terminal: of each step how many jobs it has, and what they read. */
export const graphLines = (plan: Plan): readonly string[] =>
  plan.steps.map((step) => {
    const jobs = `${step.jobs ?? "?"} ${step.jobs === 1 ? "job" : "jobs"}`;
    return `  ${step.step}: ${jobs}${readsText(plan, step)}`;
  });

const readsText = (plan: Plan, { inputs, parents }: PlannedStep): string => {
  if (inputs.length === 0) return parents.length === 0 ? "" : `, if ${parents.join(" or ")} fails`;
  const named = inputs.map((input) => {
    const producer = plan.steps.find(({ outputs }) => outputs.some(({ dataset }) => dataset === input.dataset));
    return `${producer?.step ?? input.dataset} (${inputLabel(input)})`;
  });
  return `, reads ${named.join(", ")}`;
};
