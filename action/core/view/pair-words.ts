import type { Plan } from "../plan/plan.ts";

/** What a join by identity asks of PanDA, which nobody can know before a trial (ADR 36). */
export const pairWords = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, pairs }) =>
    pairs === undefined
      ? []
      : [
          `${step} joins ${pairs.slice(0, -1).join(", ")} and ${pairs.at(-1)} by the file that they were made of. This PanDA must take several datasets as one input and skip scouts: run a trial first. A job whose files do not belong together fails before its payload, with exit code 11.`,
        ],
  );
