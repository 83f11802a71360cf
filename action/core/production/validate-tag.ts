import type { Schema } from "@cfworker/json-schema";
import type { Conventions } from "../conventions/conventions.ts";
import { fillTemplate, hasFields } from "../conventions/template.ts";
import type { Problem } from "../problems/problem.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, problemAt } from "../text/places.ts";
import { expectation, fitsRule, ruleHint, valuesByRule } from "../text/rule.ts";
import { checkUnseen } from "../text/unseen.ts";

/** The parts of a request that its tag may include. */
export type TagFields = {
  readonly tag: Readonly<Record<string, string>>;
  readonly build?: string;
  readonly conditions?: string;
};

/** The tag as the template makes it, whether its fields are good or not; `undefined` when a part of it is missing. */
export const tagOf = (conventions: Conventions, request: TagFields): string | undefined => {
  const tag = fillTemplate(conventions.tag.template, { ...request.tag, ...takenFields(conventions, request) });
  return hasFields(tag) ? undefined : tag;
};

const toAdd = (field: string, rule: Schema | undefined): string | undefined => {
  const [value] = rule === undefined ? [] : valuesByRule(rule);
  const expected = expectation(rule);
  return value === undefined
    ? expected
    : `write \`${field}: ${/^[A-Za-z][\w.-]*$/.test(value) ? value : JSON.stringify(value)}\` into it${expected === undefined ? "" : `; ${expected}`}`;
};

/** `tag`: also where only a rule of a field refuses it, since a rule may be younger than the production. */
export type CheckedTag = { readonly tag: string | undefined; readonly problems: readonly Problem[] };

/** The tag is built from fields and never typed twice. Each field is checked by the schema that the conventions give it. */
export const validateTag = (where: Located, request: TagFields, conventions: Conventions): CheckedTag => {
  const fields = request.tag;
  const schemas = conventions.tag.fields;
  const known = Object.keys(schemas);
  const missing = known
    .filter((field) => !Object.hasOwn(fields, field))
    .map((field) =>
      problemAt(where, ["tag"], "bad-tag", {
        message: `The tag lacks \`${field}\`.`,
        key: true,
        hint: toAdd(field, schemas[field]),
      }),
    );
  const unknown = Object.keys(fields)
    .filter((field) => !known.includes(field))
    .map((field) =>
      problemAt(where, ["tag", field], "bad-tag", {
        message: `\`${field}\` is not a field of the tag.`,
        key: true,
        hint:
          suggestName(
            field,
            known.filter((one) => !Object.hasOwn(fields, one)),
          ) ?? `remove it: the tag has ${known.join(", ")}`,
      }),
    );
  const wrong = Object.entries(fields).flatMap(([field, value]) => {
    const schema = known.includes(field) ? schemas[field] : undefined;
    if (schema === undefined || (nameable.test(value) && fitsRule(schema, value))) return [];
    return [
      checkUnseen(where, ["tag", field], value) ??
        problemAt(where, ["tag", field], "bad-tag", {
          message: `"${value}" is not a ${field} of ${conventions.experiment}.`,
          hint: ruleHint(schema, value),
        }),
    ];
  });
  const problems = [...missing, ...unknown, ...wrong];
  const tag = tagOf(conventions, request);
  const isNameable = Object.values(fields).every((value) => nameable.test(value));
  return { tag: missing.length + unknown.length === 0 && isNameable ? tag : undefined, problems };
};

/** A tag becomes part of dataset names, whatever the conventions allow beyond that. */
const nameable = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** `pro.001` written `pro001`: what the request says elsewhere is not typed again in the tag. */
export const takenFields = ({ tag }: Conventions, request: TagFields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (["build", "conditions"] as const).flatMap((field) => {
      const rule = tag.taken?.[field];
      const value = request[field];
      if (rule === undefined || value === undefined) return [];
      return [[field, [...value].filter((mark) => !(rule.drop ?? "").includes(mark)).join("")]];
    }),
  );
