import { type Problem, type ProblemCode, problemCodes } from "../problems/problem.ts";
import { notShown } from "../problems/secret.ts";
import { nearestName } from "./nearest-name.ts";
import { type Located, type Path, problemAt } from "./places.ts";
import { elsewhere, ourNameFor, shareOfEach } from "./prun-names.ts";
import type { SchemaError } from "./schema-error.ts";
import {
  at,
  kindText,
  limitOf,
  list,
  ruleText,
  type SchemaRule,
  shareMeant,
  shownValue,
  suchAs,
  wayIntoRange,
  wayToKind,
} from "./schema-text.ts";
import { checkUnseen } from "./unseen.ts";

/** Turns a validator's complaints into problems in the author's words, one for each thing to correct. */
export const schemaProblems = (
  where: Located,
  schema: object,
  value: unknown,
  errors: readonly SchemaError[],
): readonly Problem[] =>
  errors
    .filter(({ keyword }) => keyword !== "propertyNames")
    .slice(0, maxSchemaProblems)
    .map((error) => problemOf(where, readError(schema, value, error)));

/** Nobody reads more, and a file of nothing but wrong keys must not cost minutes. */
const maxSchemaProblems = 200;

/** An error of the validator, at what of the file and of the schema it is about. */
type ErrorRead = ReturnType<typeof readError>;

const readError = (schema: object, value: unknown, error: SchemaError) => {
  const path = pathOfPointer(error.instancePath, value);
  const rule = ruleAt(schema, error.schemaPath);
  const shown = rule["x-unshown"] === true ? unshown(0) : isUnshown(schema, path) ? unshown(maxWordLength) : same;
  return {
    error,
    schema,
    value,
    path,
    rule,
    written: shown(at(value, path)),
    /** The key or name that is wrong, for its reader. */
    key: shown(error.keyword === "additionalProperties" ? paramOf(error, "additionalProperty") : error.propertyName),
    name: path.length === 0 ? "The file" : `\`${path.filter((key) => typeof key === "string").join(".")}\``,
  };
};

const same = (value: unknown): unknown => value;
/** Where people write what is as good as a password. Of a value that is one no word is shown, of those around it short ones. */
const isUnshown = (schema: object, [top]: Path): boolean =>
  at(schema, ["properties", String(top), "x-unshown"]) === true;
const maxWordLength = 20;
const unshown =
  (longest: number) =>
  (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(unshown(longest))
      : typeof value === "string" && (value.length > longest || !/^[\w@*.-]*$/.test(value))
        ? notShown
        : value;

const paramOf = ({ params }: SchemaError, key: string): string => String(params[key]);

const problemOf = (where: Located, read: ErrorRead): Problem => {
  const { path, written, key } = read;
  // Whatever a word is refused for, its author sees a good one where it holds what nobody sees.
  return (
    (typeof key === "string" ? checkUnseen(where, [...path, key], key, true) : checkUnseen(where, path, written)) ??
    commandRecord(where, read)
  );
};

const commandRecord = (where: Located, read: ErrorRead): Problem => {
  const { error, path, rule, written, name } = read;
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(where, read);
    case "required":
      return problemAt(where, path, "missing-key", {
        message: `\`${paramOf(error, "missingProperty")}\` is missing${path.length === 0 ? "" : ` in ${name}`}.`,
        key: true,
        hint: describedIn(rule, paramOf(error, "missingProperty")),
      });
    case "type":
      return problemAt(where, path, "wrong-type", {
        message: `${name} is ${shownValue(written)}, and must be ${kindText(error.params.type, rule)}.`,
        hint: wayToKind(error.params.type, rule, written, { key: lastKey(path), written: where.places.written(path) }),
      });
    case "enum":
      return problemAt(where, path, "not-allowed", {
        message: `${name} is ${shownValue(written)}, and must be one of ${list(error.params.allowedValues)}.`,
      });
    case "const":
      return problemAt(where, path, "not-allowed", {
        message: `${name} must be ${shownValue(error.params.allowedValue)}.`,
      });
    case "pattern":
      return unlikePattern(where, read);
    default:
      return outOfRange(where, read);
  }
};

const unknownKey = (where: Located, { error, schema, value, path, rule, name, key: shown }: ErrorRead): Problem => {
  const key = paramOf(error, "additionalProperty");
  const hint =
    (key === "<<" ? mergeHint : undefined) ??
    elsewhere(rule, key) ??
    shareOfEach(key, rule, at(value, path)) ??
    asWritten(ourNameFor(key, schema, keysOf(rule)), at(value, path)) ??
    knownKeys(key, keysOf(rule), at(value, path));
  return problemAt(where, [...path, key], "unknown-key", {
    message: `Unknown key \`${String(shown)}\`${path.length === 0 ? "" : ` in ${name}`}.`,
    key: true,
    hint,
  });
};

const mergeHint = "merge keys are not read: write the keys out here, or for all steps in `defaults`";

const unlikePattern = (where: Located, { error, path, rule, written, name }: ErrorRead): Problem => {
  const isName = error.propertyName !== undefined;
  const text = isName ? error.propertyName : written;
  const place = isName ? [...path, error.propertyName ?? ""] : path;
  const expected = ruleText(rule, "x-expects") ?? `of the form ${paramOf(error, "pattern")}`;
  return problemAt(where, place, codeOf(rule), {
    message: `${isName ? `The name ${shownValue(text)} in ${name}` : `${name} is ${shownValue(text)}, and`} must be ${expected}.`,
    key: isName,
    hint: ruleText(rule, "x-instead") ?? shareMeant(rule, text),
  });
};

const outOfRange = (where: Located, { error, value, path, rule, name, ...read }: ErrorRead): Problem => {
  const isName = error.propertyName !== undefined;
  // Of a text its length alone is said.
  const written = typeof read.written === "string" ? at(value, path) : read.written;
  const twice = error.keyword === "uniqueItems" ? [Math.max(Number(error.params.i), Number(error.params.j))] : [];
  return problemAt(where, isName ? [...path, error.propertyName ?? ""] : [...path, ...twice], "out-of-range", {
    message: `${isName ? `The name ${shownValue(error.propertyName)}` : name} ${limitOf(error, rule, isName ? error.propertyName : written)}`,
    key: isName,
    hint: isName ? undefined : wayIntoRange(error, rule, written, lastKey(path)),
  });
};

const lastKey = (path: Path): string => String(path.findLast((key) => typeof key === "string") ?? "");

/** A key by its right name would be there twice. */
const asWritten = (hint: string | undefined, siblings: unknown): string | undefined => {
  const [, key = ""] = /^that is `(\w+)` here$/.exec(hint ?? "") ?? [];
  return key !== "" && at(siblings, [key]) !== undefined ? alreadyThere(key) : hint;
};

/** Where no key is near, all that may still be added: nobody should have to look for the list. */
const knownKeys = (key: string, known: readonly string[], siblings: unknown): string => {
  const open = known.filter((one) => at(siblings, [one]) === undefined);
  const near = nearestName(key, known);
  if (near !== undefined) return open.includes(near) ? `did you mean "${near}"?` : alreadyThere(near);
  return open.length === 0 ? "remove it" : `remove it, or write one of ${open.join(", ")}`;
};

const alreadyThere = (key: string): string => `remove it: \`${key}\` is there already`;

/** What to write for a key that is missing. */
const describedIn = ({ properties }: SchemaRule, key: string): string | undefined => {
  if (typeof properties !== "object" || properties === null) return undefined;
  const rule = at(properties, [key]) as SchemaRule;
  return suchAs(rule, key);
};

/** JSON pointer to path; list positions become numbers, so that the place of an item is found. */
const pathOfPointer = (pointer: string, value: unknown): Path => {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(at(value, path)) ? Number(key) : key);
  }
  return path;
};

/** The schema object that holds the broken keyword. */
const ruleAt = (schema: object, pointer: string): SchemaRule => {
  const path = pointer
    .replace(/^#\//, "")
    .split("/")
    .slice(0, -1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  const rule = at(schema, path);
  return typeof rule === "object" && rule !== null ? (rule as Record<string, unknown>) : {};
};

const keysOf = (rule: SchemaRule): readonly string[] =>
  typeof rule.properties === "object" && rule.properties !== null ? Object.keys(rule.properties) : [];

const codeOf = (rule: SchemaRule): ProblemCode => {
  const code = ruleText(rule, "x-code");
  return isProblemCode(code) ? code : "not-allowed";
};

const isProblemCode = (code: string | undefined): code is ProblemCode => code !== undefined && code in problemCodes;
