import type { Production } from "../production/production.ts";
import { measuredOf, type Suggested, suggestedFor } from "./measured.ts";
import { reportsOf, type StepHere } from "./run-report.ts";

/** What a step could say, by its jobs here. */
export type StepSuggestion = { readonly step: string; readonly suggested: Suggested };

/** `asked`: the production as the request has it; `run`: as it ran, perhaps with fewer events. */
export const suggestionsOf = (
  asked: Production,
  run: Production,
  steps: readonly StepHere[],
): readonly StepSuggestion[] =>
  asked.steps.flatMap((step) => {
    const ran = run.steps.find(({ name }) => name === step.name);
    const here = steps.find((one) => one.step === step.name);
    const measured = ran === undefined || here === undefined ? undefined : measuredOf(ran, reportsOf(here));
    if (measured === undefined) return [];
    const suggested = suggestedFor(step, measured, ran?.eventsPerJob);
    return Object.keys(suggested).length === 0 ? [] : [{ step: step.name, suggested }];
  });
