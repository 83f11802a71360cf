import { type Schema, Validator } from "@cfworker/json-schema";
import safeRegex from "safe-regex2";
import { suggestName } from "./nearest-name.ts";

/** The rules of conventions are JSON Schema and data, so they are interpreted: no validator made at build time knows them. */
export const fitsRule = (rule: Schema, value: string): boolean => {
  const validator = validators.get(rule) ?? new Validator(rule, "2020-12");
  validators.set(rule, validator);
  return validator.validate(value).valid;
};

/** Thousands of requests share the rules of one file. */
const validators = new WeakMap<Schema, Validator>();

/** What is wrong with a rule itself: found when the conventions are read, so that no request meets it. */
export const ruleFault = (rule: Schema | undefined): string | undefined => {
  try {
    new Validator(rule ?? {}, "2020-12").validate("x");
    return patternsIn(rule).every((pattern) => safeRegex(pattern))
      ? undefined
      : "its pattern can take exponential time on some texts; do not nest repetitions such as (a+)+";
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split("\n")[0];
  }
};

/** Every pattern, however deep: a request of a stranger's fork must not keep the judge busy for ever. */
const patternsIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === "pattern" && typeof value === "string" ? [value] : []),
    ...(key === "patternProperties" && typeof value === "object" && value !== null ? Object.keys(value) : []),
    ...patternsIn(value),
  ]);
};

/** What would fit: the near value of a list, or the rule in words. */
export const ruleHint = (rule: Schema, value: string): string | undefined =>
  (Array.isArray(rule.enum) ? suggestName(value, rule.enum.map(String)) : undefined) ?? expectation(rule);

export const expectation = (schema: Schema | undefined): string | undefined => {
  if (schema === undefined) return undefined;
  const values = Array.isArray(schema.enum) ? `one of ${schema.enum.join(", ")}` : undefined;
  if (typeof schema.description === "string")
    return `expected: ${schema.description}${values === undefined ? "" : `, ${values}`}`;
  if (values !== undefined) return values;
  return typeof schema.pattern === "string" ? `expected: ${schema.pattern}` : undefined;
};
