import { stringify } from "yaml";
import { execCommand, prunOptions } from "../plan/prun-options.ts";
import { isPairing, primaryStreams, secondaryStreams } from "../plan/streams.ts";
import { compareText } from "../problems/problem.ts";
import type { Condition } from "../production/condition.ts";
import type { Production, Step, StepInput } from "../production/production.ts";

/**
 * The subset of CWL that PanDA's parser reads (PANDA P13). Steps are in topological order, because the parser numbers
 * them by sweeps over the file, and by name otherwise: the order of keys in a request is no content, so it may not
 * change a task's name or the archive of a later attempt. Outputs point at steps, not at datasets: 72 of 78 workflows
 * of 2022 named a step that did not exist, and PanDA took them.
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
      steps: Object.fromEntries(steps.map((step) => [step.name, cwlStep(production.outDS, step)])),
    },
    { lineWidth: 0 },
  );
};

/** The values of the workflow's inputs. An empty file is only valid together with `inputs: []`. */
export const renderInputs = (production: Production): string =>
  stringify(Object.fromEntries(workflowInputs(inFileOrder(production.steps))), { lineWidth: 0 });

export const inFileOrder = (steps: readonly Step[]): readonly Step[] => {
  const placed: Step[] = [];
  let waiting = steps.toSorted((a, b) => compareText(a.name, b.name));
  while (waiting.length > 0) {
    const ready = waiting.filter(({ inputs }) =>
      inputs.every(({ source }) => source.kind !== "step" || placed.some(({ name }) => name === source.step)),
    );
    if (ready.length === 0) throw new Error("steps in a circle passed the judge");
    placed.push(...ready);
    waiting = waiting.filter((step) => !ready.includes(step));
  }
  return placed;
};

const cwlStep = (outDS: string, step: Step): object => {
  const secondaries = secondaryStreams(step);
  return {
    run: "prun",
    in: {
      ...cwlPrimary(step),
      ...(secondaries.length === 0
        ? {}
        : {
            opt_secondaryDSs: { source: secondaries.map((input) => sourceName(input, "secondary")) },
            opt_secondaryDsTypes: {
              default: secondaries.map(({ source }) => (source.kind === "step" ? source.output : "")),
            },
          }),
      opt_exec: { default: execCommand(step) },
      opt_args: { default: stepArguments(outDS, step) },
      ...(step.container === undefined ? {} : { opt_containerImage: { default: step.container } }),
    },
    out: ["outDS"],
    ...(step.when === undefined ? {} : { when: `$(${conditionText(step.when)})` }),
  };
};

/** Several names make one container, whose files PanDA splits together. */
const cwlPrimary = (step: Step): object => {
  const primaries = primaryStreams(step);
  const [primary] = primaries;
  if (primary === undefined || isRepeated(primary)) return {};
  if (!isPairing(step)) return { opt_inDS: { source: sourceName(primary, "primary") }, ...typeOf(primary) };
  return {
    opt_inDS: { source: primaries.map((input) => sourceName(input, "primary")) },
    opt_inDsType: { default: primaries.map(({ source }) => (source.kind === "step" ? source.output : "")) },
  };
};

/** A dataset that is read several times goes into the options: named twice, PanDA makes a container (PANDA J5). */
export const stepArguments = (outDS: string, step: Step): string => {
  const [primary] = step.inputs;
  const again =
    primary !== undefined && primary.source.kind !== "step" && isRepeated(primary)
      ? ["--inDS", Array(primary.repeat).fill(outsideDataset(primary.source)).join(",")]
      : [];
  return [...again, ...prunOptions(outDS, step)].join(" ");
};

export const isRepeated = ({ repeat }: StepInput): boolean => repeat > 1;

const outsideDataset = (source: Exclude<StepInput["source"], { kind: "step" }>): string =>
  source.kind === "dataset" ? source.dataset : `${inputSymbol(source.input)}/`;

/** PanDA appends the type to a step's name; a dataset from outside has its full name already. */
const typeOf = ({ source }: StepInput): object =>
  source.kind === "step" ? { opt_inDsType: { default: source.output } } : {};

/** The text between `$(` and `)`. */
const conditionText = (condition: Condition): string => {
  switch (condition.kind) {
    case "made":
      return inputName(condition.input);
    case "failed":
      return `!${inputName(condition.input)}`;
    case "and":
      return `${inputName(condition.left)} && ${inputName(condition.right)}`;
    case "or":
      return `${inputName(condition.left)} || ${inputName(condition.right)}`;
  }
};
const inputName = (input: number): string => (input === 1 ? "self.opt_inDS" : `self.opt_secondaryDSs[${input - 2}]`);
export const sourceName = ({ source }: StepInput, role: "primary" | "secondary"): string =>
  source.kind === "step" ? `${source.step}/outDS` : `${source.input}_${role}`;

/**
 * One for each dataset and role: PanDA takes a primary name unchanged, and appends a slash to a secondary one even when
 * it has one already (panda-server workflow_utils, measured on 1.0.4).
 */
export const workflowInputs = (steps: readonly Step[]): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap((step) => [
      ...primaryStreams(step).flatMap((input) =>
        input.source.kind === "step" || isRepeated(input)
          ? []
          : [[sourceName(input, "primary"), outsideDataset(input.source)] as const],
      ),
      ...secondaryStreams(step).flatMap((input) =>
        input.source.kind === "step"
          ? []
          : [[sourceName(input, "secondary"), outsideDataset(input.source).replace(/\/$/, "")] as const],
      ),
    ]),
  );

/** Stays symbolic until the other production has its datasets. */
export const inputSymbol = (input: string): string => `@{input:${input}}`;

export const terminalSteps = (steps: readonly Step[]): readonly string[] => {
  const consumed = new Set(
    steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : []))),
  );
  return steps.map(({ name }) => name).filter((name) => !consumed.has(name));
};
