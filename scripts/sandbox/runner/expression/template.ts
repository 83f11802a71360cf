import { allIsWell, evaluate, judgeExpression, namesStatus, type Scope } from "./evaluate.ts";

/** A text within it may hold any braces. */
const hole = /\$\{\{((?:'[^']*'|[^'])*?)\}\}/g;

/** Text with `${{ }}` in it. */
export const fill = (text: string, scope: Scope): string =>
  text.replaceAll(hole, (_, inner: string) => evaluate(inner, scope).text);

/** `if:`, with or without `${{ }}`; without a word about the status it means `success() && (...)`. */
export const holds = (condition: string | undefined, scope: Scope): boolean => {
  const alright = scope.status !== undefined && allIsWell(scope.status);
  if (condition === undefined) return alright;
  const inner = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  const { holds } = evaluate(inner, scope);
  return (namesStatus(inner) || alright) && holds;
};

/** Throws for every expression that is not understood: asked when a workflow is read, not when a job gets there. */
export const validateTemplates = (text: string, isCondition: boolean): void => {
  const inner = isCondition && !text.includes("${{") ? [text] : [...text.matchAll(hole)].map((found) => found[1] ?? "");
  for (const each of inner) judgeExpression(each);
  if (text.replaceAll(hole, "").includes("${{")) throw new Error(`"${text}" has a \${{ without its end`);
};
