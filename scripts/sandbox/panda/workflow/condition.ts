import { PythonError } from "../python-error.ts";

/** `when:` of a step. A parent is processed when it ended, well or not. */
export type Condition =
  | { readonly kind: "processed" | "failed"; readonly parents: readonly number[] }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition };

/** `$(self.opt_inDS)`, `$(!self.x && (self.y || self.z))`: left to right, as PanDA's parser reads it. */
export const readCondition = (text: string, parentsOf: (input: string) => readonly number[]): Condition => {
  const tokens = text.replace(/^\s*\$\((.*)\)\s*$/s, "$1").match(/&&|\|\||[()!]|[^\s()!&|]+/g) ?? [];
  let at = 0;
  const operand = (): Condition => {
    const token = tokens[at++];
    if (token === "(") {
      const inner = expression();
      if (tokens[at++] !== ")") throw new PythonError(`unbalanced parentheses in ${JSON.stringify(text)}`);
      return inner;
    }
    const negated = token === "!";
    const name = /^self\.([^[]+)/.exec((negated ? tokens[at++] : token) ?? "")?.[1];
    if (name === undefined) throw new PythonError(`unknown token "${token ?? ""}"`);
    return { kind: negated ? "failed" : "processed", parents: parentsOf(name) };
  };
  const expression = (): Condition => {
    let left = operand();
    while (tokens[at] === "&&" || tokens[at] === "||") {
      const kind = tokens[at++] === "&&" ? "and" : "or";
      left = { kind, left, right: operand() };
    }
    return left;
  };
  const condition = expression();
  if (at < tokens.length) throw new PythonError(`unknown token "${tokens[at] ?? ""}"`);
  return condition;
};

/** The one input a plain `$(!self.x)` names is suppressed: the step runs without it. */
export const suppressedInput = (text: string): string | undefined =>
  /^\s*\$\(\s*!\s*self\.(\w+)\s*\)\s*$/.exec(text)?.[1];
