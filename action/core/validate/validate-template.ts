import type { Schema } from "@cfworker/json-schema";
import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import { suggestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { readYaml } from "../text/read-yaml.ts";
import { valuesByRule } from "../text/rule.ts";
import type { SourceFile } from "../text/source-file.ts";

/** Whether the tag of a template has the fields of the conventions that name it. Its values are examples, and mean nothing. */
export const validateTemplate = (
  { path: file, bytes }: SourceFile,
  { path: rules, conventions }: { readonly path: string; readonly conventions: Conventions },
): readonly Problem[] => {
  const read = readYaml(file, bytes);
  if (read.kind === "unreadable") return read.problems;
  const where = { file, places: read.places };
  const tag = Object(Object(read.value)["tag"]) as object;
  const known = Object.entries(conventions.tag.fields) as readonly (readonly [string, Schema])[];
  const bad = (path: readonly string[], message: string, hint: string | undefined): Problem =>
    problemAt(where, path, "template-tag", { message, key: true, severity: "warning", hint });
  const missing = known
    .filter(([field]) => !Object.hasOwn(tag, field))
    .map(([field, rule]) =>
      bad(
        ["tag"],
        `The tag of this template lacks \`${field}\`, a field of ${rules}.`,
        `write ${field}: ${exampleOf(rule)} beside its other fields`,
      ),
    );
  const names = known.map(([field]) => field);
  const unknown = Object.keys(tag)
    .filter((field) => !names.includes(field))
    .map((field) =>
      bad(["tag", field], `\`${field}\` is not a field of the tag in ${rules}.`, suggestName(field, names)),
    );
  return [...missing, ...unknown];
};

const exampleOf = (rule: Schema): string => valuesByRule(rule)[0] ?? "example";
