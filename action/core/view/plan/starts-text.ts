import type { Plan } from "../../plan/plan.ts";
import { counted, joinedBy } from "../../text/amounts.ts";

/** What begins without a person once it is merged, when, and with how many jobs a day; nothing where nothing does. */
export const startsText = ({ starts, steps }: Pick<Plan, "starts" | "steps">): readonly string[] => {
  if (starts === undefined) return [];
  const { closed, grows } = starts;
  const inOne = steps.reduce<number | null>((sum, { jobs }) => (sum === null || jobs === null ? null : sum + jobs), 0);
  return [
    ...(closed.length === 0
      ? []
      : [`Begins by itself when ${joinedBy(closed, "and")} ${closed.length === 1 ? "is" : "are"} closed in Rucio.`]),
    ...(grows === undefined
      ? []
      : [
          `Begins by itself: each ${counted(grows.files, "new file")} of ${grows.dataset} ${grows.files === 1 ? "is" : "are"} a run of ${counted(inOne, "job")}, and what is left when it is closed; at most ${counted(grows.jobsPerDay, "job")} a day.`,
        ]),
  ];
};
