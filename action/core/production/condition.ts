/** When a step runs, by its inputs: 1 is `IN1`. */
export type Condition =
  | { readonly kind: "made"; readonly input: number }
  /** It could not be made: the step runs without it. */
  | { readonly kind: "failed"; readonly input: number }
  | { readonly kind: "and" | "or"; readonly left: number; readonly right: number };

/**
 * `IN1`, `IN1 && IN2`, `IN1 || IN2`, or `!IN1` alone; `undefined` for anything else. PanDA takes no more: an
 * expression of three inputs ends its server's parser with a KeyError, and an input that is negated is taken away from
 * the step (panda-server 1.0.4, workflow_utils convert_nodes_to_workflow and pcwl_utils
 * suppress_inputs_based_on_condition; measured with `npm run contracts`).
 */
export const readCondition = (text: string): Condition | undefined => {
  const match = /^\s*(!?)IN([1-9][0-9]?)\s*(?:(&&|\|\|)\s*IN([1-9][0-9]?)\s*)?$/.exec(text);
  if (match === null) return undefined;
  const [, negated, left, sign, right] = match;
  if (sign === undefined) return { kind: negated === "!" ? "failed" : "made", input: Number(left) };
  if (negated === "!" || left === right) return undefined;
  return { kind: sign === "&&" ? "and" : "or", left: Number(left), right: Number(right) };
};

export const inputsOf = (condition: Condition): readonly number[] => {
  switch (condition.kind) {
    case "made":
    case "failed":
      return [condition.input];
    case "and":
    case "or":
      return [condition.left, condition.right];
  }
};
