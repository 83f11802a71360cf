import { suggestedEdits } from "../jobs/suggested-edits.ts";
import type { Production } from "../production/production.ts";
import { canonicalJson, type Json, mapping } from "../text/canonical-json.ts";
import type { Edit } from "../text/edit-yaml.ts";
import type { Intent } from "./event.ts";
import { suggestedByTrial } from "./measured-in-trial.ts";
import type { StepCompletion } from "./step-completion.ts";

/** What ended, and what PanDA told of its jobs. */
export type MeasuredBefore = { readonly intent: Intent; readonly steps: readonly StepCompletion[] };

/** What a request could say instead, by the jobs of a trial of it, or of the last release of the same steps. */
export const measuredEdits = (
  { steps, request }: Production,
  { intent, steps: seen }: MeasuredBefore,
): readonly (Edit & { readonly after: string })[] =>
  steps.flatMap((step) => {
    const completion = seen.find((one) => one.step === step.name);
    const written = request.steps[step.name];
    if (completion === undefined || written === undefined) return [];
    if (intent.trial === undefined && !isSameWork(intent, step.name, written)) return [];
    const events = step.eventsPerJob === undefined ? undefined : (intent.trial?.events ?? step.eventsPerJob);
    return suggestedEdits(step.name, written, suggestedByTrial(step, completion, events));
  });

/** What a job does not run by: a release measured the same work with others of these. */
const besideWork: ReadonlySet<string> = new Set([
  ...["estimate", "memory", "walltime", "jobs", "maxAttempt", "priority", "sites", "excludeSites", "accept"],
  "validates",
]);

export const isSameWork = ({ content }: Intent, step: string, now: object | undefined): boolean =>
  workOf(mapping(mapping(mapping(content.request).steps)[step])) === workOf({ ...now });

const workOf = (step: Readonly<Record<string, unknown>>): string =>
  canonicalJson(Object.fromEntries(Object.entries(step).filter(([key]) => !besideWork.has(key))) as Json);
