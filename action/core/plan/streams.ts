import type { Step, StepInput } from "../production/production.ts";

/** An input with its place, `IN1`, `IN2` ...: PanDA calls a secondary one so. */
export type Stream = StepInput & { readonly stream: string };

export const isPairing = ({ inputs }: Pick<Step, "inputs">): boolean => inputs[0]?.pair === true;

/** What drives the splitting, as one list of files: the first input, or all that are paired. */
export const primaryStreams = (step: Pick<Step, "inputs">): readonly Stream[] =>
  streams(step).filter(({ pair }, index) => (isPairing(step) ? pair : index === 0));

export const secondaryStreams = (step: Pick<Step, "inputs">): readonly Stream[] =>
  streams(step).filter(({ pair }, index) => (isPairing(step) ? !pair : index > 0));

const streams = ({ inputs }: Pick<Step, "inputs">): readonly Stream[] =>
  inputs.map((input, index) => ({ ...input, stream: `IN${index + 1}` }));

/** Names of the inputs that no step of the production makes. */
export const outsideInputs = (steps: readonly Pick<Step, "inputs">[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "step" ? [] : [source.input]))),
  );
