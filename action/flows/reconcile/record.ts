import type { SubmissionKey } from "../../core/ledger/event.ts";
import { type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import type { Answers } from "./call-in-time.ts";
import type { Pass } from "./pass.ts";

/** What PanDA answered to a wave's calls, and the view in which that is not written yet. */
export type Answered = { readonly view: View; readonly answers: Answers };

/** An answer is never lost: whatever the ledger says by now, it is decided on and written. */
export const record = async (
  pass: Pass,
  from: View,
  seen: ReadonlyMap<SubmissionKey, Observation>,
  why: string,
): Promise<View> => {
  const { view } = await decideAndWrite(
    pass.ports,
    [...seen.keys()],
    (at) => {
      const { events } = answeredIn(pass, at, seen);
      return { events, why: `${why} ${namesIn(events)}` };
    },
    from,
  );
  return view;
};

/** The events that these observations make, and the view as it will be behind them. */
export const answeredIn = (
  { context }: Pick<Pass, "context">,
  at: View,
  seen: ReadonlyMap<SubmissionKey, Observation>,
): { readonly at: View; readonly events: readonly KeyedEvent[] } => {
  const decided = [...seen].map(([key, one]) => ({ key, ...decideAll(stateIn(at, key), [one], context) }));
  return {
    at: { ...at, states: new Map([...at.states, ...decided.map(({ key, state }) => [key, state] as const)]) },
    events: decided.flatMap(({ key, events }) => events.map((event) => [key, event] as const)),
  };
};

/** The same for several of one submission: each is decided on what those before it made of its state. */
export const recordEach = async (
  { ports, context }: Pass,
  from: View,
  seen: readonly (readonly [SubmissionKey, Observation])[],
  why: string,
): Promise<View> => {
  const decide = (at: View) => {
    const events = [...Map.groupBy(seen, ([key]) => key)].flatMap(([key, ones]) =>
      decideAll(
        stateIn(at, key),
        ones.map(([, observation]) => observation),
        context,
      ).events.map((event): KeyedEvent => [key, event]),
    );
    return { events, why: `${why} ${namesIn(events)}` };
  };
  const keys = [...new Set(seen.map(([key]) => key))];
  return (await decideAndWrite(ports, keys, decide, from)).view;
};
