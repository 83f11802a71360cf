import { maxOfAll } from "../production/all-files.ts";
import { outputPattern, taskPattern } from "../production/names.ts";
import {
  type CountedProduction,
  type InputSource,
  labelOf,
  type Production,
  type Step,
} from "../production/production.ts";
import type { sharedOptions } from "../request/option-schemas.ts";
import { carriedFields } from "./carried-fields.ts";
import { outputWord } from "./pattern-files.ts";
import { isPairing, primaryStreams, type Stream, secondaryStreams } from "./streams.ts";

/** Every token comes from a validated field, never from the text of `run`. Order is fixed: same request, same bytes. */
export const prunOptions = (outDS: string, step: Step): readonly string[] => [
  "--outputs",
  step.outputs.map((output) => outputWord(outDS, step, output)).join(","),
  ...splitting(step),
  ...primaryOptions(step),
  ...secondaries(step),
  ...lineage(step),
  ...(step.copyInputs ? ["--forceStaged"] : []),
  ...Object.values(commonOptions).flatMap((words) => words(step)),
  "--avoidVP",
  "--noBuild",
  // Without it prun asks a question when memory is above 4000 MB, which fails the workflow on the server (PANDA P16).
  "-y",
];

const option = (name: string, value: number | string | undefined): readonly string[] =>
  value === undefined ? [] : [name, String(value)];
const listed = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [name, values.join(",")];

type PrunKeys<Rules> = {
  [Key in keyof Rules]: Rules[Key] extends { readonly "x-prun": string } ? Key : never;
}[keyof Rules];

/** One entry for each shared option that the schema gives a prun name: without it the option would be accepted and dropped. */
const commonOptions = {
  maxAttempt: (step) => option("--maxAttempt", step.maxAttempt),
  memory: (step) => option("--memory", step.memory),
  cores: (step) => option("--nCore", step.cores === 8 ? 8 : undefined),
  // PanDA ends no job by it. Where JEDI has measured jobs it cuts them by it, groups too (PANDA J25): so only by size.
  walltime: ({ walltime, splitting: { kind } }) => option("--maxWalltime", kind === "gigabytes" ? walltime : undefined),
  priority: (step) => option("--priority", step.priority),
  destination: (step) => option("--destSE", step.destination),
  excludeSites: (step) => listed("--excludedSite", step.excludeSites),
  sites: (step) => ["--site", step.sites.join(",")],
  // The workflow has a field for it, apart from the options.
  container: () => [],
} satisfies Record<PrunKeys<typeof sharedOptions>, (step: Step) => readonly string[]>;

/** `!fit` alone: PanDA takes the input away, and the step runs without it. */
export const readsInputs = ({ when }: Step): boolean => when?.kind !== "failed";

const splitting = (step: Step): readonly string[] => {
  const { splitting: cut } = step;
  switch (cut.kind) {
    case "jobs":
      return ["--nJobs", String(cut.jobs)];
    case "files":
      return [
        ...filesPerJob(step, cut.filesPerJob),
        ...option("--nEventsPerFile", cut.ranges?.perFile),
        ...option("--nEventsPerJob", cut.ranges?.perJob),
        ...option("--nFiles", cut.maxFiles),
      ];
    case "gigabytes":
      return [
        "--nGBPerJob",
        String(cut.gbPerJob),
        ...option("--maxNFilesPerJob", cut.maxFilesPerJob),
        ...option("--nFiles", cut.maxFiles),
      ];
  }
};

/**
 * Where a job gets all files, or all of a group, prun gets the largest number for one job, not the expected one: where
 * there are more files, they come into the same job, which says so. Without the second option prun takes 200 (PANDA
 * J8). It is never full, so JEDI waits for the end of the step that makes the files (PANDA J18).
 */
const filesPerJob = (step: Step, number: number): readonly string[] => {
  const isOpen = waitsForAll(step);
  const files = isOpen ? maxOfAll.primary : number;
  return ["--nFilesPerJob", String(files), ...(isOpen ? ["--maxNFilesPerJob", String(files)] : [])];
};

/** No job is made before all files are there: one that reads all of them, or all of a group. */
export const waitsForAll = (step: Pick<Step, "inputs" | "naming">): boolean =>
  readsAll(step) || step.naming?.grouped === true;

/** One job reads the primary input as a whole. */
const readsAll = ({ inputs }: Pick<Step, "inputs">): boolean => inputs[0]?.allOf !== undefined;

/** Of the primary input prun itself makes expressions of patterns, of several with a comma between them (PANDA J27). */
const primaryOptions = (step: Step): readonly string[] => {
  const [primary] = step.inputs;
  if (primary === undefined || !readsInputs(step)) return [];
  return [
    ...listed("--match", primary.only?.map(wholeName) ?? primary.match),
    ...option("--antiMatch", primary.exclude),
    ...option("--nSkipFiles", primary.skip === 0 ? undefined : primary.skip),
  ];
};

/** prun leaves these signs in its expression, in which JEDI looks anywhere in the name (PANDA J27). */
const wholeName = (file: string): string => `^${file}$`;

/**
 * PanDA groups primary files by them too. Scouts would cut pairs. A group needs all files in the order of their names,
 * and JEDI has them in that in which it saw them while the parent ran, unless an option makes it respect luminosity
 * blocks: it then sorts by block, of which our files have none, and by name (PANDA J19).
 */
const lineage = (step: Step): readonly string[] => [
  ...listed("--addNthFieldOfInFileToLFN", carriedFields(step).map(String)),
  ...(isPairing(step) ? ["--expertOnly_skipScout"] : []),
  ...(step.naming?.grouped === true ? ["--respectLB"] : []),
];

/** `%{SECDSn}`: the workflow layer puts the dataset there. `%{DSn}` meant it in 2022 and is silently kept today (trap 3). */
const secondaries = (step: Step): readonly string[] => {
  const streams = secondaryStreams(step).map((stream, index) => ({ ...stream, dataset: `%{SECDS${index + 1}}` }));
  if (streams.length === 0) return [];
  const reusable = streams.filter(({ reuse }) => reuse).map(({ stream }) => stream);
  return [
    "--secondaryDSs",
    streams.map((stream) => secondary(stream)).join(","),
    ...(reusable.length === 0 ? [] : ["--reusableSecondary", reusable.join(",")]),
  ];
};

/** `Stream:files:dataset[:pattern[:skip]]` (prun --helpGroup INPUT). */
const secondary = ({ stream, filesPerJob, dataset, match, skip }: Stream & { readonly dataset: string }): string => {
  const base = `${stream}:${filesPerJob}:${dataset}`;
  const pattern = match.map(expression).join("|");
  if (skip > 0) return `${base}:${pattern}:${skip}`;
  return match.length === 0 ? base : `${base}:${pattern}`;
};

/** JEDI looks for a regular expression anywhere in the name. prun leaves that of a secondary input as it is; backslashes would not outlive its shell words. */
const expression = (pattern: string): string => pattern.replaceAll(".", "[.]").replaceAll("*", ".*");

/** Stays symbolic until the submission has its seed range. JEDI adds 1 for the first job: without seeds jobs count from 1 (PANDA R1). */
export const seedSymbol = (step: Step): string => (step.seed === undefined ? "0" : `@{seed:${step.name}}`);

/** What each job executes: the wrapper, the job's number in the seed range and the number before the range, its input files and the first event of them. */
export const execCommand = (step: Step): string =>
  [
    "bash",
    `${step.name}.sh`,
    `%RNDM:${seedSymbol(step)}`,
    seedSymbol(step),
    ...(readsInputs(step) && step.inputs.length > 0
      ? [
          "%IN",
          ...secondaryStreams(step).map(({ stream }) => `%${stream}`),
          ...(dividesFiles(step) ? ["%SKIPEVENTS"] : []),
        ]
      : []),
  ].join(" ");

/** PanDA gives jobs parts of a file. */
export const dividesFiles = ({ splitting: cut }: Pick<Step, "splitting">): boolean =>
  cut.kind === "files" && cut.ranges !== undefined;

/** The dataset; of another production, which of its outputs: the name is known when that has its tasks. */
export const externalName = (source: Exclude<InputSource, { kind: "step" }>): string =>
  source.kind === "dataset"
    ? source.dataset
    : `<${source.tag}@${source.version}/${source.step}${source.output === undefined ? "" : `/${source.output}`}>`;

/** The command line that a step amounts to, for people who think in prun. */
export const prunCommand = (production: Production | CountedProduction, step: Step): string => {
  const named = ({ source }: Stream): string =>
    source.kind === "step" ? outputPattern(production.outDS, source.step, source.output) : externalName(source);
  const primary = readsInputs(step)
    ? primaryStreams(step).flatMap((stream) => Array<string>(stream.repeat).fill(named(stream)))
    : [];
  const others = readsInputs(step) ? secondaryStreams(step).map(named) : [];
  const options = prunOptions(production.outDS, step)
    .map((token) => token.replace(/%\{SECDS(\d+)\}/g, (_, n: string) => others[Number(n) - 1] ?? ""))
    .map((token) => (/[|$]/.test(token) ? `'${token}'` : token));
  return [
    "prun",
    ...(primary.length === 0 ? [] : ["--inDS", primary.join(",")]),
    "--exec",
    `"${execCommand(step).replaceAll(/@\{seed:\w+\}/g, "<first seed-1>")}"`,
    "--outDS",
    taskPattern(production.outDS, step.name),
    ...(step.container === undefined ? [] : ["--containerImage", step.container]),
    ...options,
    "--vo",
    production.conventions.vo,
    "--workingGroup",
    production.workingGroup,
    "--prodSourceLabel",
    labelOf(production),
  ].join(" ");
};
