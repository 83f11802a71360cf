import { type Suggested, suggestedFor, suggestedMemory } from "../jobs/measured.ts";
import type { Step } from "../production/production.ts";
import { diedOfMemory } from "./completion.ts";
import type { StepCompletion } from "./step-completion.ts";

/** A multiple of the memory of a job that ran out of it: its real need is unknown. */
const moreThanDeadly = 2;

/** What a step of the request could say, by the jobs of a trial, of `events` events each where it counts events. */
export const suggestedByTrial = (step: Step, seen: StepCompletion, events: number | undefined): Suggested => {
  if (seen.kind !== "all" || seen.used === undefined) return {};
  const { jobs, seconds, megabytes, cpuSeconds } = seen.used;
  if (diedOfMemory(seen.failures) > 0)
    return megabytes === null || step.retryMemory.length > 0
      ? {}
      : { memory: suggestedMemory(step, deadly(step, megabytes), moreThanDeadly) };
  if (jobs === 0 || seconds === null) return {};
  const each = (amount: number): number | undefined => (events === undefined ? undefined : amount / (events * jobs));
  const bytes = bytesIn(seen.outputs);
  const measured = {
    seconds,
    megabytes: megabytes ?? undefined,
    perEvent: {
      seconds: cpuSeconds === null ? undefined : each(cpuSeconds),
      megabytes: bytes === undefined ? undefined : each(bytes / 1e6),
    },
  };
  return suggestedFor(step, measured, events);
};

/** The pilot looks now and then: who was ended had at least what was asked for. */
const deadly = ({ memory, cores }: Step, megabytes: number): number =>
  memory === undefined ? megabytes : Math.max(megabytes, memory * cores);

type Outputs = Extract<StepCompletion, { readonly outputs: unknown }>["outputs"];

/** `undefined`: for one of them it is unknown, or there is none. */
const bytesIn = (outputs: Outputs): number | undefined => {
  const known = Object.values(outputs).flatMap(({ bytes }) => bytes ?? []);
  return known.length === 0 || known.length < Object.keys(outputs).length
    ? undefined
    : known.reduce((sum, bytes) => sum + bytes);
};
