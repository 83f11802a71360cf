import { outputPattern, taskPattern } from "../judge/names.ts";
import { labelOf, type Production, type Step } from "../production.ts";

/** Every token comes from a validated field, never from the text of `run`. Order is fixed: same request, same bytes. */
export const prunOptions = (step: Step): readonly string[] => [
  "--outputs",
  step.outputs.join(","),
  ...splitting(step),
  ...secondaries(step),
  ...option("--maxAttempt", step.maxAttempt),
  ...option("--memory", step.memory),
  ...option("--nCore", step.cores === 1 ? undefined : step.cores),
  ...option("--maxWalltime", step.walltime),
  ...option("--cpuTimePerEvent", step.cpuTimePerEvent),
  "--site",
  step.sites.join(","),
  "--avoidVP",
  "--noBuild",
  // Without it prun asks a question when memory is above 4000 MB, which fails the workflow on the server (panda-wire part 7, trap 2).
  "-y",
];

const option = (name: string, value: number | undefined): readonly string[] =>
  value === undefined ? [] : [name, String(value)];

const splitting = ({ inputs: [primary], jobs }: Step): readonly string[] =>
  primary === undefined ? ["--nJobs", String(jobs)] : ["--nFilesPerJob", String(primary.filesPerJob)];

/** `%{SECDSn}`: the workflow layer puts the dataset there. `%{DSn}` meant it in 2022 and is silently kept today (trap 3). */
const secondaries = ({ inputs }: Step): readonly string[] => {
  const streams = inputs
    .slice(1)
    .map((input, index) => ({ ...input, stream: `IN${index + 2}`, dataset: `%{SECDS${index + 1}}` }));
  if (streams.length === 0) return [];
  const reusable = streams.filter(({ reuse }) => reuse).map(({ stream }) => stream);
  return [
    "--secondaryDSs",
    streams.map(({ stream, filesPerJob, dataset }) => `${stream}:${filesPerJob}:${dataset}`).join(","),
    ...(reusable.length === 0 ? [] : ["--reusableSecondary", reusable.join(",")]),
  ];
};

/** Stays symbolic until the submission has its seed range. */
export const seedSymbol = (step: Step): string => (step.seed === undefined ? "1" : `@{seed:${step.name}}`);

/** What each job executes: the wrapper, the job's number in the seed range, its input files. */
export const execCommand = (step: Step): string =>
  [
    "bash",
    `${step.name}.sh`,
    `%RNDM:${seedSymbol(step)}`,
    ...step.inputs.map((_, index) => (index === 0 ? "%IN" : `%IN${index + 1}`)),
  ].join(" ");

/** The command line that a step amounts to, for people who think in prun. */
export const prunCommand = (production: Production, step: Step): string => {
  const datasets = step.inputs.map(({ source }) =>
    source.kind === "step" ? outputPattern(production.outDS, source.step, source.output) : source.dataset,
  );
  const [primary, ...others] = datasets;
  const options = prunOptions(step).map((token) =>
    token.replace(/%\{SECDS(\d+)\}/g, (_, n: string) => others[Number(n) - 1] ?? ""),
  );
  return [
    "prun",
    ...(primary === undefined ? [] : ["--inDS", primary]),
    "--exec",
    `"${execCommand(step).replace(/@\{seed:\w+\}/, "<first seed>")}"`,
    "--outDS",
    taskPattern(production.outDS, step.name),
    ...options,
    "--vo",
    production.conventions.vo,
    "--workingGroup",
    production.conventions.workingGroup,
    "--prodSourceLabel",
    labelOf(production),
  ].join(" ");
};
