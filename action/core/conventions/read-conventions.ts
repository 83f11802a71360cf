import validateConventions from "../generated/validate-conventions.js";
import type { Problem } from "../problem.ts";
import { problemAt } from "../request/places.ts";
import { readYaml } from "../request/read-yaml.ts";
import { schemaProblems } from "../request/schema-problems.ts";
import { fieldFault } from "../tag/judge-tag.ts";
import { fieldsOf, literalsOf } from "../tag/template.ts";
import type { Conventions } from "./conventions.ts";
import { conventionsSchema } from "./schema.ts";

export type ConventionsRead =
  | { readonly kind: "read"; readonly conventions: Conventions }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

export const readConventions = (file: string, bytes: Uint8Array): ConventionsRead => {
  // Judged at every start: where something stands is only looked up when something is wrong.
  const read = readYaml(file, bytes, "first-reading");
  if (read.kind === "unreadable") return read;
  const where = { file, places: read.places };
  if (!isConventions(read.value)) {
    return {
      kind: "unreadable",
      problems: schemaProblems(where, conventionsSchema, read.value, validateConventions.errors ?? []),
    };
  }
  const conventions = read.value;

  const known = Object.keys(conventions.tag.fields);
  const unknown = fieldsOf(conventions.tag.template)
    .filter((field) => !known.includes(field))
    .map((field) =>
      problemAt(
        where,
        ["tag", "template"],
        "bad-conventions",
        `The tag's template uses {${field}}, which is not among its fields.`,
      ),
    );
  const unused = known
    .filter((field) => !fieldsOf(conventions.tag.template).includes(field))
    .map((field) =>
      problemAt(
        where,
        ["tag", "fields", field],
        "bad-conventions",
        `The field ${field} does not appear in the tag's template, so two tags could be equal.`,
        { key: true },
      ),
    );
  const lacking = ["tag", "version", "block"]
    .filter((field) => !fieldsOf(conventions.names.outDS).includes(field))
    .map((field) =>
      problemAt(
        where,
        ["names", "outDS"],
        "bad-conventions",
        `The template lacks {${field}}: PanDA executes a finished task of the same name again.`,
      ),
    );
  const foreign = fieldsOf(conventions.names.outDS)
    .filter((field) => !["scope", "tag", "version", "block"].includes(field))
    .map((field) =>
      problemAt(
        where,
        ["names", "outDS"],
        "bad-conventions",
        `{${field}} is not known here; known are {scope}, {tag}, {version}, {block}.`,
      ),
    );
  const templates = [
    { path: ["tag", "template"], text: conventions.tag.template },
    { path: ["names", "outDS"], text: conventions.names.outDS },
  ];
  const unnameable = templates
    .filter(({ text }) => !/^[A-Za-z0-9._-]*$/.test(literalsOf(text)))
    .map(({ path, text }) =>
      problemAt(
        where,
        path,
        "bad-conventions",
        `Between its {fields} the template "${text}" may hold letters, digits, dot, underscore and hyphen.`,
      ),
    );
  const faulty = known.flatMap((field) => {
    const fault = fieldFault(conventions.tag.fields[field]);
    return fault === undefined
      ? []
      : [
          problemAt(
            where,
            ["tag", "fields", field],
            "bad-conventions",
            `The rule for the field ${field} cannot be used: ${fault}`,
            { key: true },
          ),
        ];
  });
  const problems = [...unknown, ...unused, ...lacking, ...foreign, ...unnameable, ...faulty];
  return problems.length === 0 ? { kind: "read", conventions } : { kind: "unreadable", problems };
};

const isConventions = (value: unknown): value is Conventions => validateConventions(value);
