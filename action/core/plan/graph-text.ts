import { madeParts, producerOf, readText, watchedBy } from "./mermaid.ts";
import type { Plan, PlannedStep } from "./plan.ts";

/** The workflow for a terminal: of each step its jobs and files, and what they read. */
export const graphLines = (plan: Plan): readonly string[] =>
  plan.steps.map((step) => `  ${step.step}: ${madeParts(step).join(", ")}${readsText(plan, step)}`);

const readsText = (plan: Plan, step: PlannedStep): string => {
  const watched = watchedBy(step);
  if (watched.length > 0) return `; if ${watched.join(" or ")} fails`;
  const read = step.inputs.map((input) => {
    const from = producerOf(plan, input);
    return `${from === undefined ? input.dataset : `${from.output} of ${from.step}`} (${readText(input)})`;
  });
  return read.length === 0 ? "" : `; reads ${read.join(", ")}`;
};
