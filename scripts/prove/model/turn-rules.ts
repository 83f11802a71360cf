import { partsOfKey, type SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { type Breach, isOf, statesOf } from "./breach.ts";
import type { Schedule } from "./disturbance.ts";
import { isEnded } from "./jedi.ts";
import { type ModelWorld, urgentKey } from "./world.ts";

/** One run goes first; another goes when a run of the version has ended well before, by what was ever written. */
export const breachesOfFirst = async ({ ledger, keys }: ModelWorld, key: SubmissionKey): Promise<readonly Breach[]> => {
  const { version } = partsOfKey(key);
  const lines = await ledger.read(
    await ledger.head(),
    keys.filter((one) => partsOfKey(one).version === version),
  );
  const gone = [...lines].flatMap(([one, all]) => (all.some(({ event }) => event === "checking") ? [one] : []));
  const isGood = [...lines.values()].some((all) =>
    all.some((line) => line.event === "seen" && (line.verdict === "done" || line.verdict === "completed-partially")),
  );
  return gone.length > 1 && !isGood
    ? [{ rule: "first", what: `${gone.join(", ")} have gone, and none of them has ended well` }]
    : [];
};

/** It waits as it must: no run of its version is done. */
export const waitsForFirst = (
  { shape }: ModelWorld,
  key: SubmissionKey,
  state: SubmissionState,
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
): boolean => {
  const isHeld =
    state.kind === "intended" && !state.past.isBound && state.past.queued !== undefined && "first" in state.past.queued;
  const { version } = partsOfKey(key);
  return (
    shape === "first" &&
    isHeld &&
    ![...states].some(([one, { kind }]) => partsOfKey(one).version === version && kind === "done")
  );
};

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
