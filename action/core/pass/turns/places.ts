import { inTurn, takesPlace } from "../../submission/queue.ts";
import type { View } from "../view.ts";
import type { CandidateInTurn, Gate } from "./turn.ts";

/**
 * Holds back what is over the limit of its tag. The places are those of the ledger as it is planned on: a second process
 * that submits at the same time may add its own, so they are asked for again where `checking` is written.
 */
export const withinPlaces: Gate<CandidateInTurn> = async (_, view, ones) => {
  if (ones.every(({ atMost }) => atMost === undefined)) return [];
  const own = new Set<string>(ones.map(({ key }) => key));
  return inTurn(ones, slotsInUse(view, own)).queued.flatMap(({ key, atMost }) =>
    atMost === undefined ? [] : [{ key, why: { atMost } }],
  );
};

/** Of all others that live. */
const slotsInUse = ({ states }: View, own: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const taken = new Map<string, number>();
  for (const [key, state] of states)
    if (!own.has(key) && "intent" in state && takesPlace(state))
      taken.set(state.intent.tag, (taken.get(state.intent.tag) ?? 0) + 1);
  return taken;
};
