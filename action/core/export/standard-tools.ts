import type { Production, Step, StepOutput } from "../production/production.ts";

/** What an output is called in tool and workflow, by its place in the step. */
export const outputId = (index: number): string => `out${index + 1}`;
/** Of a pattern a job has several files. */
export const toolOutput = ({ pattern }: StepOutput): object | string =>
  pattern === undefined ? "File" : { type: "array", items: "File" };
export const numbers = { type: { type: "array", items: { type: "array", items: "int" } } };
const files = { type: "array", items: { type: "array", items: "File" } };

/** Hands each job its files, by their places among all. */
export const groupTool = {
  cwlVersion: "v1.2",
  class: "ExpressionTool",
  requirements: { InlineJavascriptRequirement: {} },
  inputs: { files: "File[]", groups: numbers },
  outputs: { grouped: { type: files } },
  expression:
    "${ return { grouped: inputs.groups.map(function (group) { return group.map(function (at) { return inputs.files[at]; }); }) }; }",
};

/** Unpacks what PanDA's job would get, executes what it would execute, and names the files as PanDA names them. */
const script = [
  'tar -xzf "$1" && sh -c "$2" || exit',
  "shift 2",
  "while [ $# -gt 0 ]; do",
  '  [ ! -f "$1" ] || mv "$1" "$2" || exit 31',
  "  shift 2",
  "done",
].join("\n");

export const toolOf = ({ tag, version }: Production, step: Step): object => ({
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  label: `${step.name} of ${tag} ${version}`,
  requirements: {
    InlineJavascriptRequirement: {},
    InitialWorkDirRequirement: { listing: step.inputs.length === 0 ? [] : ["$(inputs.read)"] },
    EnvVarRequirement: { envDef: { LANG: "C" } },
    ResourceRequirement: {
      coresMin: step.cores,
      coresMax: step.cores,
      ...(step.memory === undefined ? {} : { ramMin: step.memory * step.cores }),
    },
    ...(step.walltime === undefined ? {} : { ToolTimeLimit: { timelimit: step.walltime * 3600 } }),
    ...(step.container === undefined
      ? {}
      : { DockerRequirement: { dockerPull: step.container.replace(/^docker:\/\//, "") } }),
  },
  baseCommand: ["sh", "-c", script, "sh"],
  arguments: [
    "$(inputs.archive.path)",
    "$(inputs.command)",
    ...step.outputs.flatMap(({ name }, index) => [name, `$(inputs.names[${index}])`]),
  ],
  inputs: {
    archive: "File",
    command: "string",
    names: "string[]",
    ...(step.inputs.length === 0 ? {} : { read: "File[]" }),
  },
  outputs: Object.fromEntries(
    step.outputs.map((output, index) => [
      outputId(index),
      { type: toolOutput(output), outputBinding: { glob: `$(inputs.names[${index}])` } },
    ]),
  ),
});
