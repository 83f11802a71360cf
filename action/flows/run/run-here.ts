import type { LocalFile, StepHere } from "../../core/jobs/run-report.ts";
import { outsideInputs } from "../../core/plan/streams.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Production, Step } from "../../core/production/production.ts";
import { inFileOrder } from "../../core/render/cwl.ts";
import type { Bindings } from "../../core/render/rendering.ts";
import type { LocalJobs } from "../../ports/local-jobs.ts";
import { type RunChoice, type RunProgress, runStep, type StepMade } from "./run-step.ts";

/** Runs a production on this machine. A step begins when all that it reads have ended, with the files that were made, as at PanDA. */
export const runHere = async (
  jobs: LocalJobs,
  { production, bindings }: { readonly production: Production; readonly bindings: Bindings },
  choice: RunChoice,
  tell: RunProgress,
): Promise<readonly StepHere[]> => {
  const steps = inFileOrder(production.steps);
  const unknown = choice.steps?.find((named) => steps.every(({ name }) => name !== named));
  if (unknown !== undefined)
    throw new Failure(`There is no step ${unknown}.`, {
      wayOut: `The steps are ${steps.map(({ name }) => name).join(", ")}.`,
    });
  const given = await givenFiles(
    jobs,
    steps.filter(({ name }) => choice.steps?.includes(name) !== true),
  );
  const wanted = choice.steps === undefined ? steps : stepsNeeded(steps, choice.steps, new Set(given.keys()));
  const run = wanted.filter(({ name }) => !given.has(name));
  refuseAbsentRow(run, choice.row);
  const outside = await outsideFiles(jobs, run);
  await refuseWhatIsMissing(jobs, run);
  const made = new Map<string, Promise<StepMade>>();
  const of = (name: string): Promise<StepMade> => made.get(name) ?? Promise.reject(new Error(`${name} has not begun`));
  for (const [index, step] of steps.entries()) {
    const laid = given.get(step.name);
    if (!wanted.includes(step)) continue;
    made.set(
      step.name,
      laid === undefined
        ? runStep({ jobs, choice, tell, seeds: bindings.seeds, outside, made: of }, step, index + 1)
        : Promise.resolve({
            here: { step: step.name, state: { kind: "given" } },
            files: (output) => laid.get(output) ?? [],
          }),
    );
  }
  return Promise.all([...made.values()].map(async (one) => (await one).here));
};

type GivenFiles = ReadonlyMap<string, ReadonlyMap<string, readonly LocalFile[]>>;

/** By step and output, of steps of which a person laid out something. */
const givenFiles = async (jobs: LocalJobs, steps: readonly Step[]): Promise<GivenFiles> => {
  const given = new Map<string, ReadonlyMap<string, readonly LocalFile[]>>();
  for (const step of steps) {
    const outputs = await Promise.all(
      step.outputs.map(async ({ name }) => [name, await jobs.given([step.name, name])] as const),
    );
    const found = outputs.flatMap(([name, files]) => (files === undefined ? [] : [[name, files] as const]));
    if (found.length > 0) given.set(step.name, new Map(found));
  }
  return given;
};

/** The steps that are named and those whose files they need. `steps`: in the order of the file; `given`: laid out by a person. */
export const stepsNeeded = (
  steps: readonly Step[],
  named: readonly string[],
  given: ReadonlySet<string>,
): readonly Step[] => {
  const names = new Set(named);
  for (const step of steps.toReversed())
    if (names.has(step.name) && !given.has(step.name))
      for (const { source } of step.inputs) if (source.kind === "step") names.add(source.step);
  return steps.filter(({ name }) => names.has(name));
};

/** Files of inputs that no step here makes. */
const outsideFiles = async (
  jobs: LocalJobs,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, readonly LocalFile[]>> => {
  const found = new Map<string, readonly LocalFile[]>();
  for (const name of outsideInputs(steps)) {
    const files = await jobs.given([name]);
    if (files === undefined)
      throw new Failure(`The input ${name} comes from outside of this production.`, {
        wayOut: `Put some of its files into a folder DIR/${name}, and add --from DIR.`,
      });
    found.set(name, files);
  }
  return found;
};

/** A row that chooses nothing would run another part than the one that was asked for. */
const refuseAbsentRow = (steps: readonly Step[], row: number | undefined): void => {
  if (row === undefined) return;
  const tables = steps.flatMap(({ name, table }) => (table === undefined ? [] : [{ name, rows: table.rows.length }]));
  if (tables.length === 0)
    throw new Failure("No step that would run has a table of jobs, so --row chooses nothing.", {
      wayOut: "Leave --row out; --jobs N takes the first N jobs.",
    });
  const short = tables.find(({ rows }) => rows < row);
  if (short !== undefined)
    throw new Failure(`The table of ${short.name} has no row ${row}.`, {
      wayOut: `Name one from 1 to ${short.rows}: the first is the one below the line of names.`,
    });
};

/** Never run without the environment that was asked for: the result would be another one. */
const refuseWhatIsMissing = async (jobs: LocalJobs, steps: readonly Step[]): Promise<void> => {
  const missing = await jobs.missing(steps);
  if (missing.length > 0)
    throw new Failure(missing.join(" "), { wayOut: "Steps that need none of it run with --step NAME." });
};
