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

[request.md](request.md) says how keys are used; an editor with the schema shows this page.

Made from \`action/core/request/\` by \`npm run build\`. A *name* has ${longName}. *becomes*: the option of prun.

${sectionsOf("The request", requestSchema, new Map()).join("\n")}`;

/** A list for a mapping, and one for each mapping inside it; keys that another list has are only named. */
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
  const rows = fresh.map(([key, inner]) => rowOf(key, inner, needed.includes(key)));
  const table = rows.length === 0 ? "" : `${rows.join("\n")}\n`;
  const parts = [table, again].filter((part) => part !== "");
  return [
    `## ${title}\n\n${parts.join("\n")}`,
    ...fresh.flatMap(([key, inner]) => insideOf(key, inner, title, explained)),
  ];
};

const rowOf = (key: string, rule: Rule, isNeeded: boolean): string => {
  const sent = prunOf(rule);
  const about = [valuesOf(rule), sent === "" ? "" : `becomes ${sent}`].filter((part) => part !== "").join("; ");
  const said = typeof rule.description === "string" ? `: ${rule.description.replaceAll("\n", " ")}` : "";
  return `- \`${key}\`${isNeeded ? ", required" : ""} (${about})${said}`;
};

/** The keys of a mapping that stand in other lists, table by table. */
const againWords = (keys: readonly Entry[], explained: Explained): string => {
  const known = Map.groupBy(keys, ([, rule]) => explained.get(rule));
  const isWhole = (title: string, entries: readonly Entry[]): boolean =>
    [...explained.values()].filter((one) => one === title).length === entries.length;
  const listOf = (entries: readonly Entry[]): string => entries.map(([key]) => `\`${key}\``).join(", ");
  return [...known]
    .flatMap(([title, entries]) =>
      title === undefined
        ? []
        : [`${isWhole(title, entries) ? `All of ${title}` : `As in ${title}: ${listOf(entries)}`}.\n`],
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

/** What `x-expects` says to who wrote something else, as a word where the description says it already. */
const shortOf = (expects: string): string => {
  if (/^a plain file name|^the name of a file|^a file in/.test(expects)) return "file name";
  if (/^a pattern /.test(expects)) return "pattern";
  if (/^a key of the names/.test(expects)) return "key of `names`";
  return expects
    .replace(longName, "name")
    .replace("a number from ", "")
    .replace(/, such as segments.*/, "");
};

const valuesOf = (rule: Rule): string => {
  if (Array.isArray(rule.enum)) return rule.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (rule.const !== undefined) return `\`${String(rule.const)}\``;
  if (typeof rule["x-expects"] === "string") return shortOf(rule["x-expects"]);
  if (rule.minimum !== undefined || rule.maximum !== undefined)
    return rangeOf(rule).replace("between ", "").replace(" and ", " to ");
  return [rule.type]
    .flat()
    .map((type) => words[String(type)] ?? "")
    .join(" or ");
};

const prunOf = ({ "x-prun": prun }: Rule): string =>
  typeof prun === "string" ? prun.replaceAll(/(--\w+)/g, "`$1`") : "";
