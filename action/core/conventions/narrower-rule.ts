import type { Schema } from "@cfworker/json-schema";
import { canonicalJson, type Json } from "../text/canonical-json.ts";
import { fitsRule } from "../text/rule.ts";

/** `undefined` is a value of its own: a key that is not there. */
export const isSame = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a as Json) === canonicalJson(b as Json);

export type Rule = Readonly<Record<string, unknown>>;

/**
 * Whether a JSON Schema surely allows nothing that another one refuses. A list of values is tried one by one; otherwise
 * this schema needs each keyword of the other, as strict or stricter. What cannot be decided, such as whether one
 * regular expression matches less than another, is no.
 */
export const isNarrowerRule = (below: unknown, above: unknown): boolean => {
  if (isSame(below, above)) return true;
  if (!isRule(below) || !isRule(above)) return false;
  const values = "const" in below ? [below.const] : Array.isArray(below.enum) ? below.enum : undefined;
  if (values !== undefined)
    return values.every((value) => typeof value === "string" && fitsRule(above as Schema, value));
  return (
    Object.entries(above).every(([keyword, value]) => isAsStrict(keyword, below[keyword], value)) &&
    Object.keys(below).every((keyword) => keyword in above || restricting.has(keyword) || silent.has(keyword))
  );
};

export const isRule = (value: unknown): value is Rule =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Words for people. */
const silent: ReadonlySet<string> = new Set(["title", "description", "examples", "$comment"]);
/** Whoever adds one of these refuses more, whatever else is written. */
const restricting: ReadonlySet<string> = new Set([
  "type",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "format",
  "not",
]);

const isAsStrict = (keyword: string, below: unknown, above: unknown): boolean => {
  if (silent.has(keyword) || isSame(below, above)) return true;
  if (typeof below !== "number" || typeof above !== "number") return false;
  return /^(min|exclusiveMin)/.test(keyword) ? below >= above : /^(max|exclusiveMax)/.test(keyword) && below <= above;
};
