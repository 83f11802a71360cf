import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Rule, realFolder } from "./rule.ts";
import type { RuleJob } from "./rule-jobs.ts";

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

export const theirs = ({ rules }: Rule): number => Object.values(rules).reduce((sum, lines) => sum + lines, 0);

/** Rules have the number of their row, the productions of others their name. */
export const isOfSphenix = ({ rule }: Row): boolean => /^\d/.test(rule.row);

const lineOf = ({ folder, rule, ours, jobs, fewest, most }: Row): string => {
  const names = Object.keys(rule.rules).map((name) => `\`${name}\``);
  const lines = theirs(rule);
  const cells = [
    isOfSphenix({ folder, rule, ours, jobs, fewest, most }) ? `${rule.row}: ${names.join(", ")}` : rule.row,
    `\`${folder}\`${rule.loss === undefined ? "" : `, without ${rule.loss}`}`,
    lines === 0 ? String(ours) : `${ours} for ${lines}`,
    String(jobs),
    fewest === most ? String(most) : `${fewest} to ${most}`,
  ];
  return `| ${cells.join(" | ")} |`;
};

const heads = (first: string): readonly string[] => [
  `| ${first} | request | lines | jobs | files a job |`,
  "|---|---|---|---|---|",
];

export const tables = (rows: readonly Row[]): readonly string[] => {
  const inOrder = rows.toSorted((a, b) => Number.parseInt(a.rule.row, 10) - Number.parseInt(b.rule.row, 10));
  return [
    [...heads("rule"), ...inOrder.filter(isOfSphenix).map(lineOf)].join("\n"),
    [...heads("production"), ...rows.filter((row) => !isOfSphenix(row)).map(lineOf)].join("\n"),
  ];
};
