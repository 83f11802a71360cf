import { eventsOf } from "../ledger/intended-steps.ts";
import { isSameWork, type MeasuredBefore } from "../ledger/measured-edits.ts";
import type { StepCompletion } from "../ledger/step-completion.ts";
import { amountsOfRuns, sum } from "../plan/plan.ts";
import type { CountedProduction, Production, Step } from "../production/production.ts";

type CostAmounts = { readonly jobs: number | null; readonly coreHours: number | null; readonly bytes: number | null };

/** What a production would cost by what the last version of its tag used; `null`: nobody knows. */
export type MeasuredCost =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "measured";
      /** TAG@VERSION whose jobs were measured. */
      readonly of: string;
      readonly steps: readonly MeasuredStepCost[];
      readonly total: CostAmounts;
    };

/** Processor time and output of good jobs, times the jobs planned, or where nobody can count these, the jobs measured. */
export type MeasuredStepCost = CostAmounts & {
  readonly step: string;
  /** Good jobs that were measured; 0: the version had no such step, or nothing of it is known. */
  readonly measuredJobs: number;
  readonly isChanged: boolean;
};

/** `ended`: submissions of one version, all that ended well. */
export const measuredCost = (
  production: Production | CountedProduction,
  ended: readonly MeasuredBefore[],
): MeasuredCost => {
  const [first] = ended;
  if (first === undefined) return { kind: "nothing" };
  const steps = production.steps.map((step) => costOfStep(production, step, first, ended));
  return {
    kind: "measured",
    of: `${first.intent.tag}@${first.intent.version}`,
    steps,
    total: {
      jobs: sum(steps.map(({ jobs }) => jobs)),
      coreHours: sum(steps.map(({ coreHours }) => coreHours)),
      bytes: sum(steps.map(({ bytes }) => bytes)),
    },
  };
};

const costOfStep = (
  production: Production | CountedProduction,
  { name, eventsPerJob }: Step,
  { intent }: MeasuredBefore,
  ended: readonly MeasuredBefore[],
): MeasuredStepCost => {
  const used = ended.flatMap(({ steps }) => steps.flatMap((seen) => (seen.step === name ? usedBy(seen) : [])));
  const measuredJobs = jobsIn(used);
  const jobs = jobsPlanned(production, name) ?? measuredJobs;
  const then = eventsOf(intent, name)?.perJob;
  const larger = eventsPerJob === undefined || then === undefined ? 1 : eventsPerJob / then;
  const scaled = (amount: "seconds" | "bytes"): number | null => {
    const known = used.filter((one) => one[amount] !== null);
    const of = jobsIn(known);
    return of === 0 ? null : (known.reduce((all, one) => all + Number(one[amount]), 0) / of) * jobs * larger;
  };
  const seconds = scaled("seconds");
  return {
    step: name,
    jobs: jobs === 0 ? null : jobs,
    coreHours: seconds === null ? null : seconds / 3600,
    bytes: scaled("bytes"),
    measuredJobs,
    isChanged: measuredJobs > 0 && !isSameWork(intent, name, production.request.steps[name]),
  };
};

const jobsPlanned = (production: Production | CountedProduction, name: string): number | null => {
  const only = <T extends { readonly name: string }>(steps: readonly T[]): readonly T[] =>
    steps.filter((step) => step.name === name);
  const { steps, runs, stepsOfRuns } = production;
  return amountsOfRuns({ runs, steps: only(steps), stepsOfRuns: stepsOfRuns?.map(only) }).jobs;
};

type Used = { readonly jobs: number; readonly seconds: number | null; readonly bytes: number | null };

/** Of good jobs, where all were read. */
const usedBy = (seen: StepCompletion): readonly Used[] => {
  if (seen.kind !== "all") return [];
  const failed = Object.values(seen.failures).reduce((all, one) => all + one, 0);
  return [
    {
      jobs: seen.used?.jobs ?? seen.count - failed,
      seconds: seen.used?.cpuSeconds ?? null,
      bytes: sum(Object.values(seen.outputs).map(({ bytes }) => bytes)),
    },
  ];
};

const jobsIn = (used: readonly Used[]): number => used.reduce((all, { jobs }) => all + jobs, 0);
