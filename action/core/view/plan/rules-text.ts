import type { Difference, RulesChanged } from "../../outcomes/rules-changed.ts";
import { quotable } from "../../problems/problem.ts";
import { andMore, counted } from "../../text/amounts.ts";

/** The most rows that are shown; more are counted. */
export const maxDifferences = 30;

export const namesOnly = (names: readonly string[]): string => andMore(names, 10);

/** `12 productions: productions/a, productions/b and 10 more` */
export const governsText = ({ governs, refused }: Pick<RulesChanged, "governs" | "refused">): string => {
  if (governs.length === 0) return "It governs no production yet.";
  const known = `It governs ${counted(governs.length, "production")}: ${namesOnly(governs)}.`;
  return refused.length === 0 ? known : `${known} ${refused.length} would be refused: ${namesOnly(refused)}.`;
};

/** First line of the plan of a pull request that changes rules and no production. */
export const rulesVerdict = (rules: readonly RulesChanged[]): string => {
  const governed = new Set(rules.flatMap(({ governs }) => governs)).size;
  const whose =
    governed === 0 ? "rules that govern no production yet" : `the rules of ${counted(governed, "production")}`;
  return `This pull request changes ${whose}; its merge submits nothing.`;
};

/** A set-up line runs before every payload: nothing of it may be left out. */
const maxValueLength = 200;
export const valueText = (value: unknown, key: string): string => {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > maxValueLength && !/^sites\./.test(key) ? `${text.slice(0, maxValueLength)}...` : text;
};

/** For a terminal: what it would obey is written out. */
export const rulesText = (rules: readonly RulesChanged[]): string =>
  rules
    .map((one) =>
      [
        `${one.file} is ${one.what}.`,
        ...(one.unreadable === undefined ? [] : [`What it means is unknown: ${one.unreadable.replace(/\.$/, "")}.`]),
        ...one.differences.slice(0, maxDifferences).map(differenceLine),
        ...moreDifferences(one.differences),
        governsText(one),
        one.approval,
      ]
        .map(quotable)
        .join("\n"),
    )
    .join("\n\n");

const differenceLine = ({ key, before, after }: Difference): string =>
  `  ${key}: ${valueText(before, key)} -> ${valueText(after, key)}`;
export const moreDifferences = (differences: readonly Difference[]): readonly string[] =>
  differences.length > maxDifferences ? [`  ${differences.length - maxDifferences} more`] : [];
