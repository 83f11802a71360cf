import { type LocalReport, reportsOf, type StepHere } from "../../core/jobs/run-report.ts";
import { outsideInputs } from "../../core/plan/streams.ts";
import type { Step } from "../../core/production/production.ts";
import { inFileOrder } from "../../core/render/cwl.ts";
import type { Bindings } from "../../core/render/rendering.ts";
import type { LocalJobs } from "../../ports/local-jobs.ts";
import type { Try } from "./find-tries.ts";
import { runHere, stepsNeeded } from "./run-here.ts";
import type { RunProgress } from "./run-step.ts";

/** What became of it on this machine. */
export type Tried = Try & {
  readonly here: readonly StepHere[];
  /** Steps that could not be tried here, and why, in sentences. */
  readonly left: readonly { readonly step: string; readonly why: string }[];
  /** The last lines of the log of each job, of a payload's making. */
  readonly said: ReadonlyMap<LocalReport, readonly string[]>;
};

/** Runs the first jobs of the steps that changed, and of those that they read; a step that cannot run here holds up no other. */
export const tryOut = async (
  jobs: LocalJobs,
  one: Try,
  { jobs: most, bindings }: { readonly jobs: number; readonly bindings: Bindings },
  tell: RunProgress,
): Promise<Tried> => {
  const steps = inFileOrder(one.production.steps);
  const left: Tried["left"][number][] = [];
  const wanted: string[] = [];
  for (const step of one.steps) {
    const needed = stepsNeeded(steps, [step], new Set());
    const why = [
      ...(await outsideHere(jobs, needed)),
      ...(await jobs.missing(needed)),
      ...(await Promise.all(needed.map((each) => unreadable(jobs, each)))).flat(),
    ];
    if (why.length === 0) wanted.push(step);
    else left.push({ step, why: why.join(" ") });
  }
  const here =
    wanted.length === 0
      ? []
      : await runHere(
          jobs,
          { production: one.production, bindings },
          { steps: wanted, jobs: most, row: undefined },
          tell,
        );
  const said = new Map<LocalReport, readonly string[]>();
  for (const report of here.flatMap(reportsOf)) said.set(report, await jobs.lastWords(report));
  return { ...one, here, left, said };
};

/** Inputs from outside of the production of which nothing was laid out. */
const outsideHere = async (jobs: LocalJobs, steps: readonly Step[]): Promise<readonly string[]> => {
  const inputs = [...outsideInputs(steps)];
  const given = await Promise.all(inputs.map((input) => jobs.given([input])));
  return inputs
    .filter((_, index) => given[index] === undefined)
    .map((input) => `The input ${input} comes from outside of this production, and no data are fetched here.`);
};

/** Of files that the payload opens by their paths the first of the first job says whether they are here. */
const unreadable = async (jobs: LocalJobs, { name, table }: Step): Promise<readonly string[]> => {
  const path = table?.cut?.jobs[0]?.files.flat().find((file) => file.startsWith("/"));
  return path === undefined || (await jobs.holds(path))
    ? []
    : [`${name} reads files such as ${path}, which are not here.`];
};
