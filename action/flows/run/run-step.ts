import type { LocalFile, LocalReport, StepHere } from "../../core/jobs/run-report.ts";
import { type Job, splitTask } from "../../core/jobs/split-task.ts";
import { taskShape } from "../../core/jobs/task-shape.ts";
import { readsInputs, waitsForAll } from "../../core/plan/prun-options.ts";
import { primaryStreams, secondaryStreams } from "../../core/plan/streams.ts";
import { compareText } from "../../core/problems/problem.ts";
import type { InputSource, Step } from "../../core/production/production.ts";
import type { LocalJobs } from "../../ports/local-jobs.ts";

export type RunChoice = {
  /** These, and those that they read; `undefined`: all. */
  readonly steps: readonly string[] | undefined;
  /** The first jobs of each step, at most this many; `undefined`: all. */
  readonly jobs: number | undefined;
  /** Of steps with a table of jobs only the job of this row, from 1; `undefined`: as `jobs` says. */
  readonly row: number | undefined;
};

/** Called when a step knows its jobs, and whenever one has ended. */
export type RunProgress = (now: {
  readonly step: string;
  readonly done: number;
  readonly failed: number;
  readonly jobs: number;
}) => void;

/** A step that has ended, with the files of its outputs. */
export type StepMade = { readonly here: StepHere; files(output: string): readonly LocalFile[] };

type StepSurroundings = {
  readonly jobs: LocalJobs;
  readonly choice: RunChoice;
  readonly tell: RunProgress;
  /** The first seed of each step that has a range. */
  readonly seeds: Readonly<Record<string, number>>;
  readonly outside: ReadonlyMap<string, readonly LocalFile[]>;
  readonly made: (step: string) => Promise<StepMade>;
};

/** `task`: its number among the steps, as JEDI counts tasks in the order of the file. */
export const runStep = async (around: StepSurroundings, step: Step, task: number): Promise<StepMade> => {
  const { jobs, choice, tell } = around;
  const inputs = await Promise.all(step.inputs.map(({ source }) => filesOf(around, source)));
  const why = reasonNotToRun(step, inputs);
  if (why !== undefined) return notRun(step, why);
  const shape = taskShape(
    step,
    inputs.map((files) => files.map(({ name }) => name)),
    around.seeds[step.name] ?? 1,
  );
  const split = splitTask(shape);
  if (split.kind === "no-files") return notRun(step, "no file of its first input fits");
  if (split.kind === "secondary-empty") return notRun(step, `no file of ${nameOf(step, split.stream)} fits`);
  const chosen =
    choice.row === undefined || step.table === undefined
      ? split.jobs.slice(0, choice.jobs)
      : split.jobs.filter(({ number }) => number === choice.row);
  const byName = new Map(inputs.flat().map((file) => [file.name, file]));
  const count = { done: 0, failed: 0 };
  const tellCount = (): void => tell({ step: step.name, ...count, jobs: chosen.length });
  tellCount();
  const reports = await Promise.all(
    chosen.map(async (job) => {
      const read = [...new Set(Object.values(job.files).flat())].flatMap((name) => byName.get(name) ?? []);
      const report = await jobs.run({ step, task, job, inputs: read });
      count.done++;
      if (report.end.kind === "failed") count.failed++;
      tellCount();
      return report;
    }),
  );
  const outputs = reports.flatMap((report) => report.outputs);
  if (reports.every(({ end }) => end.kind !== "stopped")) await jobs.settle(step, outputs);
  const left = split.jobs.length - chosen.length;
  const fewer = fewerFiles(step, chosen);
  return {
    here: { step: step.name, state: { kind: "ran", reports, left, fewer } },
    files: (output) => ofOutput(reports, output),
  };
};

/** An input by what PanDA calls it. */
const nameOf = (step: Step, stream: string): string =>
  secondaryStreams(step).find((input) => input.stream === stream)?.name ?? stream;

/** Inputs of which a job got fewer files than the request says; of a primary one, where it reads all of them. */
const fewerFiles = (step: Step, jobs: readonly Job[]): readonly string[] => {
  const whole = waitsForAll(step) ? primaryStreams(step).map((input) => ({ ...input, own: "IN" })) : [];
  const others = secondaryStreams(step).map((input) => ({ ...input, own: input.stream }));
  return [...whole, ...others].flatMap(({ name, own, filesPerJob, byPattern }) =>
    byPattern === undefined && jobs.some(({ files }) => (files[own] ?? []).length < filesPerJob) ? [name] : [],
  );
};

const ofOutput = (reports: readonly LocalReport[], output: string): readonly LocalFile[] =>
  reports
    .flatMap(({ outputs }) => outputs.filter((one) => one.output === output))
    .toSorted((a, b) => compareText(a.name, b.name));

const filesOf = async ({ outside, made }: StepSurroundings, source: InputSource): Promise<readonly LocalFile[]> =>
  source.kind === "step" ? (await made(source.step)).files(source.output) : (outside.get(source.input) ?? []);

/** As JEDI and iDDS decide: a task without a file waits for ever, and one that reads what failed begins when nothing was made. */
const reasonNotToRun = (step: Step, inputs: readonly (readonly LocalFile[])[]): string | undefined => {
  if (!readsInputs(step))
    return inputs.some((files) => files.length > 0)
      ? `${step.inputs.map(sourceInWords).join(" and ")} could be made`
      : undefined;
  const empty = step.inputs.filter((_, index) => inputs[index]?.length === 0);
  return empty.length === 0 ? undefined : `there is no file of ${empty.map(sourceInWords).join(" and ")}`;
};

const sourceInWords = ({ source }: Step["inputs"][number]): string =>
  source.kind === "step" ? `${source.step}/${source.output}` : source.input;

const notRun = (step: Step, why: string): StepMade => {
  const state: StepHere["state"] = { kind: "not-run", why };
  return { here: { step: step.name, state }, files: () => [] };
};
