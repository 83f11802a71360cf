import { campaignSchema } from "../action/core/conventions/campaign-schema.ts";
import { isRule, type Rule } from "../action/core/conventions/narrower-rule.ts";
import { narrowings } from "../action/core/conventions/narrowing.ts";
import { policySchema } from "../action/core/conventions/policy-schema.ts";
import { conventionsSchema } from "../action/core/conventions/schema.ts";
import { table } from "./made-tables.ts";

/** Every key of `conventions.yaml`; the policy has a list of its own. */
export const conventionsList = (): string => rowsOf(conventionsSchema, "", true).join("\n");

/** Every key of a campaign's file. */
export const campaignList = (): string => rowsOf(campaignSchema, "", true).join("\n");

export const policyList = (): string => rowsOf(policySchema, "", false).join("\n");

/** What conventions in a folder below may say, keys of one answer together. */
export const narrowingTable = (): string =>
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
  return values.length === 0 ? "" : ` Of ${values.map((value) => `\`${String(value)}\``).join(", ")}.`;
};

const ownKeys = ({ properties }: Rule): readonly (readonly [string, Rule])[] =>
  isRule(properties)
    ? Object.entries(properties).flatMap(([key, inner]) => (isRule(inner) ? [[key, inner] as const] : []))
    : [];
