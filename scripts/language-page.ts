import { requestSchema } from "../action/core/request/schema.ts";
import { rangeOf } from "../action/core/text/schema-text.ts";

type Rule = Readonly<Record<string, unknown>>;

/** `docs/language.md`, made from the schema: every key with its range and prun option is written down once. */
export const languagePage = (): string =>
  `# Every key of a request\n\nMade from \`action/core/request/schema.ts\` by \`npm run build\`. [request.md](request.md) says how they are used; an editor with the schema shows the same while you type.\n\n${sectionsOf("The request", requestSchema).join("\n")}`;

/** A table for a mapping, and one for each mapping inside it. */
const sectionsOf = (title: string, rule: Rule): readonly string[] => {
  const { properties, required } = rule;
  if (!isRule(properties)) return [];
  const needed = Array.isArray(required) ? required.map(String) : [];
  const keys = Object.entries(properties).flatMap(([key, inner]) => (isRule(inner) ? [[key, inner] as const] : []));
  const rows = keys.map(
    ([key, inner]) =>
      `| \`${key}\`${needed.includes(key) ? ", required" : ""} | ${cell(inner.description)} | ${cell(valuesOf(inner))} | ${cell(prunOf(inner))} |`,
  );
  const table = `## ${title}\n\n| key | | values | prun |\n|---|---|---|---|\n${rows.join("\n")}\n`;
  return [table, ...keys.flatMap(([key, inner]) => insideOf(key, inner, title))];
};

const insideOf = (key: string, rule: Rule, title: string): readonly string[] => {
  const here = title === "The request" ? `\`${key}\`` : `${title}, \`${key}\``;
  const named = isRule(rule.additionalProperties) ? rule.additionalProperties : undefined;
  const item = isRule(rule.items) ? rule.items : undefined;
  return [
    ...sectionsOf(here, rule),
    ...(named === undefined ? [] : sectionsOf(`${here}, each`, named)),
    ...(item === undefined ? [] : sectionsOf(`${here}, each`, item)),
  ];
};

const isRule = (value: unknown): value is Rule => typeof value === "object" && value !== null && !Array.isArray(value);

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
  if (typeof rule["x-expects"] === "string") return rule["x-expects"];
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
