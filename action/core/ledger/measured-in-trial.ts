import { type Measured, type Suggested, suggestedFor, suggestedMemory } from "../jobs/measured.ts";
import type { Step } from "../judge/production.ts";
import { diedOfMemory } from "./completion.ts";
import type { StepCompletion } from "./event.ts";
import type { JobsUsed } from "./jobs-used.ts";

/** Times what a job had that died of memory: nobody knows what it would have needed. */
const moreThanDeadly = 2;

/** What a step of the request could say, by the jobs of a trial, of `events` events each where it counts events. */
export const suggestedByTrial = (step: Step, seen: StepCompletion, events: number | undefined): Suggested => {
  if (seen.kind !== "all" || seen.used === undefined) return {};
  const { used, failures } = seen;
  if (diedOfMemory(failures) === 0) {
    const measured = measuredIn(used, seen.outputs, events);
    return measured === undefined ? {} : suggestedFor(step, measured, events);
  }
  const memory = used.megabytes === null ? undefined : suggestedMemory(step, used.megabytes, moreThanDeadly);
  return memory === undefined || memory <= (step.memory ?? 0) || step.retryMemory.length > 0 ? {} : { memory };
};

type Outputs = Extract<StepCompletion, { readonly outputs: unknown }>["outputs"];

const measuredIn = (
  { jobs, seconds, cpuSeconds, megabytes }: JobsUsed,
  outputs: Outputs,
  events: number | undefined,
): Measured | undefined => {
  if (jobs === 0 || seconds === null) return undefined;
  const bytes = Object.values(outputs).map((output) => output.bytes);
  const output = bytes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / 1e6;
  const all = events === undefined ? undefined : events * jobs;
  return {
    ...{ jobs, seconds, output, cpuSeconds: cpuSeconds ?? undefined, megabytes: megabytes ?? undefined },
    perEvent:
      all === undefined
        ? undefined
        : {
            seconds: cpuSeconds === null ? undefined : cpuSeconds / all,
            megabytes: bytes.length === 0 || bytes.includes(null) ? undefined : output / all,
          },
  };
};
