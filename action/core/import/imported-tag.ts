import type { Schema } from "@cfworker/json-schema";
import type { Conventions } from "../conventions/conventions.ts";
import { fitsRule, valuesByRule } from "../text/rule.ts";

/** The fields of a tag: what the old file says under the same name, else something that fits, which a person must look at. */
export type ImportedTag = { readonly fields: Readonly<Record<string, string>>; readonly unsure: readonly string[] };

/** `said`: by name. `turn`: counts up where a tag is taken, so that fields which nobody is sure of differ. */
export const importedTag = (
  { tag }: Conventions,
  named: Readonly<Record<string, string>>,
  words: readonly string[],
  turn: number,
): ImportedTag => {
  const chosen = Object.entries(tag.fields).map(([name, field]) => {
    const rule = field as Schema;
    const own = named[name];
    if (own !== undefined && fitsRule(rule, own)) return { name, value: own, sure: true };
    const fitting = [...words, ...valuesByRule(rule)].filter((word) => fitsRule(rule, word));
    return { name, value: fitting[turn % Math.max(1, fitting.length)] ?? "example", sure: false };
  });
  return {
    fields: Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
    unsure: chosen.filter(({ sure }) => !sure).map(({ name }) => name),
  };
};
