import { type Intent, partsOfKey, type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import { next } from "../../submission/next.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { authorizeAt } from "../authorization/authorize.ts";
import { findOnMain, onMainNow } from "../authorization/productions-on-main.ts";
import { recheckBeforeCall } from "../authorization/recheck-before-call.ts";
import {
  addEvents,
  each,
  inState,
  type Planned,
  type Planning,
  plannedEvents,
  withLoaded,
  withSeen,
} from "../planned.ts";
import type { Reads } from "../reads.ts";
import { payableSubmits } from "../turns/payable-submits.ts";
import { isSendable } from "../turns/take-turns.ts";
import { type KeyedEvent, linesAt, stateIn, type View } from "../view.ts";
import { intendToday } from "./intend-today.ts";
import type { PassPlan } from "./plan-pass.ts";

/**
 * What stopped before PanDA had it is over when the newer version that main holds now is at PanDA (SAFETY rule 11).
 * `submitted`: taken to be there, although the ledger does not say so yet.
 */
export async function endOlder(
  planning: Planning,
  from: Planned,
  submitted: ReadonlySet<SubmissionKey> = new Set(),
): Promise<Planned> {
  const { mainHead, notes } = planning;
  const find = findOnMain(planning, mainHead);
  const replaced = await each(notes, inState(from, isEndable), async ({ key, state: { intent } }) => {
    const seen = await onMainNow(planning, mainHead, intent, find);
    if (seen?.kind !== "replaced") return undefined;
    return {
      key,
      by: seen.by,
      heirs: await heirsOf(planning, from.view, intent, seen.by.slice(intent.tag.length + 1)),
    };
  });
  const before = await withLoaded(
    planning,
    from,
    replaced.flatMap(({ heirs }) => heirs),
  );
  const seen = replaced.flatMap(({ key, by, heirs }) =>
    heirs.some((heir) => submitted.has(heir) || "request" in stateIn(before.view, heir))
      ? [[key, { kind: "newer-submitted", by }] as const]
      : [],
  );
  return withSeen(planning, before, "A newer version is at PanDA:", seen);
}

/**
 * The same run of the newer version; where that has none of its number, because the list dropped it or one of the two
 * versions has no runs, any of the version.
 */
async function heirsOf(
  reads: Reads,
  { head, states }: View,
  { tag, run }: Intent,
  version: string,
): Promise<readonly SubmissionKey[]> {
  const own = submissionKey(tag, version, run);
  // What the plan enters is not on the ledger yet.
  const entered = [...states].flatMap(([key, { kind }]) => (kind === "none" ? [] : [key]));
  const known = new Set([...(await reads.ledger.submissions(head, tag)), ...entered]);
  if (known.has(own)) return [own];
  return [...known].filter((key) => {
    const of = partsOfKey(key);
    return of.tag === tag && of.version === version;
  });
}

/** What waits or is held follows main as soon as main moves. */
type Stopped = Extract<SubmissionState, { kind: "rejected" | "needs-person" }>;
const isEndable = (state: SubmissionState): state is Stopped =>
  (state.kind === "rejected" || state.kind === "needs-person") && state.intent.trial === undefined;

/** A plan with what its waves and its end will make of it, as far as PanDA accepts what is submitted. */
export type ForeseenPlan = PassPlan & {
  /** Written about older versions behind the submits. */
  readonly endsOlder: readonly KeyedEvent[];
};

/**
 * What the waves of a plan will make of its submits, as far as the pass can pay, by what each of them decides right before
 * it writes: main, people and the intent say it now as they will then, unless the world moves.
 */
export async function foreseeSubmits(planning: Planning, plan: PassPlan): Promise<ForeseenPlan> {
  const sendable = plan.submits.flatMap((key) => {
    const state = stateIn(plan.planned.view, key);
    return isSendable(state) ? [{ key, state }] : [];
  });
  // The plan itself is a commit before.
  const pushes = plannedEvents(plan.planned).length + plan.main.length > 0 ? 1 : 0;
  const paid = await payableSubmits(planning, sendable, { kind: "before-the-first", pushes });
  const due = new Set(paid.map(({ key }) => key));
  const { events, going } = await foreseeWaves(onPlanned(planning, plan.planned), plan.planned, due);
  const planned = addEvents(planning, plan.planned, "Before the calls", events);
  const foreseen = { ...plan, planned, submits: plan.submits.filter((key) => going.has(key)), endsOlder: [] };
  return plan.entered.rewritten === undefined ? await foreseeEnd(planning, foreseen) : foreseen;
}

/** Reads to which the events of the plan stand on the ledger already, before its waves decide. */
const onPlanned = (planning: Planning, planned: Planned): Planning => {
  const own = Map.groupBy(linesAt(plannedEvents(planned), planning.now), ({ key }) => key);
  const events: Planning["ledger"]["events"] = async (at, keys) => {
    const lines = await planning.ledger.events(at, keys);
    return new Map(keys.map((key) => [key, [...(lines.get(key) ?? []), ...(own.get(key) ?? [])]]));
  };
  return { ...planning, ledger: { ...planning.ledger, events } };
};

async function foreseeWaves(planning: Planning, planned: Planned, due: ReadonlySet<SubmissionKey>) {
  const { notes, context } = planning;
  const sendable = inState(planned, isSendable).filter(({ key }) => due.has(key));
  const authorize = authorizeAt(
    planning,
    sendable.map(({ state }) => state.intent),
  );
  const rechecking = { reads: planning, authorize, context };
  const again = { ...planning, kept: () => undefined };
  const outcomes = await each(notes, sendable, async ({ key, state }) => {
    const { authorized, events } = await recheckBeforeCall(rechecking, key, state);
    if (authorized === undefined) return { key, events, goes: false };
    const { seen } = await intendToday(again, state.intent, authorized);
    return seen === undefined
      ? { key, events: [], goes: true }
      : { key, events: next(state, seen, context).events, goes: false };
  });
  return {
    going: new Set(outcomes.flatMap(({ key, goes }) => (goes ? [key] : []))),
    events: outcomes.flatMap(({ key, events: own }) => own.map((event): KeyedEvent => [key, event])),
  };
}

/** What the end of the pass ends anyway, and what it ends when PanDA has accepted these submits. */
async function foreseeEnd(planning: Planning, plan: ForeseenPlan): Promise<ForeseenPlan> {
  const planned = await endOlder(planning, plan.planned);
  const then = await endOlder(planning, planned, new Set(plan.submits));
  return { ...plan, planned, endsOlder: plannedEvents(then).slice(plannedEvents(planned).length) };
}
