import type { StepCompletion } from "../../ledger/step-completion.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { SiteFailures } from "./site-data.ts";

type JobsRead = Exclude<StepCompletion, { readonly kind: "not-known" }>;
type Failure = { jobs: number; said?: string };
/** Sums by site while the ledger is read. */
export type SiteSums = Map<string, { jobs: number; readonly failures: Map<string, Failure> }>;

/** The jobs of a submission, as they were read when it ended last. */
export const addFailures = (sums: SiteSums, state: SubmissionState): void => {
  for (const step of "past" in state ? (state.past.completion?.steps ?? []) : [])
    if (step.kind !== "not-known") addStep(sums, step);
};

const addStep = (sums: SiteSums, { sites, failedAt = {}, said = {} }: JobsRead): void => {
  const words = new Map(Object.entries(said));
  for (const [site, jobs] of Object.entries(sites)) {
    const sum = sums.get(site) ?? { jobs: 0, failures: new Map<string, Failure>() };
    sums.set(site, sum);
    sum.jobs += jobs;
    for (const [failure, count] of Object.entries(new Map(Object.entries(failedAt)).get(site) ?? {})) {
      const before = sum.failures.get(failure) ?? { jobs: 0 };
      const last = words.get(failure) ?? before.said;
      sum.failures.set(failure, { jobs: before.jobs + count, ...(last === undefined ? {} : { said: last }) });
    }
  }
};

const classesShown = 20;

/** The site with most failed jobs first, and so its failures. */
export const siteFailures = (sums: SiteSums): readonly SiteFailures[] =>
  [...sums]
    .map(([site, { jobs, failures }]) => ({
      site,
      jobs,
      failed: [...failures.values()].reduce((all, one) => all + one.jobs, 0),
      failures: [...failures]
        .map(([failure, one]) => ({ failure, ...one }))
        .toSorted((a, b) => b.jobs - a.jobs)
        .slice(0, classesShown),
    }))
    .toSorted((a, b) => b.failed - a.failed || b.jobs - a.jobs);
