import { allIsWell, asText, evaluate, type Scope, statusFunctions, truthy } from "./evaluate.ts";
import { type Expression, parseExpression } from "./parse.ts";

const hole = /\$\{\{([\s\S]*?)\}\}/g;

/** Text with `${{ }}` in it. */
export const fill = (text: string, scope: Scope): string =>
  text.replaceAll(hole, (_, inner: string) => asText(evaluate(parseExpression(inner), scope)));

/** A text that is one expression keeps the expression's kind: `cancel-in-progress: ${{ ... }}`. */
export const fillValue = (text: string, scope: Scope): unknown => {
  const whole = /^\s*\$\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/.exec(text)?.[1];
  return whole === undefined ? fill(text, scope) : evaluate(parseExpression(whole), scope);
};

/** `if:`, with or without `${{ }}`; without a word about the status it means `success() && (...)`. */
export const holds = (condition: string | undefined, scope: Scope): boolean => {
  const alright = scope.status !== undefined && allIsWell(scope.status);
  if (condition === undefined) return alright;
  const inner = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  const expression = parseExpression(inner);
  return (namesStatus(expression) || alright) && truthy(evaluate(expression, scope));
};

const namesStatus = (expression: Expression): boolean => {
  switch (expression.kind) {
    case "value":
    case "context":
      return false;
    case "call":
      return statusFunctions.some((name) => name === expression.name) || expression.args.some(namesStatus);
    case "not":
    case "every":
      return namesStatus(expression.of);
    case "member":
      return namesStatus(expression.of) || namesStatus(expression.key);
    case "pair":
      return namesStatus(expression.left) || namesStatus(expression.right);
  }
};

/** Throws for every expression that is not understood: asked when a workflow is read, not when a job gets there. */
export const judgeTemplates = (text: string, isCondition: boolean): void => {
  const inner = isCondition && !text.includes("${{") ? [text] : [...text.matchAll(hole)].map((found) => found[1] ?? "");
  for (const each of inner) parseExpression(each);
  if (text.replaceAll(hole, "").includes("${{")) throw new Error(`"${text}" has a \${{ without its end`);
};
