import { type Intent, isOfMain, type LedgerEvent, type SubmissionEvent, type TaskNames } from "../ledger/event.ts";
import { candidateNames } from "../ledger/names.ts";
import { Failure } from "../problems/failure.ts";
import { noPast, pastAfter } from "./past.ts";
import type { Past, StateKind, SubmissionState } from "./state.ts";

/** Events that cannot follow each other: the ledger was edited by hand, or a bug wrote it. Nothing is done on it. */
export class BrokenLedger extends Failure {
  override readonly name = "BrokenLedger";
}

/** The state of a submission is the fold of its events, and nothing else. */
export const fold = (events: readonly LedgerEvent[]): SubmissionState =>
  events.reduce<SubmissionState>((state, line) => (isOfMain(line) ? state : applyEvent(state, line, line.at)), {
    kind: "none",
  });

/** The events that give or take the right to act at PanDA, and the only states that they can follow. */
const onlyBehind: { readonly [E in SubmissionEvent["event"]]?: readonly StateKind[] } = {
  skipped: ["none"],
  intended: ["none", "intended", "waiting", "blocked", "held", "checked"],
  checking: ["intended"],
  checked: ["checking", "in-doubt"],
  submitting: ["checked"],
  "not-sent": ["checking", "submitting", "in-doubt"],
  "in-doubt": ["checking", "submitting"],
  again: ["not-sent", "in-doubt", "rejected", "needs-person"],
};

/** One event onto one state. Does not ask whether it was wise: `next` decides, this only remembers. */
export const applyEvent = (state: SubmissionState, event: SubmissionEvent, at: string): SubmissionState => {
  if (onlyBehind[event.event]?.includes(state.kind) === false || goesBack(state, event)) throw impossible(state, event);
  const after = stateAfter(state, event, at);
  if (!("past" in after)) return after;
  return { ...after, past: pastAfter(after.past, event, at, "tasks" in state ? state.tasks : []) };
};

/** A word to submit was about the content that was intended when it was said. */
const pastOfIntent = ({ intent, past }: Extract<SubmissionState, { readonly past: unknown }>, next: Intent): Past =>
  intent.contentDigest === next.contentDigest ? past : { ...past, releases: [] };

// oxlint-disable-next-line max-lines-per-function -- one entry an event, and the compiler asks for each
const stateAfter = (state: SubmissionState, event: SubmissionEvent, at: string): SubmissionState => {
  switch (event.event) {
    case "skipped":
      return { kind: "skipped", reason: event.reason, held: event.held };
    case "intended":
      return {
        kind: "intended",
        intent: event.intent,
        attempt: event.attempt,
        since: at,
        past: "past" in state ? pastOfIntent(state, event.intent) : noPast,
      };
    case "waiting":
      return { kind: "waiting", inputs: event.inputs, ...intendedFacts(state, event, at) };
    case "blocked":
    case "rejected":
    case "needs-person":
    case "conflict":
    case "closed":
      return { kind: event.event, reason: event.reason, ...intendedFacts(state, event, at) };
    case "held":
      return {
        kind: "held",
        reason: event.reason,
        ...(event.whose === undefined ? {} : { whose: event.whose }),
        ...(event.spent === undefined ? {} : { spent: event.spent }),
        ...(event.validation === undefined ? {} : { validation: event.validation }),
        ...intendedFacts(state, event, at),
      };
    case "checking":
      return { kind: "checking", owner: event.owner, ...intendedFacts(state, event, at) };
    case "checked":
      // Doubt about a submit never becomes "no submit was called" again.
      if (state.kind === "in-doubt" && state.from === "submitting") throw impossible(state, event);
      return { kind: "checked", names: event.names, sandbox: event.sandbox, ...intendedFacts(state, event, at) };
    case "submitting":
      return { kind: "submitting", owner: event.owner, ...named(state, event, at) };
    case "not-sent":
      return { kind: "not-sent", reason: event.reason, ...named(state, event, at) };
    case "in-doubt":
      return inDoubt(state, event, at);
    case "looked":
      return looked(state, event);
    case "again":
      return again(state, event, at);
    case "submitted":
      return submitted(state, event, at);
    case "seen":
      return seen(state, event, at);
    case "duplicate-suspected":
      return duplicateSuspected(state, event, at);
    case "watched":
      return "watching" in state ? { ...state, watching: false } : state;
    // They say something about what follows and leave the state where it is: `pastAfter` keeps them.
    case "recorded":
      if (!("request" in state)) throw impossible(state, event);
      return state;
    case "arrived":
    case "described":
      if (!("past" in state) || state.past.completion === undefined) throw impossible(state, event);
      return state;
    case "diagnosed":
      if (!("tasks" in state)) throw impossible(state, event);
      return state;
    case "commanding":
      if (!("past" in state) || state.past.pendingCommands.length === 0) throw impossible(state, event);
      return state;
    case "order-refused":
    case "queued":
    case "command-rejected":
    case "declared":
    case "input-declared":
    case "read-by":
    case "keep-asked":
    case "kept":
    case "ending":
    case "expired":
    case "completed":
    case "left-main":
    case "back-on-main":
      if (!("past" in state)) throw impossible(state, event);
      return state;
    case "person":
      return state;
    case "retired":
      return { kind: "retired", data: event.data, ...intendedFacts(state, event, at) };
    case "withdrawn":
      return {
        kind: "withdrawn",
        data: event.data,
        ...(event.reason === undefined ? {} : { reason: event.reason }),
        watching: event.watch === true,
        watchedSince: undefined,
        ...intendedFacts(state, event, at),
      };
    case "superseded":
      return { kind: "superseded", reason: `by ${event.by}`, ...intendedFacts(state, event, at) };
  }
};

/** Attempts only grow, and only by `again`; after `not-sent` the same one goes on. */
const goesBack = (state: SubmissionState, event: SubmissionEvent): boolean => {
  if (!("attempt" in state)) return false;
  if (event.event === "again") return event.attempt !== state.attempt + (state.kind === "not-sent" ? 0 : 1);
  return (event.event === "intended" || event.event === "submitting") && event.attempt !== state.attempt;
};

const inDoubt = (
  state: SubmissionState,
  event: SubmissionEvent & { event: "in-doubt" },
  at: string,
): SubmissionState => {
  if (state.kind !== "checking" && state.kind !== "submitting") throw impossible(state, event);
  return {
    kind: "in-doubt",
    arrived: event.arrived,
    reason: event.reason,
    from: state.kind,
    owner: state.owner,
    looks: [],
    ...named(state, event, at),
  };
};

const submitted = (
  state: SubmissionState,
  event: SubmissionEvent & { event: "submitted" },
  at: string,
): SubmissionState => ({
  kind: "submitted",
  request: event.request,
  submittedOn: event.pandaDate,
  names: namesAfter(state, event),
  ...intendedFacts(state, event, at),
});

const seen = (state: SubmissionState, event: SubmissionEvent & { event: "seen" }, at: string): SubmissionState => {
  const known = requested(state, event, at);
  const watched = {
    ...known,
    // An adoption, or an earlier version, dated nothing: the window begins with what was seen first.
    submittedOn: known.submittedOn ?? event.pandaDate,
    tasks: event.tasks,
    seenOn: event.pandaDate,
    watching: watchingOf(state),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
  return event.verdict === "running" && event.overdue === true
    ? { kind: "running", overdue: true, ...watched }
    : { kind: event.verdict, ...watched };
};

const duplicateSuspected = (
  state: SubmissionState,
  event: SubmissionEvent & { event: "duplicate-suspected" },
  at: string,
): SubmissionState => ({
  kind: "duplicate-suspected",
  reason: event.reason,
  ...requested(state, event, at),
  tasks: event.tasks ?? ("tasks" in state ? state.tasks : []),
  seenOn: "seenOn" in state ? state.seenOn : undefined,
  // Earlier versions did not note what was there: who accepted it ended the watch.
  watching: event.effects !== undefined && watchingOf(state),
});

/** In doubt it counts; of a known request, or of what was withdrawn, it begins the windows that no date of PanDA has begun yet. */
const looked = (state: SubmissionState, event: SubmissionEvent & { event: "looked" }): SubmissionState => {
  const { pandaDate } = event;
  if (state.kind === "in-doubt") return { ...state, looks: [...state.looks, pandaDate] };
  if (state.kind === "withdrawn" && state.watching) return { ...state, watchedSince: state.watchedSince ?? pandaDate };
  if (!("request" in state)) throw impossible(state, event);
  const submittedOn = state.submittedOn ?? pandaDate;
  return "tasks" in state ? { ...state, submittedOn, seenOn: state.seenOn ?? pandaDate } : { ...state, submittedOn };
};

/** Without exact names the second attempt has to ask for them: it begins at `intended`. */
const again = (state: SubmissionState, event: SubmissionEvent & { event: "again" }, at: string): SubmissionState => {
  const facts = { ...intendedFacts(state, event, at), attempt: event.attempt };
  const exact = "names" in state && "sandbox" in state && state.sandbox !== "";
  return exact
    ? { kind: "checked", ...facts, names: state.names, sandbox: state.sandbox }
    : { kind: "intended", ...facts };
};

const intendedFacts = (state: SubmissionState, event: SubmissionEvent, at: string) => {
  if (!("intent" in state)) throw impossible(state, event);
  return { intent: state.intent, attempt: state.attempt, since: at, past: state.past };
};

const named = (state: SubmissionState, event: SubmissionEvent, at: string) => ({
  ...intendedFacts(state, event, at),
  names: namesAfter(state, event),
  sandbox: "sandbox" in state ? state.sandbox : "",
});

const namesAfter = (state: SubmissionState, event: SubmissionEvent): TaskNames => {
  if ("names" in state) return state.names;
  if ("intent" in state) return candidateNames(state.intent);
  throw impossible(state, event);
};

const requested = (state: SubmissionState, event: SubmissionEvent, at: string) => {
  if (!("request" in state)) throw impossible(state, event);
  const { names, request, submittedOn } = state;
  return { ...intendedFacts(state, event, at), names, request, submittedOn };
};

/** Watched for a second effect until it is over, or a person accepts one. */
const watchingOf = (state: SubmissionState): boolean => !("watching" in state) || state.watching;

const impossible = (state: SubmissionState, event: SubmissionEvent): BrokenLedger =>
  new BrokenLedger(`"${event.event}" cannot follow the state "${state.kind}".`, {
    wayOut: "`shrek ledger verify` shows what is wrong on the ledger; nothing of this submission is called until then.",
  });
