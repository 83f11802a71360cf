import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import type { CountedProduction, Production, Step } from "./production.ts";

/** Core-hours that the author expects of a step; `null`: unknown. */
export const expectedCoreHours = ({
  estimate = {},
  eventsPerJob,
  jobs,
}: Pick<Step, "estimate" | "eventsPerJob" | "jobs">): number | null =>
  estimate.seconds === undefined || eventsPerJob === undefined || jobs === undefined
    ? null
    : (estimate.seconds * eventsPerJob * jobs) / 3600;

/** What is expected of a production against the experiment's ceiling. What nobody can say is left to approvals. */
export const checkCeiling = ({
  where,
  conventions,
  steps,
  runs,
  stepsOfRuns,
}: Production | CountedProduction): readonly Problem[] => {
  const ceiling = conventions.ceiling?.coreHours;
  const known = steps.map((step, index) => ({
    name: step.name,
    hours:
      stepsOfRuns === undefined
        ? hoursOf(step) * (runs?.length ?? 1)
        : stepsOfRuns.reduce((all, ofRun) => all + hoursOf(ofRun[index]), 0),
  }));
  const sum = Math.ceil(known.reduce((all, { hours }) => all + hours, 0));
  const [largest] = known.toSorted((a, b) => b.hours - a.hours);
  if (ceiling === undefined || largest === undefined || sum <= ceiling) return [];
  return [
    problemAt(where, ["steps", largest.name, "estimate", "seconds"], "estimate-above-ceiling", {
      message: `By its \`estimate\` this production takes ${sum} core-hours, most of them in \`${largest.name}\`; the conventions allow ${ceiling}.`,
      hint: "fewer jobs or events, several productions, or a higher `ceiling` in the conventions, in a pull request of its own",
    }),
  ];
};

const hoursOf = (step: Step | undefined): number => (step === undefined ? 0 : (expectedCoreHours(step) ?? 0));

/** Why a priority is not taken; nothing where it is. */
export const priorityAbove = (
  priority: number | undefined,
  most: number | undefined,
): readonly { readonly message: string; readonly hint: string }[] =>
  priority === undefined || most === undefined || priority <= most
    ? []
    : [
        {
          message: `The priority ${priority} is above ${most}, the most that the conventions allow.`,
          hint: lessOf(most),
        },
      ];

/** The way out at a number that is above a ceiling. */
export const lessOf = (most: number): string =>
  `write ${most} or less; a higher \`ceiling\` of the conventions needs a pull request of its own`;
