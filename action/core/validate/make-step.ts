import { type Condition, inputNameOf, onlyWatches, readCondition } from "../production/condition.ts";
import type { Wired } from "../production/connected-step.ts";
import {
  countsAnew,
  type EventRanges,
  rowFile,
  type Splitting,
  type Step,
  type StepChecks,
} from "../production/production.ts";
import { percent } from "../production/share.ts";
import { outputName, type Request, type RequestStep } from "../request/request.ts";
import { memoryValues } from "./resources-asked.ts";

/** A step with its options, where it says nothing with those of `defaults`. Sites and files are found elsewhere. */
export const makeStep = (
  { steps, defaults = {}, build }: Request,
  { name, inputs, jobs, most, lineage, naming }: Wired,
  tag: string,
): Omit<Step, "sites" | "setup" | "resources" | "table" | "row"> => {
  const written = steps[name];
  if (written === undefined) throw new Error(`${name} was wired and is not in the request`);
  const accept = written.accept ?? defaults.accept;
  const [memory, ...retryMemory] = memoryValues(written.memory ?? defaults.memory);
  return {
    name,
    build: written.build ?? build,
    inputs,
    jobs,
    maxJobs: most,
    outputs: written.out.map((output) => ({
      name: outputName(output),
      row: outputName(output) === rowFile(name),
      packs: typeof output === "string" ? undefined : output.packs,
      pattern: typeof output === "string" ? undefined : output.files,
      minBytes: typeof output === "string" ? undefined : output.minBytes,
    })),
    lineage,
    naming,
    splitting: splittingOf(written, inputs),
    eventsPerJob: written.eventsPerJob,
    copyInputs: written.copyInputs ?? false,
    memory,
    retryMemory,
    cores: written.cores ?? defaults.cores ?? 1,
    walltime: written.walltime ?? defaults.walltime,
    maxAttempt: written.maxAttempt ?? defaults.maxAttempt ?? 1,
    excludeSites: written.excludeSites ?? defaults.excludeSites ?? [],
    container: written.container ?? defaults.container,
    priority: written.priority ?? defaults.priority,
    destination: written.destination ?? defaults.destination,
    when: conditionOf(written),
    accept: accept === undefined ? 1 : percent(accept),
    estimate: written.estimate,
    checks: checksOf(written),
    validates: written.validates === true,
    seed:
      most === undefined || countsAnew({ inputs })
        ? undefined
        : { stream: written.seed?.stream ?? `${tag}.${name}`, max: written.seed?.max ?? largestSeed },
    parameters: written.parameters ?? {},
    run: written.run,
  };
};

const checksOf = ({ checks, eventsPerJob }: RequestStep): StepChecks | undefined =>
  checks === undefined
    ? undefined
    : {
        run: checks.run,
        least:
          checks.events === undefined || eventsPerJob === undefined
            ? undefined
            : Math.ceil(eventsPerJob * percent(checks.events)),
      };

/** What a signed number of 32 bits holds: programs that take larger ones are few, and the others wrap around in silence. */
const largestSeed = 2_147_483_647;

/** One that cannot be read is reported elsewhere. */
const conditionOf = ({ when, in: inputs = [] }: RequestStep): Condition | undefined => {
  const read = when === undefined ? undefined : readCondition(when, inputs.map(inputNameOf));
  return typeof read === "string" ? undefined : read;
};

const rangesOf = ({ in: [primary] = [], eventsPerJob }: RequestStep): EventRanges | undefined =>
  primary?.eventsPerFile === undefined || eventsPerJob === undefined
    ? undefined
    : { perFile: primary.eventsPerFile, perJob: eventsPerJob };

/** Of inputs that are paired PanDA makes one, with a file of each in a job. */
const primaryFilesPerJob = (inputs: Wired["inputs"]): number =>
  inputs.filter(({ pair }) => pair).length || (inputs[0]?.filesPerJob ?? 1);

const splittingOf = (step: RequestStep, inputs: Wired["inputs"]): Splitting => {
  if (step.in === undefined || onlyWatches(step)) return { kind: "jobs", jobs: step.jobs ?? 1 };
  const { maxFilesPerJob, gbPerJob } = step.in[0] ?? {};
  const maxFiles = maxFileCount(step, inputs);
  return gbPerJob === undefined
    ? { kind: "files", filesPerJob: primaryFilesPerJob(inputs), maxFiles, ranges: rangesOf(step) }
    : { kind: "gigabytes", gbPerJob, maxFilesPerJob, maxFiles };
};

/**
 * What was planned, approved, allowed by a limit and given seeds is what runs: of data from outside PanDA takes no more
 * files than the request expects; of inputs that are paired it takes those of the first one first. One job that reads
 * all of them gets one more where there are others, and stops.
 */
const maxFileCount = ({ in: read = [] }: RequestStep, inputs: Wired["inputs"]): number | undefined => {
  const { maxFiles } = read[0] ?? {};
  const [primary] = inputs;
  if (primary === undefined || primary.source.kind === "step" || primary.files === undefined) return maxFiles;
  if (primary.pair) return primary.files * primaryFilesPerJob(inputs);
  if (primary.allOf !== undefined) return primary.files + 1;
  return Math.min(maxFiles ?? primary.files, primary.files);
};
