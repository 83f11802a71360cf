import { type Suggested, suggestedEdits, suggestedFor, suggestedMemory } from "../jobs/measured.ts";
import type { Production, Step } from "../production/production.ts";
import { canonicalJson, type Json, mapping } from "../text/canonical-json.ts";
import type { Edit } from "../text/edit-yaml.ts";
import { diedOfMemory } from "./completion.ts";
import type { Intent } from "./event.ts";
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

/** `undefined`: for one of them it is unknown, or there is none. */
const bytesIn = (outputs: Extract<StepCompletion, { readonly outputs: unknown }>["outputs"]): number | undefined => {
  const known = Object.values(outputs).flatMap(({ bytes }) => bytes ?? []);
  return known.length === 0 || known.length < Object.keys(outputs).length
    ? undefined
    : known.reduce((sum, bytes) => sum + bytes);
};

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
const notOfWork: ReadonlySet<string> = new Set([
  ...["estimate", "memory", "walltime", "jobs", "maxAttempt", "priority", "sites", "excludeSites", "accept"],
  "validates",
]);

export const isSameWork = ({ content }: Intent, step: string, now: object | undefined): boolean =>
  workOf(mapping(mapping(mapping(content.request).steps)[step])) === workOf({ ...now });

const workOf = (step: Readonly<Record<string, unknown>>): string =>
  canonicalJson(Object.fromEntries(Object.entries(step).filter(([key]) => !notOfWork.has(key))) as Json);
