import type { Plan } from "../../plan/plan.ts";

/** What counts as good of the outputs, where a request says it. */
export const goodnessText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, checks }) => {
    if (checks === undefined) return [];
    const events =
      checks.least === undefined ? "" : ` and its outputs hold at least ${checks.least} of ${checks.of} events`;
    return [`A job of ${step} is good when its check passes${events}; else it fails with exit code 32.`];
  });
