import { stringify } from "yaml";
import { execCommand, prunOptions } from "../plan/prun-options.ts";
import type { Production, Step, StepInput } from "../production.ts";

/**
 * The subset of CWL that PanDA's parser reads (panda-wire part 7). Outputs point at steps, not at datasets: 72 of 78
 * workflows of 2022 named a step that did not exist, and PanDA took them.
 */
export const renderCwl = (production: Production): string => {
  const externals = externalInputs(production);
  return stringify(
    {
      cwlVersion: "v1.2",
      class: "Workflow",
      requirements: { MultipleInputFeatureRequirement: {} },
      inputs: externals.length === 0 ? [] : Object.fromEntries(externals.map(({ input }) => [input, "string"])),
      outputs: Object.fromEntries(terminalSteps(production).map((step) => [`${step}_outDS`, { type: "string", outputSource: `${step}/outDS` }])),
      steps: Object.fromEntries(production.steps.map((step) => [step.name, renderStep(step)])),
    },
    { lineWidth: 0 },
  );
};

/** The values of the workflow's inputs. An empty file is only good beside `inputs: []`. */
export const renderInputs = (production: Production): string =>
  stringify(Object.fromEntries(externalInputs(production).map(({ input, dataset }) => [input, dataset])), { lineWidth: 0 });

const renderStep = (step: Step): object => {
  const [primary, ...secondaries] = step.inputs;
  return {
    run: "prun",
    in: {
      ...(primary === undefined ? {} : { opt_inDS: { source: sourceName(primary) }, ...typeOf(primary) }),
      ...(secondaries.length === 0
        ? {}
        : {
            opt_secondaryDSs: { source: secondaries.map(sourceName) },
            opt_secondaryDsTypes: { default: secondaries.map(({ source }) => (source.kind === "step" ? source.output : "")) },
          }),
      opt_exec: { default: execCommand(step) },
      opt_args: { default: prunOptions(step).join(" ") },
    },
    out: ["outDS"],
  };
};

const sourceName = ({ source }: StepInput): string => (source.kind === "step" ? `${source.step}/outDS` : source.input);

/** PanDA appends the type to a step's name; a dataset from outside has its full name already. */
const typeOf = ({ source }: StepInput): object => (source.kind === "step" ? { opt_inDsType: { default: source.output } } : {});

const externalInputs = (production: Production): readonly { readonly input: string; readonly dataset: string }[] => {
  const found = production.steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "dataset" ? [[source.input, source] as const] : [])));
  return [...new Map(found).values()];
};

const terminalSteps = ({ steps }: Production): readonly string[] => {
  const consumed = new Set(steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : []))));
  return steps.map(({ name }) => name).filter((name) => !consumed.has(name));
};
