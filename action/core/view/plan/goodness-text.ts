import type { Plan, PlannedStep } from "../../plan/plan.ts";

/** What counts as good of the outputs, where a request says it. */
export const goodnessText = ({ steps }: Plan): readonly string[] => [
  ...steps.flatMap(({ step, checks }) => {
    if (checks === undefined) return [];
    const events =
      checks.least === undefined ? "" : ` and its outputs hold at least ${checks.least} of ${checks.of} events`;
    return [`A job of ${step} is good when its check passes${events}; else it fails with exit code 32.`];
  }),
  ...steps.flatMap((one) =>
    one.validates === undefined
      ? []
      : [
          `Data of ${stepsBefore(steps, one).join(", ")} are good when ${one.step} has succeeded: no other production reads them before.`,
        ],
  ),
];

const stepsBefore = (steps: readonly PlannedStep[], { parents }: PlannedStep): readonly string[] => {
  const found = new Set(parents);
  for (const name of found)
    for (const parent of steps.find(({ step }) => step === name)?.parents ?? []) found.add(parent);
  return steps.flatMap(({ step }) => (found.has(step) ? [step] : []));
};
