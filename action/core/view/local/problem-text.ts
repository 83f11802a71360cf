import { formatProblem, type Problem, quotable } from "../../problems/problem.ts";
import { wrapped } from "../../text/wrap.ts";

/** A text about more places than these, as of a campaign, is written once. */
const maxApart = 3;

/** Problems for a terminal, in their order: each with its place, as editors read it, and where else it is the same. */
export const problemTexts = (
  problems: readonly Problem[],
  width: number | undefined,
): readonly { readonly problem: Problem; readonly text: string }[] => {
  const order = new Map(problems.map((one, index) => [one, index]));
  const alike = Map.groupBy(problems, ({ severity, code, message, hint }) =>
    JSON.stringify([severity, code, message, hint]),
  );
  return [...alike.values()]
    .flatMap((same) => (same.length <= maxApart ? same.map((one) => [one]) : [same]))
    .toSorted(([one], [other]) => placeIn(order, one) - placeIn(order, other))
    .flatMap(([problem, ...others]) =>
      problem === undefined
        ? []
        : [{ problem, text: wrapped([formatProblem(problem), ...alsoAt(others)].join("\n"), width) }],
    );
};

const placeIn = (order: ReadonlyMap<Problem, number>, one: Problem | undefined): number =>
  (one === undefined ? undefined : order.get(one)) ?? 0;

const alsoAt = (others: readonly Problem[]): readonly string[] => {
  if (others.length === 0) return [];
  const shown = others.slice(0, maxApart - 1).map(({ file, line, col }) => `${quotable(file)}:${line}:${col}`);
  const more = others.length - shown.length;
  return [`  also at ${shown.join(", ")}${more === 0 ? "" : ` and ${more} places more`}`];
};
