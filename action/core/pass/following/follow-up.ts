import { partsOf, supersededBy } from "../../cross-checks/supersedes.ts";
import { type SubmissionKey, submissionKey, versionName } from "../../ledger/event.ts";
import { next } from "../../submission/next.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import type { Observation } from "../../submission/observation.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { Asking } from "../asking.ts";
import { addEvents, each, inState, openIn, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import { type KeyedEvent, namesIn, stateIn } from "../view.ts";
import { withRecord } from "./completion-records.ts";
import { type Lists, listTasks } from "./list-tasks.ts";
import { look } from "./look.ts";
import { poll } from "./poll.ts";

/** Reads only: what others left in doubt is looked for, what runs is polled. */
export function* followUp(planning: Planning, from: Planned): Asking<Planned> {
  const orphaned = openIn(from).flatMap(({ key, state: { kind } }) =>
    kind === "checking" || kind === "submitting" ? [[key, { kind: "orphaned" }] as const] : [],
  );
  const before = withSeen(planning, from, "In doubt:", orphaned);
  const polled = inState(before, isPolled).map(({ state }) => state);
  const lists = yield* listTasks(planning, polled);
  const seen = yield* each(planning.notes, inState(before, isObserved), function* ({ key, state }) {
    const observation = yield* observeLive(planning, state, lists);
    if (observation === undefined) return undefined;
    return { key, events: yield* withRecord(planning, state, observation) };
  });
  const events = seen.flatMap(({ key, events: own }) => own.map((event): KeyedEvent => [key, event]));
  return yield* withSuperseded(planning, before, events);
}

type ObservedState = RequestedState | Extract<SubmissionState, { readonly kind: "in-doubt" | "not-sent" }>;
const isObserved = (state: SubmissionState): state is ObservedState =>
  state.kind === "in-doubt" || state.kind === "not-sent" || isPolled(state);

function* observeLive(planning: Planning, state: ObservedState, lists: Lists): Asking<Observation | undefined> {
  if (state.kind === "in-doubt") return yield* look(planning.ledger, state);
  if (state.kind === "not-sent") return { kind: "ready" };
  return yield* poll(planning, state, lists(state));
}

/** What waits for a person's word is left alone; once it is withdrawn, its end is read from its tasks. */
const isPolled = (state: SubmissionState): state is RequestedState =>
  "request" in state &&
  (state.past.withdrawal !== undefined || (state.kind !== "duplicate-suspected" && state.kind !== "broken"));

/**
 * With a success, what its request names under `supersedes` has had its day: in the same commit, because who succeeded is
 * not looked at again.
 */
function* withSuperseded(planning: Planning, before: Planned, seen: readonly KeyedEvent[]): Asking<Planned> {
  const succeeded = seen.flatMap(([key, event]) =>
    event.event === "seen" && (event.verdict === "done" || event.verdict === "completed-partially") ? [key] : [],
  );
  const named = succeeded.flatMap((key) =>
    namedBy(stateIn(before.view, key)).map((older) => ({ older, by: versionName(key) })),
  );
  // The named ones have ended, mostly: they are not in the view of what is live.
  const loaded = yield* withLoaded(
    before,
    named.map(({ older }) => older),
  );
  const own = addEvents(planning, loaded, "", seen);
  const ended = named.flatMap(({ older, by }) =>
    next(stateIn(own.view, older), { kind: "succeeded", by }, planning.context).events.map(
      (one): KeyedEvent => [older, one],
    ),
  );
  const all = [...seen, ...ended];
  return addEvents(planning, loaded, `Seen at PanDA: ${namesIn(all)}`, all);
}

const namedBy = (state: SubmissionState): readonly SubmissionKey[] =>
  "intent" in state
    ? supersededBy(state.intent.tag, state.intent.supersedes).map((name) => {
        const { tag, version } = partsOf(name);
        return submissionKey(tag, version, state.intent.run);
      })
    : [];
