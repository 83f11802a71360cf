import type { SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { type Breach, isOf, statesOf } from "./breach.ts";
import type { Schedule } from "./disturbance.ts";
import { isEnded } from "./panda.ts";
import { type ModelWorld, urgentKey } from "./world.ts";

const mayRun: readonly StateKind[] = ["checking", "submitting", "in-doubt", "submitted", "running"];

/** One run at a time, where no second process fills places at the same time. */
export const breachesOfPlaces = async (
  world: ModelWorld,
  call: "check" | "submit",
  key: SubmissionKey,
): Promise<readonly Breach[]> => {
  if (key === urgentKey) return [];
  const others = [...(await statesOf(world))].filter(
    ([other, { kind }]) =>
      other !== key &&
      other !== urgentKey &&
      (mayRun.includes(kind) || world.panda.tasks.some((task) => isOf(other, task.name) && !isEnded(task))),
  );
  return others.map(([other, { kind }]) => ({
    rule: "places",
    what: `a ${call} of ${key}, and ${other}, which is ${kind}, has the only place`,
  }));
};

/** Where nothing came in its way, what has the higher priority is submitted first. */
export const breachesOfPriority = ({ shape, panda }: ModelWorld, schedule: Schedule): readonly Breach[] => {
  const [first] = panda.requests;
  return shape === "places" &&
    first !== undefined &&
    schedule.length === 0 &&
    !first.tasks.some((name) => isOf(urgentKey, name))
    ? [{ rule: "places", what: `${first.name} was submitted before what has the higher priority` }]
    : [];
};
