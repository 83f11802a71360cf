import type { MadeJob, MadeStep } from "./ask-jedi.ts";

/** What came of the joins of one step. */
export type JoinTally = {
  /** Jobs that were good, of files that belong together. */
  readonly joined: number;
  /** Jobs whose wrapper let files of different origin pass. */
  readonly mixed: number;
  /** Origins that lost a file before, so that there was nothing to join. */
  readonly incomplete: number;
  /** Origins whose files were all there and whose job failed by itself. */
  readonly failed: number;
  /** Origins whose files were all there and never came together. */
  readonly withheld: number;
  /** Attempts that the wrapper refused. */
  readonly refused: number;
};

/** Whether the wrapper of a step lets its payload run on these files. */
export type Wrapper = (files: readonly string[]) => boolean;

/**
 * From what a file was made is traced from job to job, not read from names. A job of several streams has one file of each,
 * if it is right.
 */
export const checkJoins = (
  steps: readonly MadeStep[],
  join: string,
  branches: readonly string[],
  passes: Wrapper,
): JoinTally => {
  const madeFrom = new Map(
    steps.flatMap((step) =>
      jobsOf(step).flatMap(({ outputs, files }) => outputs.map((output) => [output, files["IN"]?.[0]] as const)),
    ),
  );
  const originOf = (file: string): string => {
    const parent = madeFrom.get(file);
    return parent === undefined ? file : originOf(parent);
  };
  const filesOf = (name: string): readonly string[] =>
    jobsOf(steps.find(({ step }) => step === name)).flatMap(({ good, outputs }) => (good ? outputs : []));
  const complete = filesOf("a").filter((origin) =>
    branches.every((branch) => filesOf(branch).some((file) => originOf(file) === origin)),
  );
  const attempts = jobsOf(steps.find(({ step }) => step === join)).map(({ files, good }) => {
    const read = Object.values(files).flat();
    return { origins: new Set(read.map(originOf)), good, isPassed: passes(read) };
  });
  const of = (origin: string) => attempts.filter(({ origins, isPassed }) => isPassed && origins.has(origin));
  const unjoined = complete.filter((origin) => !of(origin).some(({ good }) => good));
  return {
    joined: attempts.filter(({ origins, good, isPassed }) => good && isPassed && origins.size === 1).length,
    mixed: attempts.filter(({ origins, isPassed }) => isPassed && origins.size > 1).length,
    incomplete: filesOf("a").length - complete.length,
    failed: unjoined.filter((origin) => of(origin).length > 0).length,
    withheld: unjoined.filter((origin) => of(origin).length === 0).length,
    refused: attempts.filter(({ isPassed }) => !isPassed).length,
  };
};

const jobsOf = (step: MadeStep | undefined): readonly MadeJob[] => {
  if (step === undefined || "error" in step) throw new Error(`no jobs: ${step?.step ?? ""} ${step?.error ?? ""}`);
  return step.jobs;
};

export const sumTallies = (tallies: readonly JoinTally[]): JoinTally =>
  tallies.reduce((a, b) => ({
    joined: a.joined + b.joined,
    mixed: a.mixed + b.mixed,
    incomplete: a.incomplete + b.incomplete,
    failed: a.failed + b.failed,
    withheld: a.withheld + b.withheld,
    refused: a.refused + b.refused,
  }));
