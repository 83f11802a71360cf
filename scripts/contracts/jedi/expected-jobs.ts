import { type Job, secondaryFiles, splitTask, type TaskShape } from "../../../action/core/jobs/split-task.ts";
import { taskShape } from "../../../action/core/jobs/task-shape.ts";
import { carriedFields } from "../../../action/core/plan/carried-fields.ts";
import { nameFields, outputFileName } from "../../../action/core/plan/output-name.ts";
import type { InputSource, Production, Step } from "../../../action/core/production/production.ts";
import { inFileOrder } from "../../../action/core/render/cwl.ts";
import type { Examined } from "./case-production.ts";
import type { JediCase } from "./cases.ts";

/** One attempt of a job, in the words of all who foretell it. */
export type ExpectedJob = {
  readonly seed: number;
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Of a file that is divided. */
  readonly firstEvent?: number;
  readonly outputs: readonly string[];
  readonly good: boolean;
};
export type ExpectedStep = { readonly step: string; readonly jobs: readonly ExpectedJob[] };

/** JEDI numbers tasks in the order of the file; where ids begin is agreed with jobs_of_workflows.py. */
const firstTask = 501;

/** What the plan and `core/jobs` foretell of a case: each step's attempts, from the files that its parents made. */
export const expectedJobs = ({ one, production, datasets }: Examined): readonly ExpectedStep[] => {
  const made = new Map<string, readonly string[]>();
  return inFileOrder(production.steps).map((step, index) => {
    const inputs = step.inputs.map(({ source }) => filesOf(datasets, made, source));
    const shape = taskShape(step, inputs, 1);
    const split = splitTask(shape);
    if (split.kind !== "jobs") throw new Error(`${step.name} has no jobs: ${split.kind}`);
    const ended = endedJobs(
      shape,
      split.jobs,
      step.maxAttempt,
      failsOf(one, step.name),
      one.retried?.includes(step.name) === true,
    );
    const jobs = ended.map(({ number, seed = 0, files, firstEvent, good }) => ({
      seed,
      files,
      ...(firstEvent === undefined ? {} : { firstEvent }),
      outputs: namesOf(production, step, firstTask + index, number, files["IN"]?.[0]),
      good,
    }));
    step.outputs.forEach(({ name }, at) => {
      made.set(
        `${step.name}/${name}`,
        jobs.flatMap((job) => (job.good ? (job.outputs[at] ?? []) : [])),
      );
    });
    return { step: step.name, jobs };
  });
};

const filesOf = (
  datasets: Examined["datasets"],
  made: ReadonlyMap<string, readonly string[]>,
  source: InputSource,
): readonly string[] => {
  switch (source.kind) {
    case "step":
      return made.get(`${source.step}/${source.output}`) ?? [];
    case "dataset":
      return datasets[source.dataset] ?? [];
    case "production":
      return [];
  }
};

const namesOf = (
  { outDS }: Production,
  step: Step,
  task: number,
  job: number,
  input: string | undefined,
): readonly string[] => {
  const carried = carriedFields(step);
  const fields = carried.length > 0 && input !== undefined ? { fields: nameFields(input, carried) } : {};
  return step.outputs.map(({ name }) => outputFileName({ outDS, task, job, file: name, ...fields }));
};

/** A job of one attempt, and how it ended. */
type EndedJob = Job & { readonly good: boolean };

/**
 * Attempts in JEDI's order: each cycle makes the jobs that failed once more, until they are good or have no attempt
 * left. A task that is tried again gives each lost job one more attempt, which is good.
 */
const endedJobs = (
  shape: TaskShape,
  jobs: readonly Job[],
  maxAttempt: number,
  fails: Readonly<Record<number, number>>,
  isRetried: boolean,
): readonly EndedJob[] => {
  const ended: EndedJob[] = [];
  let waiting = jobs.map((job) => ({ job, first: job.number }));
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const last = attempt > maxAttempt;
    for (const one of waiting) ended.push({ ...one.job, good: last || attempt > (fails[one.first] ?? 0) });
    const again = waiting.filter((_, index) => ended[ended.length - waiting.length + index]?.good === false);
    if (attempt === maxAttempt && !isRetried) break;
    const next = ended.length + 1;
    const made = retried(
      shape,
      again.map(({ job }) => job),
      next,
    );
    waiting = made.map((job, index) => ({ job, first: again[index]?.first ?? 0 }));
  }
  return ended;
};

const failsOf = ({ fails = {} }: JediCase, step: string): Readonly<Record<number, number>> => fails[step] ?? {};

/**
 * Jobs that JEDI makes again at one time: with their seeds and files, but for those of a pool that is reused; outputs get
 * the next numbers that no job had (PANDA J1, PANDA J2, PANDA J15).
 */
export const retried = ({ secondaries }: TaskShape, jobs: readonly Job[], firstNumber: number): readonly Job[] =>
  jobs.map((job, index) => ({
    ...job,
    number: firstNumber + index,
    files: {
      ...job.files,
      ...Object.fromEntries(
        secondaries.flatMap((secondary) =>
          secondary.reusable ? [[secondary.stream, secondaryFiles(secondary, index)]] : [],
        ),
      ),
    },
  }));
