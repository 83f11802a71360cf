import { plannedEvents } from "../../pass/planned.ts";
import type { ForeseenPlan } from "../../pass/planning/foresee-submits.ts";
import { type KeyedEvent, stateIn, type View } from "../../pass/view.ts";
import { isLive } from "../../submission/states.ts";
import { asksPerson, isOver } from "../../submission/ways-out.ts";
import { describeState } from "./state-text.ts";
import type { Would } from "./would.ts";

type ForecastNotes = {
  /** Written behind the calls: what ends and keeps data in Rucio. */
  readonly data: readonly KeyedEvent[];
  /** Comments and calls behind it. */
  readonly words: readonly Would[];
  /** What the budget of the pass leaves to the next one. */
  readonly postponed: Iterable<string>;
  readonly isAssumed: boolean;
};

/** What a pass would do, one by one: what it writes, sends, submits and says; then what is under way and stays so. */
export const wouldRows = (
  plan: ForeseenPlan,
  before: View,
  { data, words, postponed, isAssumed }: ForecastNotes,
): readonly Would[] => {
  const { planned, trialsRefused, orders, submits, endsOlder } = plan;
  const events = plannedEvents(planned);
  const touched = new Set([...events, ...endsOlder, ...data].map(([key]) => key).concat(submits));
  return [
    ...writing(events, new Set([...before.states.keys(), ...planned.loaded.keys()])),
    ...becoming(plan, before),
    ...trialsRefused.map(({ pullRequest, reason }): Would => ({ does: "refuse-trial", pullRequest, reason })),
    ...orders.map(({ key, order: { verb, task } }): Would => ({ does: "order", submission: key, verb, task })),
    ...submits.map(
      (submission): Would => ({ does: "submit", submission, ...(isAssumed ? { assumes: "approval" } : {}) }),
    ),
    ...endsOlder.map(([submission, event]): Would => ({ does: "end-older", submission, ...eventPart(event) })),
    ...data.flatMap(ofData),
    ...[...postponed].map((why): Would => ({ does: "stop", words: why })),
    ...words,
    ...[...before.states]
      .filter(([key, state]) => isLive(state) && !touched.has(key))
      .map(
        ([submission, state]): Would => ({ does: "leave", submission, state: state.kind, words: describeState(state) }),
      ),
  ];
};

/** The first event of what is not known puts it on the ledger. */
const writing = (events: readonly KeyedEvent[], known: Set<string>): readonly Would[] =>
  events.map(([submission, event]): Would => {
    const does = known.has(submission) ? "write" : "enter";
    known.add(submission);
    return { does, submission, ...eventPart(event) };
  });

const eventPart = (event: KeyedEvent[1]) => ({
  event: event.event,
  ...("reason" in event && event.reason !== undefined ? { reason: event.reason } : {}),
});

/** Where no event has the name of the state that it leads to. */
const becoming = ({ planned }: Pick<ForeseenPlan, "planned">, before: View): readonly Would[] =>
  [...Map.groupBy(plannedEvents(planned), ([key]) => key)].flatMap(([submission, events]): readonly Would[] => {
    const was = planned.loaded.get(submission) ?? stateIn(before, submission);
    const state = stateIn(planned.view, submission);
    if (state.kind === was.kind || events.some(([, { event }]) => event === state.kind)) return [];
    const words = describeState(state);
    return [
      { does: "become", submission, state: state.kind, words, over: isOver(state), asksPerson: asksPerson(state) },
    ];
  });

/** That an end was promised is shown with the end. */
const ofData = ([submission, event]: KeyedEvent): readonly Would[] => {
  if (event.event === "ending") return [];
  if (event.event === "expired") return [{ does: "end", submission, data: [...event.dids] }];
  if (event.event === "kept") return [{ does: "keep", submission, data: [...event.dids], until: event.until }];
  return [{ does: "write", submission, ...eventPart(event) }];
};
