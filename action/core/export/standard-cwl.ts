import { stringify } from "yaml";
import type { InputSource, Production } from "../production/production.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { KnownStep } from "./known-jobs.ts";
import { groupTool, numbers, outputId, toolOf, toolOutput } from "./standard-tools.ts";

/** A file from outside with its path. */
export type OutsideFile = { readonly name: string; readonly path: string };

export const archiveName = "files.tar.gz";

/**
 * CWL v1.2 that engines without PanDA run: a tool a step, and a workflow that scatters it over the jobs. The file of
 * inputs says what each job executes, reads and makes, so that seeds, order of files and names are those of PanDA.
 */
export const standardCwl = (
  production: Production,
  known: readonly KnownStep[],
  outside: ReadonlyMap<string, readonly OutsideFile[]>,
): readonly SourceFile[] => [
  textFile("workflow.cwl", yaml(workflowOf(production, known, [...outside.keys()]))),
  textFile("inputs.yml", yaml(valuesOf(known, outside))),
  textFile("group.cwl", yaml(groupTool)),
  ...known.map(({ step }) => textFile(`${step.name}.cwl`, yaml(toolOf(production, step)))),
];

const yaml = (value: object): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

const reads = ({ sources }: KnownStep): boolean => sources.length > 0;

const workflowOf = ({ tag, version }: Production, known: readonly KnownStep[], outside: readonly string[]): object => ({
  cwlVersion: "v1.2",
  class: "Workflow",
  label: `${tag} ${version}`,
  requirements: { ScatterFeatureRequirement: {}, MultipleInputFeatureRequirement: {} },
  inputs: {
    archive: "File",
    ...Object.fromEntries(outside.map((name) => [outsideName(name), "File[]"])),
    ...Object.assign({}, ...known.map(jobInputs)),
  },
  outputs: Object.assign({}, ...known.map(workflowOutputs)),
  steps: Object.assign({}, ...known.map((one) => workflowSteps(one, known))),
});

const jobInputs = (one: KnownStep): object => ({
  [`${one.step.name}_commands`]: "string[]",
  [`${one.step.name}_names`]: strings,
  ...(reads(one) ? { [`${one.step.name}_groups`]: numbers } : {}),
});
const strings = { type: { type: "array", items: { type: "array", items: "string" } } };
const workflowOutputs = ({ step }: KnownStep): object =>
  Object.fromEntries(
    step.outputs.map((output, index) => [
      `${step.name}_${outputId(index)}`,
      { type: { type: "array", items: toolOutput(output) }, outputSource: `${step.name}/${outputId(index)}` },
    ]),
  );

/** Of a step no name begins so. */
const outsideName = (input: string): string => `outside_${input}`;

const workflowSteps = (one: KnownStep, known: readonly KnownStep[]): object => {
  const { name, outputs } = one.step;
  const grouped = reads(one);
  return {
    ...(grouped
      ? {
          [`${name}_files`]: {
            run: "group.cwl",
            in: {
              files: { source: one.sources.map(sourceOf(known)), linkMerge: "merge_flattened" },
              groups: `${name}_groups`,
            },
            out: ["grouped"],
          },
        }
      : {}),
    [name]: {
      run: `${name}.cwl`,
      scatter: ["command", "names", ...(grouped ? ["read"] : [])],
      scatterMethod: "dotproduct",
      in: {
        archive: "archive",
        command: `${name}_commands`,
        names: `${name}_names`,
        ...(grouped ? { read: `${name}_files/grouped` } : {}),
      },
      out: outputs.map((_, index) => outputId(index)),
    },
  };
};

const sourceOf =
  (known: readonly KnownStep[]) =>
  (source: InputSource): string => {
    if (source.kind !== "step") return outsideName(source.input);
    const made = known.find(({ step }) => step.name === source.step)?.step.outputs ?? [];
    return `${source.step}/${outputId(made.findIndex(({ name }) => name === source.output))}`;
  };

const valuesOf = (known: readonly KnownStep[], outside: ReadonlyMap<string, readonly OutsideFile[]>): object => ({
  archive: { class: "File", location: archiveName },
  ...Object.fromEntries(
    [...outside].map(([name, found]) => [
      outsideName(name),
      found.map((file) => ({ class: "File", path: file.path, basename: file.name })),
    ]),
  ),
  ...Object.assign(
    {},
    ...known.map((one) => ({
      [`${one.step.name}_commands`]: one.jobs.map(({ command }) => command),
      [`${one.step.name}_names`]: one.jobs.map(({ names }) => names),
      ...(reads(one) ? { [`${one.step.name}_groups`]: one.jobs.map((job) => job.reads) } : {}),
    })),
  ),
});
