import type { Plan } from "../../action/core/plan/plan.ts";
import { maxOfAll } from "../../action/core/production/all-files.ts";
import type { ParsedNode } from "./real-parser.ts";

/** What a plan promises about a task and what PanDA can be asked about it, in one shape, so that the two can be compared. */
type ComparedTask = {
  readonly step: string;
  readonly task: string;
  readonly parents: readonly string[];
  readonly jobs: number | undefined;
  readonly outputs: readonly string[];
  readonly inputs: readonly ComparedInput[];
  readonly options: Readonly<Record<string, unknown>>;
};
type ComparedInput = {
  readonly stream: string;
  readonly dataset: string;
  readonly filesPerJob: unknown;
  readonly reuse: boolean;
};

/** A plan is in the author's order, the rendering in its own. */
export const byStep = (tasks: readonly ComparedTask[]): readonly ComparedTask[] =>
  tasks.toSorted((a, b) => (a.step < b.step ? -1 : 1));

export const expectedTasks = ({ steps, label }: Plan): readonly ComparedTask[] =>
  steps.map((step) => ({
    step: step.step,
    task: step.task,
    parents: step.parents.toSorted(),
    jobs: step.jobs ?? undefined,
    outputs: step.outputs.map(({ dataset }) => dataset),
    inputs: step.inputs.map(({ stream, dataset, filesPerJob, all, grouped, reuse }) => ({
      stream,
      dataset,
      // PanDA is told the most that a job may get.
      filesPerJob: all === true || grouped === true ? maxOfAll.primary : (filesPerJob ?? undefined),
      reuse,
    })),
    options: {
      maxAttempt: step.maxAttempt,
      ramCount: step.memory ?? undefined,
      maxWalltime: step.inputs[0]?.filesPerJob === null ? (step.walltime ?? undefined) : undefined,
      // Another number is in what all steps begin with, and not in the options that the parser reads.
      coreCount: step.cores === 8 ? 8 : undefined,
      sites: step.sites,
      prodSourceLabel: label,
    },
  }));

/** The numbers PanDA gave are put back to `NNN`: a plan does not know them. */
export const madeTasks = (nodes: readonly ParsedNode[], plan: Plan): readonly ComparedTask[] => {
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
  const files = new Map(
    plan.steps.flatMap(({ inputs }) => inputs.map((input) => [input.dataset, input.files ?? undefined])),
  );
  return nodes.map((node) => {
    const made = {
      step: node.name,
      task: withoutNumber(node.task_name, plan.outDS),
      parents: node.parents.map((id) => nameOf.get(id) ?? `unknown ${id}`).toSorted(),
      jobs: groupsOf(node, plan) ?? countJobs(node, (dataset) => files.get(asExpected(dataset, plan.outDS))),
      outputs: node.outputs.map((dataset) => withoutNumber(dataset, plan.outDS)),
      inputs: inputsOf(node).map((input) => ({ ...input, dataset: asExpected(input.dataset, plan.outDS) })),
      options: optionsOf(node.task_params),
    };
    // Each job writes one file of each, or those of a pattern; they are all in one job, of which the plan says so.
    const step = plan.steps.find((one) => one.step === made.step);
    const readsAll = made.jobs === undefined && step?.inputs[0]?.all === true;
    if (step?.outputs.every(({ pattern }) => pattern === undefined) === true)
      for (const dataset of made.outputs) files.set(dataset, made.jobs);
    return readsAll ? { ...made, jobs: 1 } : made;
  });
};

/** How many groups there are only the names of files say: JEDI's own check counts these jobs. */
const groupsOf = ({ name }: ParsedNode, { steps }: Plan): number | undefined => {
  const step = steps.find((one) => one.step === name);
  return step?.inputs.some(({ grouped }) => grouped === true) === true ? (step.jobs ?? undefined) : undefined;
};

const withoutNumber = (name: string, outDS: string): string =>
  name.startsWith(`${outDS}_`) ? `${outDS}_${name.slice(outDS.length + 1).replace(/^\d{3}(?=_)/, "NNN")}` : name;

/** One name where it stands several times, and a made-up one as the plan says what it stands for. */
const asExpected = (name: string, outDS: string): string =>
  withoutNumber([...new Set(name.split(","))].join(","), outDS).replace(
    /^UNBOUND\.([\w-]+)\.([\d.]+)_NNN_(\w+?)_(.*)\/$/,
    (_, tag: string, version: string, step: string, output: string) =>
      `<${tag}@${version}/${step}${output === "OUTPUT" ? "" : `/${output}`}>`,
  );

const inputsOf = ({ primary, secondaries, task_params }: ParsedNode): readonly ComparedInput[] => [
  ...(primary === null ? [] : primariesOf(primary, task_params["nFilesPerJob"])),
  ...secondaries.map(({ stream, dataset, filesPerJob, reusable }) => ({
    stream,
    dataset,
    filesPerJob,
    reuse: reusable,
  })),
];

/** Of several datasets a job takes one file of each: they are joined by identity. The same one several times is one. */
const primariesOf = (primary: string, filesPerJob: unknown): readonly ComparedInput[] => {
  const names = datasetsIn(primary);
  if (names.length === 1) return [{ stream: "IN1", dataset: primary, filesPerJob, reuse: false }];
  return names.map((dataset, index) => ({
    ...{ stream: `IN${index + 1}`, dataset, reuse: false },
    filesPerJob: Number(filesPerJob) / names.length,
  }));
};
const datasetsIn = (primary: string): readonly string[] => [...new Set(primary.split(","))];

/** As JEDI splits (PANDA P22): events without input, files with one. */
const countJobs = (node: ParsedNode, filesOf: (dataset: string) => number | undefined): number | undefined => {
  const { nEvents, nEventsPerFile, nEventsPerJob, nFilesPerJob, nFiles } = node.task_params;
  if (node.primary === null) return Number(nEvents) / Number(nEventsPerJob);
  const names = datasetsIn(node.primary);
  const files = filesOf(names[0] ?? "");
  if (files === undefined || nFilesPerJob === undefined) return undefined;
  if (names.length > 1) return (files * names.length) / Number(nFilesPerJob);
  const times = node.primary.split(",").length; // each is cut by itself
  const parts = nEventsPerFile === undefined ? 1 : Number(nEventsPerFile) / Number(nEventsPerJob);
  return times * Math.ceil(Math.min(files, Number(nFiles ?? files)) / times / Number(nFilesPerJob)) * parts;
};

const optionsOf = (params: ParsedNode["task_params"]): Readonly<Record<string, unknown>> => ({
  maxAttempt: params["maxAttempt"],
  ramCount: params["ramCount"],
  maxWalltime: params["maxWalltime"],
  coreCount: params["coreCount"],
  sites: params["includedSite"] ?? [params["site"]],
  prodSourceLabel: params["prodSourceLabel"],
});
