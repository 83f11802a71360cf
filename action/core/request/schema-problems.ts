import { suggestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import { type ProblemCode, problemCodes } from "../problem-codes.ts";
import { type Located, type Path, problemAt } from "./places.ts";

/** What ajv's standalone validators leave in `errors`. */
export type SchemaError = {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly propertyName?: string;
};

/** Turns a validator's complaints into problems in the author's words, one for each thing to mend. */
export const schemaProblems = (
  where: Located,
  schema: object,
  value: unknown,
  errors: readonly SchemaError[],
): readonly Problem[] =>
  errors
    .filter(({ keyword }) => keyword !== "propertyNames")
    .slice(0, mostTold)
    .map((error) => problemOf(where, schema, value, error));

/** Beyond it nobody reads on, and a file of nothing but wrong keys must not cost minutes. */
const mostTold = 200;

const problemOf = (where: Located, schema: object, value: unknown, error: SchemaError): Problem => {
  const path = pathOf(error.instancePath, value);
  const rule = ruleAt(schema, error.schemaPath);
  const name = path.length === 0 ? "The file" : `\`${path.filter((key) => typeof key === "string").join(".")}\``;
  const param = (key: string): string => String(error.params[key]);
  switch (error.keyword) {
    case "additionalProperties": {
      const key = param("additionalProperty");
      return problemAt(
        where,
        [...path, key],
        "unknown-key",
        `Unknown key \`${key}\`${path.length === 0 ? "" : ` in ${name}`}.`,
        { key: true, hint: suggestName(key, keysOf(rule)) },
      );
    }
    case "required":
      return problemAt(
        where,
        path,
        "missing-key",
        `\`${param("missingProperty")}\` is missing${path.length === 0 ? "" : ` in ${name}`}.`,
        { key: true, hint: describedIn(rule, param("missingProperty")) },
      );
    case "type":
      return problemAt(
        where,
        path,
        "wrong-type",
        `${name} is ${written(at(value, path))}, and must be ${kindsOf(error.params.type)}.`,
        { hint: wayToKind(error.params.type, rule, at(value, path)) },
      );
    case "enum":
      return problemAt(
        where,
        path,
        "not-allowed",
        `${name} is ${written(at(value, path))}, and must be one of ${list(error.params.allowedValues)}.`,
      );
    case "const":
      return problemAt(where, path, "not-allowed", `${name} must be ${written(error.params.allowedValue)}.`);
    case "pattern": {
      const isName = error.propertyName !== undefined;
      const text = isName ? error.propertyName : at(value, path);
      const place = isName ? [...path, error.propertyName ?? ""] : path;
      return problemAt(
        where,
        place,
        codeOf(rule),
        `${written(text)} is not ${textOf(rule, "x-expects") ?? `of the form ${param("pattern")}`}.`,
        { key: isName },
      );
    }
    default: {
      const isName = error.propertyName !== undefined;
      const twice = error.keyword === "uniqueItems" ? [Number(error.params.i)] : [];
      return problemAt(
        where,
        isName ? [...path, error.propertyName ?? ""] : [...path, ...twice],
        "out-of-range",
        `${isName ? `The name ${written(error.propertyName)}` : name} ${limitOf(error, rule, isName ? error.propertyName : at(value, path))}`,
        { key: isName, hint: textOf(rule, "description") },
      );
    }
  }
};

/** The limit that was passed, beside the value; the unit is in the description, which becomes the hint. */
const limitOf = (error: SchemaError, rule: Readonly<Record<string, unknown>>, value: unknown): string => {
  const limit = Number(error.params.limit);
  switch (error.keyword) {
    case "minimum":
    case "maximum":
      return `is ${written(value)}, and must be ${rangeOf(rule)}.`;
    case "minLength":
      return `is empty, and must hold at least ${counted(limit, "character")}.`;
    case "maxLength":
      return `has ${counted([...String(value)].length, "character")}, and may have ${limit}.`;
    case "minItems":
    case "minProperties":
      return `has ${counted(sizeOf(value), "entry")}, and must have at least ${limit}.`;
    case "maxItems":
    case "maxProperties":
      return `has ${counted(sizeOf(value), "entry")}, and may have ${limit}.`;
    case "uniqueItems":
      return `lists ${written(at(value, [Number(error.params.i)]))} twice.`;
    default:
      return `${error.message ?? "is out of range"}.`;
  }
};

const rangeOf = ({ minimum, maximum }: Readonly<Record<string, unknown>>): string =>
  typeof minimum === "number" && typeof maximum === "number"
    ? `between ${minimum} and ${maximum}`
    : typeof minimum === "number"
      ? `at least ${minimum}`
      : `at most ${String(maximum)}`;

const counted = (count: number, noun: "character" | "entry"): string =>
  `${count} ${count === 1 ? noun : noun === "entry" ? "entries" : "characters"}`;

const sizeOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.keys(value).length : 0;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping (lines of `key: value`)",
  null: "empty",
};
/** JSON Schema's type words as a person says them. */
const kindsOf = (types: unknown): string => {
  const all = (Array.isArray(types) ? types : [types]).map(String);
  const named = all.filter((type) => type !== "integer" || !all.includes("number")).map((type) => kinds[type] ?? type);
  return named.length < 2 ? (named[0] ?? "") : `${named.slice(0, -1).join(", ")}, or ${named.at(-1)}`;
};

const wayToKind = (type: unknown, rule: Readonly<Record<string, unknown>>, value: unknown): string | undefined => {
  const said = textOf(rule, "description");
  if (type === "string" && (typeof value === "number" || typeof value === "boolean"))
    return `put it in quotes${said === undefined ? "" : `. ${said}`}`;
  if (type === "array" && typeof value === "string") return `put it in brackets: [${written(value)}]`;
  return said;
};

const describedIn = ({ properties }: Readonly<Record<string, unknown>>, key: string): string | undefined =>
  typeof properties === "object" && properties !== null
    ? textOf(at(properties, [key]) as Readonly<Record<string, unknown>>, "description")
    : undefined;

/** JSON pointer to path; list positions become numbers, so that the place of an item is found. */
const pathOf = (pointer: string, value: unknown): Path => {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(at(value, path)) ? Number(key) : key);
  }
  return path;
};

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );

/** The schema object that holds the broken keyword. */
const ruleAt = (schema: object, pointer: string): Readonly<Record<string, unknown>> => {
  const path = pointer
    .replace(/^#\//, "")
    .split("/")
    .slice(0, -1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  const rule = at(schema, path);
  return typeof rule === "object" && rule !== null ? (rule as Record<string, unknown>) : {};
};

const keysOf = (rule: Readonly<Record<string, unknown>>): readonly string[] =>
  typeof rule.properties === "object" && rule.properties !== null ? Object.keys(rule.properties) : [];

const textOf = (rule: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const text = rule[key];
  return typeof text === "string" ? text : undefined;
};

const codeOf = (rule: Readonly<Record<string, unknown>>): ProblemCode => {
  const code = textOf(rule, "x-code");
  return isProblemCode(code) ? code : "not-allowed";
};

const isProblemCode = (code: string | undefined): code is ProblemCode => code !== undefined && code in problemCodes;

const list = (values: unknown): string => (Array.isArray(values) ? values.map(written).join(", ") : written(values));

const longestShown = 60;
/** A value as a person would point at it. */
const written = (value: unknown): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "empty");
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
};
