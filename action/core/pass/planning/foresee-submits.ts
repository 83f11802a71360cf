import { next } from "../../submission/next.ts";
import type { Asking } from "../asking.ts";
import { authorizeAt } from "../authorization/authorize.ts";
import { recheckBeforeCall } from "../authorization/recheck-before-call.ts";
import { addEvents, each, inState, type Planning } from "../planned.ts";
import { isSendable } from "../turns/take-turns.ts";
import type { KeyedEvent } from "../view.ts";
import type { PassPlan } from "./plan-pass.ts";
import { promiseToday } from "./promise-today.ts";

/**
 * What the waves of a plan will make of its submits, by what each of them decides right before it writes: main, people
 * and the promise say it now as they will then, unless the world moves.
 */
export function* foreseeSubmits(planning: Planning, plan: PassPlan): Asking<PassPlan> {
  const { notes, context } = planning;
  const due = new Set(plan.submits);
  const sendable = inState(plan.planned, isSendable).filter(({ key }) => due.has(key));
  const authorize = authorizeAt(
    planning,
    sendable.map(({ state }) => state.intent),
  );
  const again = { ...planning, kept: () => undefined };
  const outcomes = yield* each(notes, sendable, function* ({ key, state }) {
    const { authorized, events } = yield* recheckBeforeCall(authorize, key, state, context);
    if (authorized === undefined) return { key, events, goes: false };
    const { seen } = yield* promiseToday(again, state.intent, authorized);
    return seen === undefined
      ? { key, events: [], goes: true }
      : { key, events: next(state, seen, context).events, goes: false };
  });
  const going = new Set(outcomes.flatMap(({ key, goes }) => (goes ? [key] : [])));
  const events = outcomes.flatMap(({ key, events: own }) => own.map((event): KeyedEvent => [key, event]));
  return {
    ...plan,
    planned: addEvents(planning, plan.planned, "Before the calls", events),
    submits: plan.submits.filter((key) => going.has(key)),
  };
}
