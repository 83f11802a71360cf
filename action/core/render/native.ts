import { stringify } from "yaml";
import { carriedFields } from "../plan/carried-fields.ts";
import { execCommand, readsInputs } from "../plan/prun-options.ts";
import { primaryStreams, secondaryStreams } from "../plan/streams.ts";
import type { Production, Step, StepInput } from "../production/production.ts";
import { inFileOrder, isRepeated, sourceName, stepArguments, terminalSteps, workflowInputs } from "./cwl.ts";

/**
 * The workflow in PanDA's own description, for people who want to see or try it. It is not submitted: it has no check
 * (docs/panda.md). Numbers of tasks begin at 001 here, so names differ from those of the CWL.
 */
export const renderNative = (production: Production): string => {
  const steps = inFileOrder(production.steps);
  const inputs = Object.fromEntries(workflowInputs(steps));
  const outputs = terminalSteps(steps).map((name) => [
    `${name}_outDS`,
    {
      from: `${name}/outDS`,
      output_types: steps.find((step) => step.name === name)?.outputs.map((output) => output.name) ?? [],
    },
  ]);
  const text = stringify(
    {
      name: `${production.tag} ${production.version}`,
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      outputs: Object.fromEntries(outputs),
      steps: Object.fromEntries(steps.map((step) => [step.name, nativeStep(production.outDS, step)])),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
  const notes = steps.flatMap((step) => [
    ...misread(step, steps),
    ...misnamed(step, steps),
    ...unconditional(step),
    ...unpaired(step),
  ]);
  return [...notes, text].join("");
};

const nativeStep = (outDS: string, step: Step): object => {
  const [primary] = readsInputs(step) ? primaryStreams(step) : [];
  const secondaries = readsInputs(step) ? secondaryStreams(step) : [];
  return {
    type: "prun",
    ...(primary === undefined || isRepeated(primary) ? {} : nativePrimary(primary)),
    ...(secondaries.length === 0
      ? {}
      : {
          // In a list PanDA looks an input up by its bare name; in braces it would be a dataset of that name.
          secondaryDSs: secondaries.map((input) => sourceName(input, "secondary")),
          secondaryDsTypes: secondaries.map(({ source }) => (source.kind === "step" ? source.output : "")),
        }),
    exec: execCommand(step),
    args: stepArguments(outDS, step),
    ...(step.container === undefined ? {} : { containerImage: step.container }),
  };
};

const nativePrimary = (input: StepInput): object =>
  input.source.kind === "step"
    ? { inDS: sourceName(input, "primary"), inDsType: input.source.output }
    : { inDS: `{${sourceName(input, "primary")}}` };

/** The server takes a parent's first output whatever `inDsType` says (panda-server workflow_native_utils, 1.0.4). */
const misread = (step: Step, steps: readonly Step[]): readonly string[] => {
  const [primary] = readsInputs(step) ? step.inputs : [];
  if (primary?.source.kind !== "step") return [];
  const { step: parent, output } = primary.source;
  const first = steps.find(({ name }) => name === parent)?.outputs[0]?.name;
  return first === output
    ? []
    : [
        `# panda-server 1.0.4 does not read inDsType: ${step.name} would get ${first} of ${parent} instead of ${output}.\n`,
      ];
};

/** Of a parent whose files carry fields of their input's name the server takes the name of a file for that of the dataset. */
const misnamed = (step: Step, steps: readonly Step[]): readonly string[] => {
  const [primary] = readsInputs(step) ? step.inputs : [];
  if (primary?.source.kind !== "step") return [];
  const { step: name } = primary.source;
  const parent = steps.find((one) => one.name === name);
  return parent === undefined || carriedFields(parent).length === 0
    ? []
    : [`# panda-server 1.0.4 takes another dataset for what ${name} makes: ${step.name} would find no files.\n`];
};

const unconditional = ({ name, when }: Step): readonly string[] =>
  when === undefined ? [] : [`# panda-server 1.0.4 reads no conditions here: ${name} would run in any case.\n`];

const unpaired = (step: Step): readonly string[] =>
  primaryStreams(step).length < 2
    ? []
    : [`# This description has no word for several primary inputs: ${step.name} would get the first one only.\n`];
