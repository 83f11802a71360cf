import { stringify } from "yaml";
import { execCommand, prunOptions } from "../plan/prun-options.ts";
import type { Production, Step, StepInput } from "../production.ts";
import { inFileOrder, terminalSteps } from "./cwl.ts";

/**
 * The workflow in PanDA's own description, for people who want to see or try it. It is not submitted: it has no check
 * (docs/panda-contract.md). Numbers of tasks begin at 001 here, so names differ from those of the CWL.
 */
export const renderNative = (production: Production): string => {
  const steps = inFileOrder(production.steps);
  const inputs = Object.fromEntries(
    steps.flatMap(({ inputs: own }) =>
      own.flatMap(({ source }, index) =>
        source.kind === "step" ? [] : [[inputName(source.input, index), datasetOf(source.dataset, index)] as const],
      ),
    ),
  );
  const outputs = terminalSteps(steps).map((name) => [
    `${name}_outDS`,
    { from: `${name}/outDS`, output_types: steps.find((step) => step.name === name)?.outputs ?? [] },
  ]);
  const text = stringify(
    {
      name: `${production.tag} ${production.version}`,
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      outputs: Object.fromEntries(outputs),
      steps: Object.fromEntries(steps.map((step) => [step.name, renderStep(step)])),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
  return [...steps.flatMap((step) => misread(step, steps)), text].join("");
};

const renderStep = (step: Step): object => {
  const [primary, ...secondaries] = step.inputs;
  return {
    type: "prun",
    ...(primary === undefined ? {} : primaryOf(primary)),
    ...(secondaries.length === 0
      ? {}
      : {
          secondaryDSs: secondaries.map(({ source }, index) =>
            // In a list PanDA looks an input up by its bare name; in braces it would be a dataset of that name.
            source.kind === "step" ? `${source.step}/outDS` : inputName(source.input, index + 1),
          ),
          secondaryDsTypes: secondaries.map(({ source }) => (source.kind === "step" ? source.output : "")),
        }),
    exec: execCommand(step),
    args: prunOptions(step).join(" "),
  };
};

const primaryOf = ({ source }: StepInput): object =>
  source.kind === "step"
    ? { inDS: `${source.step}/outDS`, inDsType: source.output }
    : { inDS: `{${inputName(source.input, 0)}}` };

const inputName = (input: string, position: number): string => `${input}_${position === 0 ? "primary" : "secondary"}`;
/** PanDA appends a slash to a secondary dataset even when it has one. */
const datasetOf = (dataset: string, position: number): string =>
  position === 0 ? dataset : dataset.replace(/\/$/, "");

/** The server takes a parent's first output whatever `inDsType` says (panda-server workflow_native_utils, 1.0.4). */
const misread = ({ name, inputs: [primary] }: Step, steps: readonly Step[]): readonly string[] => {
  if (primary?.source.kind !== "step") return [];
  const { step: parent, output } = primary.source;
  const first = steps.find((step) => step.name === parent)?.outputs[0];
  return first === output
    ? []
    : [`# panda-server 1.0.4 does not read inDsType: ${name} would get ${first} of ${parent} instead of ${output}.\n`];
};
