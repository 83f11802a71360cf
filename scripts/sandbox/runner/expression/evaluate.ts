import { isObject } from "../../github/json.ts";
import type { Expression } from "./parse.ts";

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

export const evaluate = (expression: Expression, scope: Scope): unknown => {
  switch (expression.kind) {
    case "value":
      return expression.value;
    case "context":
      if (!(expression.name in scope.contexts)) throw new Error(`"${expression.name}" is not available here`);
      return scope.contexts[expression.name];
    case "member":
      return member(expression, scope);
    case "every": {
      const of = evaluate(expression.of, scope);
      return Array.isArray(of) ? of : isObject(of) ? Object.values(of) : [];
    }
    case "call":
      return call(
        expression.name,
        expression.args.map((each) => evaluate(each, scope)),
        scope,
      );
    case "not":
      return !truthy(evaluate(expression.of, scope));
    case "pair":
      return pair(expression, scope);
  }
};

const member = ({ of, key }: Extract<Expression, { kind: "member" }>, scope: Scope): unknown => {
  const from = evaluate(of, scope);
  const name = evaluate(key, scope);
  if (of.kind === "every" && Array.isArray(from))
    return from.flatMap((each: unknown) => (isObject(each) && String(name) in each ? [each[String(name)]] : []));
  if (Array.isArray(from)) return typeof name === "number" ? (from[name] ?? null) : null;
  if (of.kind === "context" && scope.closed.has(of.name) && isObject(from) && !(String(name) in from))
    throw new Error(`"${of.name}.${String(name)}" is not known`);
  return isObject(from) ? (from[String(name)] ?? null) : null;
};

const pair = ({ sign, left, right }: Extract<Expression, { kind: "pair" }>, scope: Scope): unknown => {
  const one = evaluate(left, scope);
  if (sign === "&&") return truthy(one) ? evaluate(right, scope) : one;
  if (sign === "||") return truthy(one) ? one : evaluate(right, scope);
  const other = evaluate(right, scope);
  if (sign === "==") return same(one, other);
  if (sign === "!=") return !same(one, other);
  const [a, b] = [number(one), number(other)];
  return sign === "<" ? a < b : sign === "<=" ? a <= b : sign === ">" ? a > b : a >= b;
};

export const truthy = (value: unknown): boolean =>
  !(value === null || value === undefined || value === false || value === 0 || value === "" || Number.isNaN(value));

/** Texts are compared without regard to case; unequal kinds as numbers. */
const same = (one: unknown, other: unknown): boolean => {
  if (typeof one === "string" && typeof other === "string") return one.toLowerCase() === other.toLowerCase();
  if (typeof one === typeof other && (one === null) === (other === null)) return one === other;
  return number(one) === number(other);
};

const number = (value: unknown): number => {
  if (value === null || value === undefined || value === "") return 0;
  return typeof value === "object" ? Number.NaN : Number(value);
};

/** As GitHub turns a value into text. */
export const asText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? (Array.isArray(value) ? "Array" : "Object") : String(value);
};

const call = (name: string, args: readonly unknown[], scope: Scope): unknown => {
  const [first, second] = args;
  const lower = (value: unknown): string => asText(value).toLowerCase();
  switch (name) {
    case "contains":
      return Array.isArray(first) ? first.some((each) => same(each, second)) : lower(first).includes(lower(second));
    case "startsWith":
      return lower(first).startsWith(lower(second));
    case "endsWith":
      return lower(first).endsWith(lower(second));
    case "format":
      return asText(first).replaceAll(/\{\{|\}\}|\{(\d+)\}/g, (whole, index?: string) =>
        index === undefined ? whole.slice(1) : asText(args[Number(index) + 1]),
      );
    case "join":
      return Array.isArray(first) ? first.map(asText).join(second === undefined ? "," : asText(second)) : asText(first);
    case "toJSON":
      return JSON.stringify(first ?? null, null, 2);
    case "fromJSON":
      return JSON.parse(asText(first)) as unknown;
    case "always":
    case "success":
    case "failure":
    case "cancelled":
      return status(name, scope.status);
    default:
      throw new Error(`function ${name}() is not supported`);
  }
};

export const statusFunctions = ["always", "success", "failure", "cancelled"] as const;

const status = (name: (typeof statusFunctions)[number], now: Status | undefined): boolean => {
  if (now === undefined) throw new Error(`${name}() is not available here`);
  switch (name) {
    case "always":
      return true;
    case "success":
      return allIsWell(now);
    case "failure":
      return now.failed && !now.cancelled;
    case "cancelled":
      return now.cancelled;
  }
};
