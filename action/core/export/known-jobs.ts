import { splitTask } from "../jobs/split-task.ts";
import { taskShape } from "../jobs/task-shape.ts";
import { carriedFields } from "../plan/carried-fields.ts";
import { fillCommand } from "../plan/fill-command.ts";
import { nameFields, outputFileName } from "../plan/output-name.ts";
import { filesBegin } from "../plan/pattern-files.ts";
import { execCommand } from "../plan/prun-options.ts";
import type { InputSource, Production, Step } from "../production/production.ts";
import { inFileOrder } from "../render/cwl.ts";
import { type Bindings, bindText } from "../render/rendering.ts";

/** A job whose command and files are known before anything runs, because every job before it is taken to succeed. */
export type KnownJob = {
  readonly command: string;
  /** Places in the files of all that the step reads, one source after the other. */
  readonly reads: readonly number[];
  /** One for each output of the step, in their order. */
  readonly names: readonly string[];
};

export type KnownStep = {
  readonly step: Step;
  readonly sources: readonly InputSource[];
  readonly jobs: readonly KnownJob[];
};

/** `outside`: names of the files of each input that no step here makes. A reason instead of jobs where PanDA would make none. */
export const knownJobs = (
  production: Production,
  bindings: Bindings,
  outside: ReadonlyMap<string, readonly string[]>,
): readonly KnownStep[] | string => {
  const made = new Map<string, readonly string[]>();
  const steps: KnownStep[] = [];
  for (const [index, step] of inFileOrder(production.steps).entries()) {
    const inputs = step.inputs.map(
      ({ source }) => (source.kind === "step" ? made.get(sourceKey(source)) : outside.get(source.input)) ?? [],
    );
    const split = splitTask(taskShape(step, inputs, bindings.seeds[step.name] ?? 1));
    if (split.kind !== "jobs") return `${step.name} has no jobs, because no file of its input fits.`;
    const sources = step.inputs.map(({ source }) => source);
    const places = new Map(inputs.flat().map((name, place) => [name, place]));
    const jobs = split.jobs.map((job): KnownJob => {
      const first = job.files["IN"]?.[0];
      const carried = carriedFields(step);
      const fields = carried.length > 0 && first !== undefined ? { fields: nameFields(first, carried) } : {};
      return {
        command: fillCommand(bindText(execCommand(step), bindings), job),
        reads: [...new Set(Object.values(job.files).flat())].flatMap((name) => places.get(name) ?? []),
        names: step.outputs.map(({ name, pattern }) =>
          pattern !== undefined
            ? `${filesBegin(production.outDS, step.name)}*`
            : outputFileName({ outDS: production.outDS, task: index + 1, job: job.number, file: name, ...fields }),
        ),
      };
    });
    step.outputs.forEach(({ name }, at) => {
      made.set(
        `${step.name}/${name}`,
        jobs.flatMap(({ names }) => names[at] ?? []),
      );
    });
    steps.push({ step, sources, jobs });
  }
  return steps;
};

const sourceKey = ({ step, output }: Extract<InputSource, { readonly kind: "step" }>): string => `${step}/${output}`;
