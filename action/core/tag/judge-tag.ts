import { type Schema, Validator } from "@cfworker/json-schema";
import safeRegex from "safe-regex2";
import type { Conventions } from "../conventions/conventions.ts";
import { suggestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import { type Located, problemAt } from "../request/places.ts";
import { fillTemplate } from "./template.ts";

export type Judged = { readonly tag: string | undefined; readonly problems: readonly Problem[] };

/** The tag is built from fields and never typed twice. Each field is judged by the schema that the conventions give it. */
export const judgeTag = (
  where: Located,
  fields: Readonly<Record<string, string>>,
  conventions: Conventions,
): Judged => {
  const schemas = conventions.tag.fields;
  const known = Object.keys(schemas);
  const missing = known
    .filter((field) => !Object.hasOwn(fields, field))
    .map((field) =>
      problemAt(where, ["tag"], "bad-tag", `The tag lacks \`${field}\`.`, {
        key: true,
        hint: expectation(schemas[field]),
      }),
    );
  const unknown = Object.keys(fields)
    .filter((field) => !known.includes(field))
    .map((field) =>
      problemAt(where, ["tag", field], "bad-tag", `\`${field}\` is not a field of the tag.`, {
        key: true,
        hint: suggestName(field, known),
      }),
    );
  const wrong = Object.entries(fields).flatMap(([field, value]) => {
    const schema = known.includes(field) ? schemas[field] : undefined;
    if (schema === undefined || fits(schema, value)) return [];
    return [
      problemAt(where, ["tag", field], "bad-tag", `"${value}" is not a ${field} of ${conventions.experiment}.`, {
        hint: nearValue(schema, value) ?? expectation(schema),
      }),
    ];
  });
  const problems = [...missing, ...unknown, ...wrong];
  return { tag: problems.length === 0 ? fillTemplate(conventions.tag.template, fields) : undefined, problems };
};

/** A tag becomes part of dataset names, whatever the conventions allow beyond that. */
const nameable = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const fits = (schema: Schema, value: string): boolean =>
  nameable.test(value) && new Validator(schema, "2020-12").validate(value).valid;

/** What is wrong with a field's rule itself: found when the conventions are read, so that no request meets it. */
export const fieldFault = (schema: Schema | undefined): string | undefined => {
  try {
    new Validator(schema ?? {}, "2020-12").validate("x");
    return patternsIn(schema).every((pattern) => safeRegex(pattern))
      ? undefined
      : "its pattern can take for ever on some texts; do not repeat what repeats inside";
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

const nearValue = (schema: Schema, value: string): string | undefined =>
  Array.isArray(schema.enum) ? suggestName(value, schema.enum.map(String)) : undefined;

const expectation = (schema: Schema | undefined): string | undefined => {
  if (schema === undefined) return undefined;
  const values = Array.isArray(schema.enum) ? `one of ${schema.enum.join(", ")}` : undefined;
  if (typeof schema.description === "string")
    return `expected: ${schema.description}${values === undefined ? "" : `, ${values}`}`;
  if (values !== undefined) return values;
  return typeof schema.pattern === "string" ? `expected: ${schema.pattern}` : undefined;
};
