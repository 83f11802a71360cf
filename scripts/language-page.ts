import { isRule, type Rule } from "../action/core/conventions/narrower-rule.ts";
import { requestSchema } from "../action/core/request/schema.ts";
import { rangeOf } from "../action/core/text/schema-text.ts";

type Entry = readonly [key: string, rule: Rule];
/** Below which title each rule was explained first: `variants` and `defaults` hold rules of other places. */
type Explained = Map<Rule, string>;

/** What `x-expects` says of most names. */
const longName = "letters, digits, dot, underscore and hyphen, beginning with a letter or digit";

/** `docs/language.md`, made from the schema: every key with its range and prun option is written down once. */
export const languagePage = (): string =>
  `# Every key of a request

For authors who look up a key. [request.md](request.md) says how keys are used; an editor with the schema shows the same as this page.

Made from \`action/core/request/\` by \`npm run build\`. A *name* has ${longName}. The column *prun* has the option that a key becomes.

${sectionsOf("The request", requestSchema, new Map()).join("\n")}`;

/** A table for a mapping, and one for each mapping inside it; keys that another table has are only named. */
const sectionsOf = (title: string, rule: Rule, explained: Explained): readonly string[] => {
  const { properties, required } = rule;
  if (!isRule(properties)) return [];
  const needed = Array.isArray(required) ? required.map(String) : [];
  const keys = Object.entries(properties).flatMap(([key, inner]): readonly Entry[] =>
    isRule(inner) ? [[key, inner]] : [],
  );
  const fresh = keys.filter(([, inner]) => !explained.has(inner));
  const again = againWords(keys, explained);
  for (const [, inner] of fresh) explained.set(inner, title);
  const sent = fresh.some(([, inner]) => prunOf(inner) !== "");
  const rows = fresh.map(
    ([key, inner]) =>
      `| \`${key}\`${needed.includes(key) ? ", required" : ""} | ${cell(inner.description)} | ${cell(valuesOf(inner))} |${sent ? ` ${cell(prunOf(inner))} |` : ""}`,
  );
  const head = sent ? "| key | | values | prun |\n|---|---|---|---|" : "| key | | values |\n|---|---|---|";
  const table = rows.length === 0 ? "" : `${head}\n${rows.join("\n")}\n`;
  const parts = [table, again].filter((part) => part !== "");
  return [
    `## ${title}\n\n${parts.join("\n")}`,
    ...fresh.flatMap(([key, inner]) => insideOf(key, inner, title, explained)),
  ];
};

/** The keys of a mapping that stand in other tables, table by table. */
const againWords = (keys: readonly Entry[], explained: Explained): string => {
  const known = Map.groupBy(keys, ([, rule]) => explained.get(rule));
  return [...known]
    .flatMap(([title, entries]) =>
      title === undefined ? [] : [`As in ${title}: ${entries.map(([key]) => `\`${key}\``).join(", ")}.\n`],
    )
    .join("\n");
};

const insideOf = (key: string, rule: Rule, title: string, explained: Explained): readonly string[] => {
  const here = title === "The request" ? `\`${key}\`` : `${title}, \`${key}\``;
  const named = isRule(rule.additionalProperties) ? rule.additionalProperties : undefined;
  const item = isRule(rule.items) ? rule.items : undefined;
  return [
    ...sectionsOf(here, rule, explained),
    ...(named === undefined ? [] : sectionsOf(`${here}, each`, named, explained)),
    ...(item === undefined ? [] : sectionsOf(`${here}, each`, item, explained)),
  ];
};

const words: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  array: "list",
  object: "mapping",
};

const valuesOf = (rule: Rule): string => {
  if (Array.isArray(rule.enum)) return rule.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (rule.const !== undefined) return `\`${String(rule.const)}\``;
  if (typeof rule["x-expects"] === "string") return rule["x-expects"].replace(longName, "name");
  if (rule.minimum !== undefined || rule.maximum !== undefined)
    return rangeOf(rule).replace("between ", "").replace(" and ", " to ");
  return [rule.type]
    .flat()
    .map((type) => words[String(type)] ?? "")
    .join(" or ");
};

const prunOf = ({ "x-prun": prun }: Rule): string =>
  typeof prun === "string" ? prun.replaceAll(/(--\w+)/g, "`$1`") : "";
const cell = (text: unknown): string =>
  typeof text === "string" ? text.replaceAll("|", "\\|").replaceAll("\n", " ") : "";
