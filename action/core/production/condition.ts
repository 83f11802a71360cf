import type { RequestInput, RequestStep } from "../request/request.ts";

/** When a step runs, by its inputs, counted from 1. */
export type Condition =
  | { readonly kind: "made"; readonly input: number }
  /** It could not be made: the step runs without it. */
  | { readonly kind: "failed"; readonly input: number }
  | { readonly kind: "and" | "or"; readonly left: number; readonly right: number };

/**
 * `fit`, `fit && calo`, `fit || calo`, or `!fit` alone, by the names of the inputs; the name, where there is no such
 * input; `undefined` for anything else. PanDA takes no more: an expression of three inputs ends its server's parser
 * with a KeyError, and an input that is negated is taken away from the step (panda-server 1.0.4, workflow_utils
 * convert_nodes_to_workflow and pcwl_utils suppress_inputs_based_on_condition; measured with `npm run contracts`).
 */
export const readCondition = (text: string, names: readonly string[]): Condition | string | undefined => {
  const [, negated, left, sign, right] = written.exec(text) ?? [];
  if (left === undefined || (sign !== undefined && (negated === "!" || left === right))) return undefined;
  const unknown = [left, right ?? left].find((name) => !names.includes(name));
  if (unknown !== undefined) return unknown;
  const place = (name: string): number => names.indexOf(name) + 1;
  if (sign === undefined || right === undefined)
    return { kind: negated === "!" ? "failed" : "made", input: place(left) };
  return { kind: sign === "&&" ? "and" : "or", left: place(left), right: place(right) };
};
const written = /^\s*(!?)([A-Za-z]\w*)\s*(?:(&&|\|\|)\s*([A-Za-z]\w*)\s*)?$/;

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

/** `!fit` alone: the step watches its input and does not read it, so that its jobs are given. */
export const onlyWatches = ({ when }: Pick<RequestStep, "when">): boolean => when?.includes("!") ?? false;

/** An input as its author and the payload call it: `background` of `pass2`. */
export const inputWords = (step: string, input: string): string => `\`${input}\` of \`${step}\``;

export const inputNameOf = ({ from, as = from }: Pick<RequestInput, "from" | "as">): string => as;
