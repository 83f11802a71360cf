import { stringify } from "yaml";
import { execCommand, prunOptions } from "../plan/prun-options.ts";
import { compareText } from "../problem.ts";
import type { InputSource, Production, Step, StepInput } from "../production.ts";

/**
 * The subset of CWL that PanDA's parser reads (panda-wire part 7). Steps stand in topological order, because the
 * parser numbers them by sweeps over the file, and by name otherwise: the order of keys in a request is no content,
 * so it may not change a task's name or the archive of a later attempt. Outputs point at steps, not at datasets: 72 of 78 workflows of 2022
 * named a step that did not exist, and PanDA took them.
 */
export const renderCwl = (production: Production): string => {
  const steps = inFileOrder(production.steps);
  const inputs = workflowInputs(steps);
  return stringify(
    {
      cwlVersion: "v1.2",
      class: "Workflow",
      requirements: { MultipleInputFeatureRequirement: {} },
      inputs: inputs.size === 0 ? [] : Object.fromEntries([...inputs.keys()].map((name) => [name, "string"])),
      outputs: Object.fromEntries(
        terminalSteps(steps).map((step) => [`${step}_outDS`, { type: "string", outputSource: `${step}/outDS` }]),
      ),
      steps: Object.fromEntries(steps.map((step) => [step.name, renderStep(step)])),
    },
    { lineWidth: 0 },
  );
};

/** The values of the workflow's inputs. An empty file is only good beside `inputs: []`. */
export const renderInputs = (production: Production): string =>
  stringify(Object.fromEntries(workflowInputs(inFileOrder(production.steps))), { lineWidth: 0 });

export const inFileOrder = (steps: readonly Step[]): readonly Step[] => {
  const placed: Step[] = [];
  let waiting = steps.toSorted((a, b) => compareText(a.name, b.name));
  while (waiting.length > 0) {
    const ready = waiting.filter(({ inputs }) =>
      inputs.every(({ source }) => source.kind === "dataset" || placed.some(({ name }) => name === source.step)),
    );
    if (ready.length === 0) throw new Error("steps in a circle passed the judge");
    placed.push(...ready);
    waiting = waiting.filter((step) => !ready.includes(step));
  }
  return placed;
};

const renderStep = (step: Step): object => {
  const [primary, ...secondaries] = step.inputs;
  return {
    run: "prun",
    in: {
      ...(primary === undefined
        ? {}
        : { opt_inDS: { source: sourceName(primary.source, "primary") }, ...typeOf(primary) }),
      ...(secondaries.length === 0
        ? {}
        : {
            opt_secondaryDSs: { source: secondaries.map(({ source }) => sourceName(source, "secondary")) },
            opt_secondaryDsTypes: {
              default: secondaries.map(({ source }) => (source.kind === "step" ? source.output : "")),
            },
          }),
      opt_exec: { default: execCommand(step) },
      opt_args: { default: prunOptions(step).join(" ") },
    },
    out: ["outDS"],
  };
};

/** PanDA appends the type to a step's name; a dataset from outside has its full name already. */
const typeOf = ({ source }: StepInput): object =>
  source.kind === "step" ? { opt_inDsType: { default: source.output } } : {};

type Role = "primary" | "secondary";
const sourceName = (source: InputSource, role: Role): string =>
  source.kind === "step" ? `${source.step}/outDS` : `${source.input}_${role}`;

/**
 * One for each dataset and role: PanDA takes a primary name as it stands, and appends a slash to a secondary one
 * even when it has one already (panda-server workflow_utils, measured on 1.0.4).
 */
const workflowInputs = (steps: readonly Step[]): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap(({ inputs }) =>
      inputs.flatMap(({ source }, index) => {
        if (source.kind === "step") return [];
        const role = index === 0 ? "primary" : "secondary";
        return [
          [sourceName(source, role), role === "primary" ? source.dataset : source.dataset.replace(/\/$/, "")] as const,
        ];
      }),
    ),
  );

/** Those whose output no other step reads. */
export const terminalSteps = (steps: readonly Step[]): readonly string[] => {
  const consumed = new Set(
    steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : []))),
  );
  return steps.map(({ name }) => name).filter((name) => !consumed.has(name));
};
