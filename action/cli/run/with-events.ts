import { Failure } from "../../core/problems/failure.ts";
import type { Production } from "../../core/production/production.ts";

/** The production with this number of events a job. */
export const withEvents = (production: Production, events: number | undefined): Production => {
  if (events === undefined) return production;
  if (production.steps.every(({ eventsPerJob }) => eventsPerJob === undefined))
    throw new Failure("No step of this production says eventsPerJob, so --events changes nothing.", {
      wayOut: "Leave --events out.",
    });
  return {
    ...production,
    steps: production.steps.map((step) => (step.eventsPerJob === undefined ? step : { ...step, eventsPerJob: events })),
  };
};
