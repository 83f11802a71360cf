import { next } from "../../core/submission/next.ts";
import { decideAndWrite, type View } from "../gather/ledger-view.ts";
import type { Ready } from "./make-ready.ts";
import type { Pass } from "./pass.ts";

/** Writes the state that gives this process the right to act, for those that may still have it. */
export const claim = async (
  { ports, context }: Pass,
  from: View,
  ready: readonly Ready[],
): Promise<{ readonly view: View; readonly winners: readonly Ready[] }> => {
  const { view, decided } = await decideAndWrite(
    ports,
    ready.map(({ key }) => key),
    (at) => {
      const decisions = ready.map((one) => ({
        one,
        ...next(at.states.get(one.key) ?? { kind: "none" }, { kind: "ready" }, context),
      }));
      const winners = decisions.filter(({ action }) => action.kind === "check");
      return {
        events: decisions.flatMap(({ one, events }) => events.map((event) => [one.key, event] as const)),
        winners: winners.map(({ one }) => one),
        why: `Ask PanDA's check for ${winners.map(({ one }) => one.key).join(", ")}`,
      };
    },
    from,
  );
  return { view, winners: decided.winners };
};
