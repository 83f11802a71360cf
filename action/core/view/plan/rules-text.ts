import { chainOf } from "../../conventions/read-conventions.ts";
import type { Difference, RulesChanged } from "../../outcomes/rules-changed.ts";
import { quotable } from "../../problems/problem.ts";
import type { Production } from "../../production/production.ts";
import { andMore, counted } from "../../text/amounts.ts";
import type { ProductionSource } from "../../text/source-file.ts";

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

export type Governed = {
  /** The nearest first; `commit`: the one that gave it its content, `undefined` where it is in none yet. */
  readonly files: readonly { readonly file: string; readonly commit: string | undefined }[];
  readonly scope: string;
  readonly setups: readonly { readonly setup: string; readonly steps: readonly string[] }[];
};

export const governedBy = (
  { conventions, trial, steps }: Production,
  source: Pick<ProductionSource, "conventions">,
  madeBy: ReadonlyMap<string, string>,
): Governed => {
  const lines = new Map<string, string[]>();
  for (const { name, setup } of steps) if (setup !== undefined) lines.set(setup, [...(lines.get(setup) ?? []), name]);
  return {
    files: chainOf(source.conventions).map(({ file }) => ({ file, commit: madeBy.get(file) })),
    scope: trial ? conventions.scopes.trial : conventions.scopes.release,
    setups: [...lines].map(([setup, of]) => ({ setup, steps: of })),
  };
};

export const governedLines = ({ files, scope, setups }: Governed): readonly string[] => {
  const named = files.map(({ file, commit }) => `${file} (${commit?.slice(0, 12) ?? "not committed"})`);
  return [
    `Rules: ${named.length === 0 ? "none" : named.join(", ")}; scope ${scope}.`,
    ...(setups.length === 0 ? ["No set-up line."] : setups.map(setupLine)),
  ].map(quotable);
};

export const setupText = (steps: readonly string[]): string => `Set-up before the payload of ${namesOnly(steps)}:`;
const setupLine = ({ setup, steps }: Governed["setups"][number]): string => `${setupText(steps)} ${setup}`;
