import { byPolicy } from "../../policy/runs-rule.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { counted } from "../../text/amounts.ts";
import { type Json, mapping } from "../../text/canonical-json.ts";

/**
 * Where a limit took the place of an approval, what PanDA was told: the limit counted the files that the request
 * expects, so it takes no others. How many stand there PanDA tells nobody.
 */
export const limitedWords = (state: SubmissionState): readonly string[] => {
  if (!("tasks" in state) || !isByLimit(state.intent)) return [];
  const steps = limitedSteps(state.intent.content.request);
  return state.tasks
    .filter(({ step, files }) => files > 0 && steps.includes(step))
    .map(
      ({ step, files }) =>
        `step ${step} takes ${counted(files, "file")} of its input and no more, as its request expects and the limit counts; others may stand there, which PanDA does not tell`,
    );
};

const isByLimit = ({ approval, trial }: { readonly approval: string; readonly trial?: unknown }): boolean =>
  trial !== undefined || approval.startsWith(byPolicy);

/** Steps whose first input is data from outside of which the request expects a number of files. */
const limitedSteps = (request: Json): readonly string[] => {
  const { steps, inputs } = mapping(request);
  const outside = mapping(inputs);
  return Object.entries(mapping(steps)).flatMap(([name, step]) => {
    const read = mapping(step)["in"];
    const from = mapping(Array.isArray(read) ? read[0] : undefined)["from"];
    const isCounted = typeof from === "string" && mapping(outside[from])["expect"] !== undefined;
    return isCounted ? [name] : [];
  });
};
