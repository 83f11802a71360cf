import { outputPattern, taskPattern } from "../judge/names.ts";
import { labelOf, type Production, type Step, type StepInput } from "../production.ts";
import { prunCommand } from "./prun-options.ts";

/** What would run, as data: shown to reviewers, written beside the rendering, compared with what PanDA makes of it. */
export type Plan = {
  readonly format: 1;
  readonly tag: string;
  readonly version: string;
  readonly trial: boolean;
  readonly folder: string;
  readonly outDS: string;
  readonly label: string;
  readonly contentDigest: string;
  readonly steps: readonly PlannedStep[];
  readonly total: { readonly jobs: number; readonly coreHours: number | null };
};

export type PlannedStep = {
  readonly step: string;
  /** `NNN` stands for the number that PanDA will give. */
  readonly task: string;
  readonly parents: readonly string[];
  readonly jobs: number;
  readonly events: number | null;
  /** Upper bound of what is requested: jobs x cores x walltime x maxAttempt. `null`: no walltime, so unknown. */
  readonly coreHours: number | null;
  readonly memory: number | null;
  readonly cores: number;
  readonly walltime: number | null;
  readonly maxAttempt: number;
  readonly sites: readonly string[];
  readonly seed: { readonly stream: string; readonly count: number } | null;
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly { readonly output: string; readonly dataset: string; readonly files: number }[];
  readonly prun: string;
};

export type PlannedInput = {
  /** `IN1`, `IN2` ... */
  readonly stream: string;
  readonly dataset: string;
  readonly files: number;
  readonly filesPerJob: number;
  readonly reuse: boolean;
};

export const planProduction = (production: Production): Plan => {
  const steps = production.steps.map((step) => planStep(production, step));
  return {
    format: 1,
    tag: production.tag,
    version: production.version,
    trial: production.trial,
    folder: production.folder,
    outDS: production.outDS,
    label: labelOf(production),
    contentDigest: production.contentDigest,
    steps,
    total: {
      jobs: steps.reduce((sum, step) => sum + step.jobs, 0),
      coreHours: steps.reduce<number | null>(
        (sum, { coreHours }) => (sum === null || coreHours === null ? null : sum + coreHours),
        0,
      ),
    },
  };
};

const planStep = (production: Production, step: Step): PlannedStep => ({
  step: step.name,
  task: taskPattern(production.outDS, step.name),
  parents: [...new Set(step.inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : [])))],
  jobs: step.jobs,
  events: step.eventsPerJob === undefined ? null : step.eventsPerJob * step.jobs,
  coreHours: step.walltime === undefined ? null : step.jobs * step.cores * step.walltime * step.maxAttempt,
  memory: step.memory ?? null,
  cores: step.cores,
  walltime: step.walltime ?? null,
  maxAttempt: step.maxAttempt,
  sites: step.sites,
  seed: step.seed === undefined ? null : { stream: step.seed.stream, count: step.jobs },
  inputs: step.inputs.map((input, index) => planInput(production, input, index)),
  outputs: step.outputs.map((output) => ({
    output,
    dataset: outputPattern(production.outDS, step.name, output),
    files: step.jobs,
  })),
  prun: prunCommand(production, step),
});

const planInput = (
  { outDS }: Production,
  { source, files, filesPerJob, reuse }: StepInput,
  index: number,
): PlannedInput => ({
  stream: `IN${index + 1}`,
  dataset: source.kind === "step" ? outputPattern(outDS, source.step, source.output) : source.dataset,
  files,
  filesPerJob,
  reuse,
});
