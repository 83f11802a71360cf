import type { Schema } from "@cfworker/json-schema";
import type { Conventions } from "../../conventions/conventions.ts";
import { fieldsOf } from "../../conventions/template.ts";
import { fitsRule } from "../../text/rule.ts";

type FoundField = {
  readonly name: string;
  readonly rule: Schema;
  /** Of the part that it is, where its rule takes one or two of them; `rest`: it has what others leave. */
  readonly at: number | "rest" | undefined;
};

/**
 * What the name of a list says of the tag: `pythia8.316-1.0_NC_noRad_ep_10x100_q2_1to10.csv`. A field whose rule takes
 * few parts of the name is its first one; between them stand the words of the others, joined by a hyphen. What does not
 * fit its rule is not said.
 */
export const saidByName = (
  { tag: { template, fields } }: Conventions,
  name: string,
): Readonly<Record<string, string>> => {
  const parts = name
    .replace(/\.csv$/, "")
    .replaceAll("+", "plus")
    .replaceAll("=", "-")
    .split("_");
  const known = fieldsOf(template).filter((field) => Object.hasOwn(fields, field));
  const taken = new Set<number>();
  const found = known.map((field): FoundField => {
    const rule = fields[field] as Schema;
    const fitting = parts.flatMap((part, index) => (fitsRule(rule, part) ? [index] : []));
    const own = fitting.find((index) => !taken.has(index));
    if (fitting.length > 2) return { name: field, rule, at: "rest" };
    if (own !== undefined) taken.add(own);
    return { name: field, rule, at: own };
  });
  const owners = parts.map((_, index) => ownerOf(found, index));
  return Object.fromEntries(
    found.flatMap((field) => {
      const value = parts.filter((_, index) => owners[index] === field).join("-");
      return value !== "" && fitsRule(field.rule, value) ? [[field.name, value]] : [];
    }),
  );
};

/** The last field for what is left before which all stand that the tag has before it; else the part's neighbour. */
const ownerOf = (fields: readonly FoundField[], index: number): FoundField | undefined => {
  const placed = fields.flatMap((field) => (typeof field.at === "number" ? [{ field, at: field.at }] : []));
  const own = placed.find(({ at }) => at === index);
  const free = fields.findLast(
    ({ at }, place) =>
      at === "rest" && fields.slice(0, place).every((before) => typeof before.at !== "number" || before.at < index),
  );
  const before = placed.filter(({ at }) => at < index).toSorted((a, b) => b.at - a.at)[0];
  const after = placed.filter(({ at }) => at > index).toSorted((a, b) => a.at - b.at)[0];
  return own?.field ?? free ?? (before ?? after)?.field;
};
