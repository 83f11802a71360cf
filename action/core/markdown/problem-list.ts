import type { Problem, Severity } from "../problems/problem.ts";
import { type ListBlock, words } from "./doc.ts";
import { code, type Markdown, md } from "./markdown.ts";
import { codeLink, fileLine, type PullPlace } from "./pull-place.ts";

const maxPoints = 50;
const placesShown = 3;

/**
 * A point for each: paths and columns together are wider than a phone. What refuses comes first, and the same said of
 * many places, as of a campaign, is one point. With a pull request its places are links.
 */
export const problemItems = (problems: readonly Problem[], place?: PullPlace): ListBlock => {
  const points = alikeProblems(problems);
  return {
    kind: "list",
    as: "points",
    items: points.slice(0, maxPoints).map((same) => words(problemPoint(same, place))),
    leftOut: Math.max(0, points.length - maxPoints),
    more: md` problems: ${code("shrek check")} lists every one.`,
  };
};

/** Sorting keeps the order of equals, which is that of the files. */
const alikeProblems = (problems: readonly Problem[]): readonly (readonly Problem[])[] => [
  ...Map.groupBy(
    problems.toSorted((a, b) => weights[a.severity] - weights[b.severity]),
    ({ severity, code: problemCode, message, hint }) => JSON.stringify([severity, problemCode, message, hint]),
  ).values(),
];
const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

const problemPoint = (same: readonly Problem[], place: PullPlace | undefined): Markdown => {
  const [first, ...others] = same;
  if (first === undefined) return md``;
  const { severity, code: problemCode, message, hint } = first;
  const todo = hint === undefined ? md`` : md`\n  What to do: ${hint}`;
  const mark = severity === "error" ? "" : `${severity}: `;
  const shown = others.slice(0, placesShown - 1);
  const more = others.length - shown.length;
  const places = shown.reduce((all, one) => md`${all}, ${fileLine(place, one)}`, fileLine(place, first));
  const rest = more === 0 ? "" : ` and ${more} places more`;
  return md`${places}${rest}: ${mark}${message} ${codeLink(place, problemCode)}${todo}`;
};
