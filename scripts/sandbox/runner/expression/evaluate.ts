import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { truthy } from "@actions/expressions/result";
import { isObject } from "../../github/json.ts";

/** `skipped`: a job this one needs did not run. */
export type Status = { readonly failed: boolean; readonly cancelled: boolean; readonly skipped: boolean };

export const allIsWell = (status: Status): boolean => !status.failed && !status.cancelled && !status.skipped;

/** `contexts` holds what may be named here; naming another is an error, as is an unknown field of a closed context. */
export type Scope = {
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Contexts whose fields are all known: a misspelt one is an error, not an empty text. */
  readonly closed: ReadonlySet<string>;
  /** `undefined`: `success()` and its kin are not allowed here. */
  readonly status: Status | undefined;
};

/** An expression's value as GitHub's own library has it; `text` is what stands in its place in a text. */
export type Value = { readonly text: string; readonly holds: boolean };

/** Throws for what the library refuses, with where it is. */
export const evaluate = (source: string, scope: Scope): Value => {
  const functions = scope.status === undefined ? [] : statusFunctions(scope.status);
  const tree = treeOf(source, Object.keys(scope.contexts), functions);
  const named = new Map(functions.map((each) => [each.name, each]));
  const value = new Evaluator(tree, contextsOf(scope), named).evaluate();
  return { text: value.coerceString(), holds: truthy(value) };
};

/** Throws for every expression that can be understood nowhere: with a name that GitHub does not know, or of no form. */
export const judgeExpression = (source: string): void => {
  treeOf(source, everyContext, statusFunctions({ failed: false, cancelled: false, skipped: false }));
};

/** Whether a condition asks for the status itself: a function of this name, which no member can be. */
export const namesStatus = (source: string): boolean =>
  /\b(?:always|success|failure|cancelled)\s*\(/i.test(withoutTexts(source));

const withoutTexts = (source: string): string => source.replaceAll(/'(?:[^']|'')*'/g, "''");

const everyContext = [
  "github",
  "env",
  "vars",
  "job",
  "steps",
  "runner",
  "secrets",
  "needs",
  "inputs",
  "strategy",
  "matrix",
];

const treeOf = (source: string, contexts: readonly string[], functions: readonly FunctionDefinition[]) => {
  try {
    return new Parser(new Lexer(source).lex().tokens, [...contexts], [...functions]).parse();
  } catch (error) {
    throw new Error(`expression "${source}": ${error instanceof Error ? error.message : String(error)}`);
  }
};

const statusFunctions = (status: Status): readonly FunctionDefinition[] => {
  const answers = {
    always: true,
    success: allIsWell(status),
    failure: status.failed && !status.cancelled,
    cancelled: status.cancelled,
  };
  return Object.entries(answers).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
};

const contextsOf = ({ contexts, closed }: Scope): data.Dictionary => {
  const all = new data.Dictionary();
  for (const [name, fields] of Object.entries(contexts))
    all.add(name, closed.has(name) && isObject(fields) ? new Closed(name, fields) : dataOf(fields));
  return all;
};

/** The library's own reading of JSON. */
const dataOf = (value: unknown): data.ExpressionData => {
  const made: unknown = JSON.parse(JSON.stringify(value ?? null), data.reviver);
  return made as data.ExpressionData; // what its reviver makes
};

/** A context whose fields are all known. */
class Closed extends data.Dictionary {
  readonly #name: string;
  constructor(name: string, fields: Readonly<Record<string, unknown>>) {
    super(...Object.entries(fields).map(([key, value]) => ({ key, value: dataOf(value) })));
    this.#name = name;
  }
  override get(key: string): data.ExpressionData {
    const found = super.get(key);
    if (found === undefined) throw new Error(`"${this.#name}.${key}" is not known`);
    return found;
  }
}
