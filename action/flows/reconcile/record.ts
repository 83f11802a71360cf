import type { SubmissionKey } from "../../core/ledger/event.ts";
import { type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import type { Answers } from "./call-in-time.ts";
import type { Pass } from "./pass.ts";

/** What PanDA answered to a wave's calls, and the view in which that is not written yet. */
export type Answered = { readonly view: View; readonly answers: Answers };

/** What was seen of submissions; of one it may be several, each decided on what those before it made of its state. */
export type Observed = Iterable<readonly [SubmissionKey, Observation]>;

/** An answer is never lost: whatever the ledger says by now, it is decided on and written. */
export const record = async (pass: Pass, from: View, seen: Observed, why: string): Promise<View> => {
  const all = [...seen];
  const decide = (at: View) => {
    const { events } = answeredIn(pass, at, all);
    return { events, why: `${why} ${namesIn(events)}` };
  };
  const keys = [...new Set(all.map(([key]) => key))];
  return (await decideAndWrite(pass.ports, keys, decide, from)).view;
};

/** The events that this makes, and the view as it will be behind them. */
export const answeredIn = (
  { context }: Pick<Pass, "context">,
  at: View,
  seen: Observed,
): { readonly at: View; readonly events: readonly KeyedEvent[] } => {
  const decided = [...Map.groupBy(seen, ([key]) => key)].map(([key, ones]) => ({
    key,
    ...decideAll(
      stateIn(at, key),
      ones.map(([, observation]) => observation),
      context,
    ),
  }));
  return {
    at: { ...at, states: new Map([...at.states, ...decided.map(({ key, state }) => [key, state] as const)]) },
    events: decided.flatMap(({ key, events }) => events.map((event) => [key, event] as const)),
  };
};
