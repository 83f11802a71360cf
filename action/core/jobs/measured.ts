import type { Estimate, Production, Step } from "../production/production.ts";
import type { Edit } from "../text/edit-yaml.ts";
import { type LocalReport, reportsOf, type StepHere } from "./run-report.ts";

/** What the jobs of a step took, those that ended well. */
export type Measured = {
  readonly jobs: number;
  /** Seconds of the longest. */
  readonly seconds: number;
  /** Processor seconds of all together; `undefined`: all were too short to be counted. */
  readonly cpuSeconds: number | undefined;
  /** MB of the largest; `undefined`: all were too short to be seen. */
  readonly megabytes: number | undefined;
  /** MB that all made. */
  readonly output: number;
  /** Per event, where the step counts events. */
  readonly perEvent: { readonly seconds: number | undefined; readonly megabytes: number | undefined } | undefined;
};

/** What a suggestion needs of it. */
type Telling = Pick<Measured, "seconds" | "megabytes" | "perEvent">;

/** What the request could say; left out where it says as much already, or where nothing was seen. */
export type Suggested = {
  readonly estimate?: Estimate;
  /** MB a core. */
  readonly memory?: number;
  /** Hours. */
  readonly walltime?: number;
};

export const measuredOf = (
  { eventsPerJob }: Pick<Step, "eventsPerJob">,
  reports: readonly LocalReport[],
): Measured | undefined => {
  const good = reports.filter(({ end }) => end.kind === "finished");
  if (good.length === 0) return undefined;
  const cpu = good.flatMap(({ used }) => used.cpuSeconds ?? []);
  const memory = good.flatMap(({ used }) => used.megabytes ?? []);
  // Shells count in hundredths of a second.
  const cpuSeconds = sumOf(cpu) === 0 ? undefined : sumOf(cpu);
  const output = sumOf(good.flatMap(({ outputs }) => outputs.map(({ bytes }) => bytes))) / 1e6;
  const events = eventsPerJob === undefined ? undefined : eventsPerJob * good.length;
  return {
    jobs: good.length,
    seconds: largestOf(good.map(({ used }) => used.seconds)),
    cpuSeconds,
    megabytes: memory.length === 0 ? undefined : largestOf(memory),
    output,
    perEvent:
      events === undefined
        ? undefined
        : { seconds: cpuSeconds === undefined ? undefined : cpuSeconds / events, megabytes: output / events },
  };
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
const largestOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);

/** Room above the largest that was seen, because other jobs and other machines differ. */
const moreMemory = 1.25;
const moreTime = 2;

/** Of the step as requested, from jobs of `events` events each: time grows with events, and memory does not. */
export const suggestedFor = (step: Step, measured: Telling, events: number | undefined): Suggested => {
  const times = step.eventsPerJob === undefined || events === undefined ? 1 : step.eventsPerJob / events;
  const estimate = otherThan(step.estimate, estimateFor(measured.perEvent));
  const memory = measured.megabytes === undefined ? undefined : suggestedMemory(step, measured.megabytes, moreMemory);
  const walltime = within(1, 168, Math.ceil((measured.seconds * times * moreTime) / 3600));
  return {
    ...(Object.keys(estimate).length === 0 ? {} : { estimate }),
    // A list of values covers what a few jobs show.
    ...(memory === undefined || memory === step.memory || step.retryMemory.length > 0 ? {} : { memory }),
    ...(walltime === step.walltime ? {} : { walltime }),
  };
};

/** MB a core, in whole hundreds: a multiple of what a job used. */
export const suggestedMemory = ({ cores }: Pick<Step, "cores">, megabytes: number, times: number): number =>
  within(100, 64000, Math.ceil((megabytes * times) / cores / 100) * 100);

const estimateFor = (perEvent: Telling["perEvent"]): Estimate => ({
  ...figure("seconds", perEvent?.seconds),
  ...figure("megabytes", perEvent?.megabytes),
});

const otherThan = (said: Estimate = {}, seen: Estimate): Estimate =>
  Object.fromEntries(Object.entries(seen).filter(([name, value]) => said[name as keyof Estimate] !== value));

/** A few jobs justify two digits; the language begins at a thousandth. */
const figure = (name: keyof Estimate, value: number | undefined): Estimate =>
  value === undefined ? {} : { [name]: within(0.001, 1_000_000, Number(value.toPrecision(2))) };

const within = (least: number, most: number, value: number): number => Math.min(most, Math.max(least, value));

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

/** What a step, as its request writes it, must say instead; a new key goes after `out`, which every step has. */
export const suggestedEdits = (
  step: Step["name"],
  written: { readonly memory?: unknown; readonly walltime?: unknown; readonly estimate?: unknown },
  { memory, walltime, estimate = {} }: Suggested,
): readonly (Edit & { readonly after: string })[] => {
  const at = ["steps", step];
  const figures = Object.entries(estimate);
  const said = typeof written.estimate === "object" && written.estimate !== null ? Object.keys(written.estimate) : [];
  const [first] = said;
  return [
    ...(first === undefined
      ? figures.length === 0
        ? []
        : [{ path: [...at, "estimate"], text: Object.fromEntries(figures), after: "out" }]
      : figures.map(([name, value]) => ({ path: [...at, "estimate", name], text: value, after: first }))),
    ...(memory === undefined ? [] : [{ path: [...at, "memory"], text: memory, after: "out" }]),
    ...(walltime === undefined ? [] : [{ path: [...at, "walltime"], text: walltime, after: "out" }]),
  ];
};
