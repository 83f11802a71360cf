import type { Plan, PlannedInput, PlannedStep } from "../../plan/plan.ts";

/** What a join by identity asks of PanDA, which nobody can know before a trial (ADR 6), and what one by position may do. */
export const pairText = ({ steps, outDS }: Plan): readonly string[] =>
  steps.flatMap((step) =>
    step.pairs === undefined ? byPositionText(step, outDS) : [byIdentityText(step.step, step.pairs)],
  );

const byIdentityText = (step: string, pairs: readonly string[]): string =>
  `${step} joins ${namesOf(pairs)} by the file that they were made of. This PanDA must take several datasets as one input and skip scouts: run a trial first. A job whose files do not belong together fails before its payload, with exit code 11.`;

/** Data from outside, as many files of each and one of each a job, as results of the same events have: nobody here knows of what they were made. */
const byPositionText = ({ step, inputs }: PlannedStep, outDS: string): readonly string[] => {
  const [first] = inputs;
  const alike = inputs.filter(
    (one) => first !== undefined && isOutside(one, outDS) && isOutside(first, outDS) && isAlike(one, first),
  );
  return alike.length < 2
    ? []
    : [
        `${step} pairs ${namesOf(alike.map(({ name }) => name))} by their positions in lists of ${first?.files} files: where a file is missing in one of them, the jobs behind it read files that do not belong together. Files of the same events come together with names and group.`,
      ];
};

const isOutside = ({ dataset }: PlannedInput, outDS: string): boolean => !dataset.startsWith(`${outDS}_`);

const isAlike = (one: PlannedInput, other: PlannedInput): boolean =>
  !one.reuse &&
  one.all !== true &&
  one.filesPerJob === 1 &&
  other.filesPerJob === 1 &&
  one.files !== null &&
  one.files > 1 &&
  one.files === other.files;

const namesOf = (names: readonly string[]): string =>
  names.length > 4 ? `${names[0]} to ${names.at(-1)}` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
