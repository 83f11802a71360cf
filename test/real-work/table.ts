import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dropped, type Rule, realFolder, rules } from "./rule.ts";
import { jobsOfRule, type RuleJob } from "./rule-jobs.ts";

/** What the page says of a request, after its jobs were compared with those of the rule. */
export type Row = {
  readonly folder: string;
  readonly rule: Rule;
  /** Lines with words, without comments. */
  readonly ours: number;
  readonly jobs: number;
  readonly fewest: number;
  readonly most: number;
};

export const rowOf = async (folder: string, rule: Rule, jobs: readonly RuleJob[]): Promise<Row> => {
  const text = await readFile(join(realFolder, folder, "production.yaml"), "utf8");
  const read = jobs.map(({ reads }) => reads.length);
  return {
    folder,
    rule,
    ours: text.split("\n").filter((line) => /^\s*[^\s#]/.test(line)).length,
    jobs: jobs.length,
    fewest: Math.min(...read),
    most: Math.max(...read),
  };
};

export const theirs = ({ rules }: Rule): number => Object.values(rules).reduce((sum, { lines }) => sum + lines, 0);

/** Rules have the number of their row, the productions of others their name. */
export const isOfSphenix = ({ rule }: Row): boolean => /^\d/.test(rule.row);

const lossesOf = ({ rule }: Row): readonly string[] => [
  ...rule.losses,
  ...dropped(rule).map((field) => `\`${field}\``),
];

const lineOf = (row: Row, common: readonly string[]): string => {
  const { folder, rule, ours, jobs, fewest, most } = row;
  const names = Object.keys(rule.rules).map((name) => `\`${name}\``);
  const lines = theirs(rule);
  const cells = [
    isOfSphenix(row) ? `${rule.row}: ${names.join(", ")}` : rule.row,
    `\`${folder}\``,
    lines === 0 ? String(ours) : `${ours} for ${lines}`,
    String(jobs),
    fewest === most ? String(most) : `${fewest} to ${most}`,
    lossesOf(row)
      .filter((loss) => !common.includes(loss))
      .join("; ") || `nothing${common.length === 0 ? "" : " else"}`,
  ];
  return `| ${cells.join(" | ")} |`;
};

/** What every one of them loses is said once. */
const lossesOfAll = (rows: readonly Row[]): readonly string[] => {
  const [first, ...others] = rows.map(lossesOf);
  return (first ?? []).filter((loss) => others.every((losses) => losses.includes(loss)));
};

const heads = (first: string): readonly string[] => [
  `| ${first} | request | lines | jobs | files a job | lost |`,
  "|---|---|---|---|---|---|",
];

export const tables = (rows: readonly Row[]): readonly string[] => {
  const inOrder = rows.toSorted((a, b) => Number.parseInt(a.rule.row, 10) - Number.parseInt(b.rule.row, 10));
  const ofSphenix = inOrder.filter(isOfSphenix);
  const common = lossesOfAll(ofSphenix);
  const others = rows.filter((row) => !isOfSphenix(row)).map((row) => lineOf(row, []));
  return [
    [`All lose ${common.join("; ")}.`, "", ...heads("rule"), ...ofSphenix.map((row) => lineOf(row, common))].join("\n"),
    [...heads("production"), ...others].join("\n"),
  ];
};

/** What the build writes into docs/real-work.md. */
export const realWorkTables = async (): Promise<readonly string[]> => {
  const rowOfRule = async ([folder, rule]: readonly [string, Rule]): Promise<Row> =>
    rowOf(folder, rule, await jobsOfRule(rule, join(realFolder, folder)));
  return tables(await Promise.all([...(await rules())].map(rowOfRule)));
};
