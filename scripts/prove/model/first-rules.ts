import { partsOfKey, type SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import type { Breach } from "./breach.ts";
import type { ModelWorld } from "./world.ts";

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
