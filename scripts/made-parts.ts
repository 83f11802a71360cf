import { readdirSync, readFileSync } from "node:fs";
import { foreignLimits } from "../action/adapters/foreign/git-foreign.ts";
import { campaignSchema } from "../action/core/conventions/campaign-schema.ts";
import { isRule, type Rule } from "../action/core/conventions/narrower-rule.ts";
import { narrowings } from "../action/core/conventions/narrowing.ts";
import { policySchema } from "../action/core/conventions/policy-schema.ts";
import { conventionsSchema } from "../action/core/conventions/schema.ts";
import { exitText, shortInput, stageExits } from "../action/core/render/job-exits.ts";
import { requestSchema } from "../action/core/request/schema.ts";
import { deepest, largestRequest, maxNodes } from "../action/core/text/read-yaml.ts";
import { largestFile, maxOfRequest, maxOfValidation } from "../action/core/text/source-file.ts";
import { times } from "../action/core/times/times.ts";
import { maxCutJobs } from "../action/core/validate/cutting/cut-sizes.ts";
import { maxRuns } from "../action/core/validate/runs/run-lists.ts";
import { maxInCellLength } from "../action/core/validate/tables/cells.ts";
import { maxCells, maxColumns, maxRows } from "../action/core/validate/tables/tables.ts";
import { ordinaryLimits } from "../action/core/validate/validation-limits.ts";
import { claimsList } from "./claims.ts";
import { helpBlock, table, verbList } from "./made-tables.ts";
import { roomsList } from "./rooms.ts";

/** What docs/limits.md says of a request and of a check: the constants and the schema. */
const limitsTables = (): string =>
  [
    table(["of", "at most", "problem"], ofRequest),
    table(
      ["entries of", "at most"],
      [...Map.groupBy(entryLimits(requestSchema), ({ most }) => most)]
        .toSorted(([one], [other]) => one - other)
        .map(([most, lists]) => [lists.map(({ path }) => `\`${path}\``).join(", "), String(most)]),
    ),
  ].join("\n\n");

const number = (value: number): string => value.toLocaleString("en-US");
const size = (bytes: number): string => `${number(bytes / 1024 / 1024)} MiB`;

const ofRequest: readonly (readonly string[])[] = [
  [
    "`production.yaml`",
    `${size(largestRequest)}, ${number(maxNodes)} values with aliases written out, ${deepest} levels`,
    "`too-large`, `yaml-alias`, `nested-too-deep`",
  ],
  ["a file that it names", size(largestFile), "`too-large`"],
  ["all files that it names; an empty one counts as 512 bytes", size(maxOfRequest), "`too-many-bytes`"],
  ["the files of its steps, before they are packed", size(maxOfRequest), "`sandbox-too-large`"],
  ["the same, packed, which is PanDA's limit", size(largestFile), "`sandbox-too-large`"],
  [
    "a table of jobs",
    `${number(maxRows)} rows, ${maxColumns} columns, ${number(maxCells)} values, ${number(maxInCellLength)} characters a value`,
    "`bad-table`, `out-of-range`",
  ],
  ["jobs of a step that are cut from lists of files", number(maxCutJobs), "`bad-file-list`"],
  ["runs in its lists", number(maxRuns), "`bad-run-list`"],
  [
    "a commit of another repository",
    `${size(foreignLimits.bytes)} in ${foreignLimits.milliseconds / 1000} s`,
    "`git-unreachable`",
  ],
  ["all files that the requests of a check name", size(maxOfValidation), "`too-many-bytes`"],
  [
    "a check",
    `${ordinaryLimits.seconds} s of the processor, ${number(ordinaryLimits.megabytes)} MB of memory`,
    "`validation-too-large`",
  ],
];

type EntryLimit = { readonly path: string; readonly most: number };

/** Every list and mapping of the language that has a limit. What `defaults` and a variant change has the limit of what they change. */
const entryLimits = (rule: unknown, path: readonly string[] = []): readonly EntryLimit[] => {
  if (!isRule(rule) || path[0] === "defaults" || (path[0] === "variants" && path.length > 2)) return [];
  const most = rule["maxItems"] ?? rule["maxProperties"];
  const keys = isRule(rule["properties"]) ? Object.entries(rule["properties"]) : [];
  return [
    ...(typeof most === "number" ? [{ path: path.join("."), most }] : []),
    ...keys.flatMap(([key, inner]) => entryLimits(inner, [...path, key])),
    ...[rule["additionalProperties"], rule["items"]].flatMap((inner) => entryLimits(inner, [...path, "*"])),
  ];
};

/** What a wrapper ends with by itself. */
const exitsTable = (): string =>
  table(
    ["number", "in the status"],
    [...Object.values(stageExits), ...["IN1", "IN2", "IN9"].map(shortInput)]
      .toSorted((a, b) => a - b)
      .map((exit) => [`${exit}`, exitText(exit)]),
  );

/** Every key of `conventions.yaml`; the policy has a list of its own. */
const conventionsList = (): string => rowsOf(conventionsSchema, "", true).join("\n");

/** Every key of a campaign's file. */
const campaignList = (): string => rowsOf(campaignSchema, "", true).join("\n");

const policyList = (): string => rowsOf(policySchema, "", false).join("\n");

/** What conventions in a folder below may say, keys of one answer together. */
const narrowingTable = (): string =>
  table(
    ["in a folder below", "keys"],
    [...Map.groupBy(narrowings, ({ narrower }) => narrower)].map(([narrower, rows]) => [
      narrower,
      rows.map(({ key }) => `\`${key}\``).join(", "),
    ]),
  );

/** A line for each key with a description, and for those inside it; only below what is required a key is required. */
const rowsOf = (rule: Rule, path: string, isNeeded: boolean): readonly string[] => {
  const needed = isNeeded && Array.isArray(rule.required) ? rule.required.map(String) : [];
  return ownKeys(rule).flatMap(([key, inner]) => {
    const name = `\`${path}${key}\`${needed.includes(key) ? ", required" : ""}`;
    const row = typeof inner.description === "string" ? [`- ${name}: ${inner.description}${valuesText(inner)}`] : [];
    const isWhole = inner === policySchema || isAlike(inner);
    return [...row, ...(isWhole ? [] : insideOf(inner, `${path}${key}.`, needed.includes(key)))];
  });
};

const insideOf = (rule: Rule, path: string, isNeeded: boolean): readonly string[] => [
  ...rowsOf(rule, path, isNeeded),
  ...(isRule(rule.additionalProperties) ? rowsOf(rule.additionalProperties, `${path}*.`, false) : []),
  ...(isRule(rule.items) ? rowsOf(rule.items, path, false) : []),
];

/** Keys that all have one rule are values of their parent. */
const isAlike = (rule: Rule): boolean => {
  const rules = new Set(ownKeys(rule).map(([, inner]) => inner));
  return ownKeys(rule).length > 1 && rules.size === 1;
};

const valuesText = (rule: Rule): string => {
  const item = isRule(rule.items) ? rule.items : rule;
  const values = isAlike(rule) ? ownKeys(rule).map(([key]) => key) : Array.isArray(item.enum) ? item.enum : [];
  // Verbs: the page on commands has them all.
  return values.length === 0 || values.length > 16
    ? ""
    : ` Of ${values.map((value) => `\`${String(value)}\``).join(", ")}.`;
};

const ownKeys = ({ properties }: Rule): readonly (readonly [string, Rule])[] =>
  isRule(properties)
    ? Object.entries(properties).flatMap(([key, inner]) => (isRule(inner) ? [[key, inner] as const] : []))
    : [];

const folder = new URL("../docs/adr/", import.meta.url);

/** The decision records in the order of their numbers, each by its title. */
export const decisionsList = (): string =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .toSorted()
    .map((name) => {
      const [, number = "", title = ""] = /^# (\d+)\. (.*)/.exec(readFileSync(new URL(name, folder), "utf8")) ?? [];
      return `- [${number}](${name}) ${title}`;
    })
    .join("\n");

/** What docs/limits.md says of times: one line for each that something is decided by. */
export const timesList = (): string =>
  Object.values(times)
    .map(({ decides, milliseconds, clock, because }) => {
      const whose = clock === "PanDA" ? " of PanDA" : "";
      return `- **${durationOf(milliseconds)}${whose}** ${decides}: ${because}`;
    })
    .join("\n");

const units = [
  [24 * 3600, "days"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** In the largest unit of which there are at least two. */
const durationOf = (milliseconds: number): string => {
  const [size, unit] = units.find(([one]) => milliseconds / 1000 >= 2 * one) ?? [1, "s"];
  return `${milliseconds / 1000 / size} ${unit}`;
};

/** Pages that people write, each with the tables or blocks in it that the code has. */
export const madeParts = (): Readonly<Record<string, readonly string[]>> => ({
  "README.md": [helpBlock()],
  "docs/adr/README.md": [decisionsList()],
  "docs/architecture.md": [roomsList()],
  "docs/commands.md": [verbList()],
  "docs/command-line.md": [helpBlock()],
  "docs/conventions.md": [conventionsList(), narrowingTable(), campaignList(), policyList()],
  "docs/limits.md": [limitsTables(), timesList()],
  "docs/operations.md": [exitsTable()],
  "docs/threat-model.md": [claimsList()],
});

const place = /(?<=<!-- made by npm run build -->\n)[^]*?(?=<!-- end -->)/g;

/** A page with tables of the code between its marks, in their order: the rest of the page is written by hand. */
export const withTables = (page: string, tables: readonly string[]): string => {
  const places = page.match(place)?.length ?? 0;
  if (places !== tables.length) throw new Error(`a page has ${places} places for ${tables.length} made tables`);
  const left = [...tables];
  return page.replaceAll(place, () => `${left.shift()}\n`);
};
