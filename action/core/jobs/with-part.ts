import type { Production } from "../production/production.ts";

/** Here a part of the files is what the person asked for: jobs that read all of an input go on with what is there. */
export const withPart = (production: Production, isPart: boolean): Production =>
  isPart
    ? {
        ...production,
        steps: production.steps.map((step) => ({
          ...step,
          inputs: step.inputs.map((input) => (input.allOf === undefined ? input : { ...input, allOf: { least: 1 } })),
        })),
      }
    : production;

/** No job gets more events than these. */
export const withFewEvents = (production: Production, most: number): Production => ({
  ...production,
  steps: production.steps.map((step) =>
    step.eventsPerJob === undefined ? step : { ...step, eventsPerJob: Math.min(step.eventsPerJob, most) },
  ),
});
