import { type Schema, Validator } from "@cfworker/json-schema";
import { linearPattern, patternFault } from "./linear-pattern.ts";
import { suggestName } from "./nearest-name.ts";
import { patternExample } from "./pattern-example.ts";

/** The rules of conventions are JSON Schema and data, so they are interpreted: no validator made at build time knows them. */
export const fitsRule = (rule: Schema, value: string): boolean => {
  const prepared = rules.get(rule) ?? prepare(rule);
  rules.set(rule, prepared);
  const known = prepared.answers.get(value);
  if (known !== undefined) return known;
  const fits = askValidator(rule, prepared, value);
  if (prepared.answers.size < maxAnswers) prepared.answers.set(value, fits);
  return fits;
};

const askValidator = (rule: Schema, prepared: Prepared, value: string): boolean => {
  const fitting = new Set(prepared.patterns.filter((pattern) => linearPattern(pattern).fits(value)));
  const key = prepared.patterns.map((pattern) => (fitting.has(pattern) ? "1" : "0")).join("");
  const validator = prepared.validators.get(key) ?? new Validator(withoutPatterns(rule, fitting), "2020-12");
  prepared.validators.set(key, validator);
  return validator.validate(value).valid;
};

type Prepared = {
  readonly patterns: readonly string[];
  readonly validators: Map<string, Validator>;
  /** A campaign, a stage, a build: requests have few values of most fields. */
  readonly answers: Map<string, boolean>;
};
const maxAnswers = 100;

const prepare = (rule: Schema): Prepared => ({
  patterns: [...new Set(patternsIn(rule))],
  validators: new Map(),
  answers: new Map(),
});

/** Thousands of requests share the rules of one file. */
const rules = new WeakMap<Schema, Prepared>();

/**
 * The rule for one text, for which each pattern is answered already: the validator would match it with an engine that
 * may take for ever. All that a rule says of a text it says of the whole text, so an answer is the same everywhere.
 */
const withoutPatterns = (schema: Schema, fitting: ReadonlySet<string>): Schema => replaced(schema, fitting) as Schema;

const replaced = (schema: unknown, fitting: ReadonlySet<string>): unknown => {
  if (Array.isArray(schema)) return schema.map((one) => replaced(one, fitting));
  if (typeof schema !== "object" || schema === null) return schema;
  const { pattern, patternProperties: _, ...rest } = schema as Readonly<Record<string, unknown>>;
  const inside = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, replaced(value, fitting)]));
  if (typeof pattern === "string")
    return fitting.has(pattern) ? inside : { ...inside, allOf: [...listIn(inside["allOf"]), false] };
  return pattern === undefined ? inside : { ...inside, pattern: replaced(pattern, fitting) };
};

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What is wrong with a rule itself: found when the conventions are read, so that no request meets it. */
export const ruleFault = (rule: Schema | undefined): string | undefined => {
  const faults = patternsIn(rule).flatMap((pattern) => patternFault(pattern) ?? []);
  if (faults[0] !== undefined) return `its pattern ${faults[0]}`;
  if (refersElsewhere(rule)) return "it uses $ref: write the rule out";
  try {
    fitsRule(rule ?? {}, "x");
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split("\n")[0];
  }
};

/** References can double with each step, so that a short rule takes for ever. */
const refersElsewhere = (schema: unknown): boolean =>
  typeof schema === "object" &&
  schema !== null &&
  Object.entries(schema).some(
    ([key, value]) => (/^\$(dynamic|recursive)?ref$/i.test(key) && typeof value === "string") || refersElsewhere(value),
  );

/** Every pattern, however deep. */
const patternsIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "pattern" && typeof value === "string" ? [value] : patternsIn(value),
  );
};

/** A hint: the near value of a list, or the rule in words. */
export const ruleHint = (rule: Schema, value: string): string | undefined =>
  (Array.isArray(rule.enum) ? suggestValue(value, rule.enum.map(String)) : undefined) ?? expectation(rule);

/** jet60 is no slip of jet10: where only the number is another, the author meant that number. */
export const suggestValue = (value: string, known: readonly string[]): string | undefined => {
  const sameWord = known.filter(
    (one) => one !== value && /[0-9]/.test(one) && withoutNumbers(one) === withoutNumbers(value),
  );
  return sameWord.length > 0
    ? `known here: ${shortList(value, known.length <= 12 ? known : sameWord)}`
    : suggestName(value, known);
};

/** Of hundreds of releases those whose numbers are nearest. */
const shortList = (value: string, known: readonly string[]): string => {
  if (known.length <= 12) return known.join(", ");
  const far = (one: string): number => Math.abs(lastNumber(one) - lastNumber(value));
  const near = known.toSorted((a, b) => far(a) - far(b)).slice(0, 3);
  return `${known.filter((one) => near.includes(one)).join(", ")} and ${known.length - near.length} others`;
};
const lastNumber = (text: string): number => Number(text.match(/[0-9]+/g)?.at(-1) ?? 0);
const withoutNumbers = (text: string): string => text.toLowerCase().replace(/[0-9]+/g, "0");

export const expectation = (schema: Schema | undefined): string | undefined => {
  if (schema === undefined) return undefined;
  const values = Array.isArray(schema.enum) ? `one of ${schema.enum.join(", ")}` : undefined;
  if (typeof schema.description === "string")
    return `expected: ${schema.description}${values === undefined ? "" : `, ${values}`}`;
  if (values !== undefined) return values;
  return typeof schema.pattern === "string" ? patternText(schema.pattern, exampleIn(schema)) : undefined;
};

/** What somebody would write, where the conventions say it in `examples`. */
const exampleIn = (schema: Schema): string | undefined =>
  (Array.isArray(schema["examples"]) ? (schema["examples"] as readonly unknown[]) : []).find(
    (one): one is string => typeof one === "string" && fitsRule(schema, one),
  );

/** Values that a rule of conventions lists, or one that fits its pattern. */
export const valuesByRule = ({ enum: values, pattern }: Schema): readonly string[] => {
  if (Array.isArray(values) && values.length > 0) return values.map(String);
  const example = pattern === undefined ? undefined : patternExample(pattern);
  return example === undefined ? [] : [example];
};

/** The pattern itself, for people who can read it. */
const patternText = (pattern: string, meant: string | undefined): string => {
  const example = meant ?? patternExample(pattern);
  return example === undefined
    ? `expected: the form ${pattern}`
    : `expected: a text such as ${example}, of the form ${pattern}`;
};
