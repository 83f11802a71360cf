import type { Intent, Owner, SubmissionEvent } from "../ledger/event.ts";
import { identityFault } from "../ledger/make-intent.ts";
import { eventOfCall, eventOfCheck, noCall } from "./answer-event.ts";
import { nextDiagnosed } from "./memory-retry.ts";
import { nextByMain } from "./next-by-main.ts";
import { nextInDoubt } from "./next-in-doubt.ts";
import { nextNoted } from "./next-noted.ts";
import { nextRequested } from "./next-requested.ts";
import { type Context, type Decision, nothing, type Observation, type Sight, write } from "./observation.ts";
import { nextByPerson, refusalBy } from "./person.ts";
import { dated, type SubmissionState } from "./state.ts";
import { isStopped, isSuccess } from "./states.ts";
import { bendToWithdrawal, nextWithdrawn } from "./withdrawn.ts";

/** The only place that decides: total and without effects. What a state has no use for changes nothing. */
// oxlint-disable-next-line max-lines-per-function -- one entry an observation, and the compiler asks for each
export const next = (state: SubmissionState, seen: Observation, context: Context): Decision => {
  switch (seen.kind) {
    case "person":
      return nextByPerson(state, seen);
    case "on-main":
    case "left-main":
    case "replaced":
    case "newer-submitted":
      return nextByMain(state, seen);
    case "succeeded":
      return isReplaceable(state) ? write({ event: "superseded", by: seen.by }) : nothing;
    case "adopted":
      return state.kind === "conflict" && state.past.adoption !== undefined
        ? write({ event: "submitted", request: seen.request, evidence: "adopted", tasks: seen.tasks })
        : nothing;
    case "queued":
    case "expiry-refused":
    case "command-done":
    case "declaration-told":
    case "input-declared":
    case "read-by":
    case "order-due":
    case "order-refused":
    case "recorded":
    case "arrived":
    case "described":
    case "keep-asked":
    case "kept":
    case "ending":
    case "expired":
      return nextNoted(state, seen);
    case "failed-jobs":
      return nextDiagnosed(state, seen);
    case "new-intent":
    case "not-to-submit":
    case "inputs-missing":
    case "upstream-lost":
    case "not-allowed":
    case "ready":
    case "identity-changed":
    case "tag-conflict":
    case "tag-refused":
    case "check-answered":
    case "all-absent":
    case "ours":
    case "foreign":
    case "too-late":
    case "call-answered":
    case "orphaned":
    case "tasks":
    case "second-effect":
      return bendToWithdrawal(state, seen, nextBySight(state, seen, context));
  }
};

const nextBySight = (state: SubmissionState, seen: Sight, context: Context): Decision => {
  switch (state.kind) {
    case "none":
      return beforeIntent(seen);
    case "intended":
    case "waiting":
    case "blocked":
    case "held":
      return beforeCheck(state, seen, context);
    case "checking":
      return whileChecking(state, seen, context);
    case "checked":
      return beforeCall(state, seen, context);
    case "not-sent":
      return seen.kind === "ready"
        ? write({ event: "again", attempt: state.attempt, reason: "nothing was sent" })
        : nothing;
    case "submitting":
      return whileCalling(state, seen, context);
    case "in-doubt":
      return nextInDoubt(state, seen, context);
    case "submitted":
    case "running":
    case "done":
    case "completed-partially":
    case "incomplete":
    case "failed":
    case "aborted":
    case "broken":
    case "exhausted":
    case "stalled":
      return nextRequested(state, seen);
    case "rejected":
    case "needs-person":
    case "conflict":
    case "duplicate-suspected":
    case "skipped":
    case "closed":
    case "retired":
    case "superseded":
      return nothing;
    case "withdrawn":
      return nextWithdrawn(state, seen);
  }
};

const beforeIntent = (seen: Sight): Decision => {
  if (seen.kind === "new-intent") return write({ event: "intended", intent: seen.intent, attempt: 1 });
  if (seen.kind === "not-to-submit") {
    const { reason, held } = seen;
    return write({ event: "skipped", reason, ...(held === undefined ? {} : { held }) });
  }
  return nothing;
};

/** A success, and what stopped for good where nothing of it runs: `close` could end it as well. */
const isReplaceable = (state: SubmissionState): boolean =>
  isSuccess(state.kind) ||
  (isStopped(state.kind) && state.kind !== "exhausted" && refusalBy(state, { verb: "close" }) === undefined);

const heldByReason = ({
  reason,
  whose = [],
  validation,
}: Extract<Sight, { readonly kind: "not-allowed" }>): SubmissionEvent => ({
  event: "held",
  reason,
  ...(whose.length === 0 ? {} : { whose }),
  ...(validation === undefined ? {} : { validation }),
});

type BeforeCheck = Extract<SubmissionState, { kind: "intended" | "waiting" | "blocked" | "held" }>;
const beforeCheck = (state: BeforeCheck, seen: Sight, { owner }: Context): Decision => {
  switch (seen.kind) {
    case "inputs-missing":
      return state.kind === "waiting" && state.inputs.join() === seen.inputs.join()
        ? nothing
        : write({ event: "waiting", inputs: seen.inputs });
    case "upstream-lost":
      return saysSo(state, "blocked", seen.reason) ? nothing : write({ event: "blocked", reason: seen.reason });
    case "not-allowed":
      return saysSo(state, "held", seen.reason) ? nothing : write(heldByReason(seen));
    case "new-intent":
      // A newer intent: the data that it waited for exist, or its identity changed before any check.
      return intendAnew(state, seen.intent);
    case "ours":
      return write({
        event: "conflict",
        reason: `PanDA already has request ${seen.request} with this name, but the ledger has no submit call.`,
      });
    case "foreign":
    case "tag-conflict":
      return write({ event: "conflict", reason: seen.reason });
    case "tag-refused":
      return refusedTag(state, seen.reason);
    case "identity-changed":
      return write({ event: "needs-person", reason: seen.reason });
    case "ready":
      return state.kind === "intended"
        ? { events: [{ event: "checking", owner }], action: { kind: "check" } }
        : write({ event: "intended", intent: state.intent, attempt: state.attempt });
    case "not-to-submit":
    case "check-answered":
    case "all-absent":
    case "too-late":
    case "call-answered":
    case "orphaned":
    case "tasks":
    case "second-effect":
      return nothing;
  }
};

/** The words that led here have had their effect: taken again, each pass would write, and call people. */
const refusedTag = ({ past: { releases } }: BeforeCheck | CheckedState, reason: string): Decision =>
  write({ event: "held", reason, ...(releases.length === 0 ? {} : { spent: releases.map(({ id }) => id) }) });

const saysSo = (state: BeforeCheck, kind: BeforeCheck["kind"], reason: string): boolean =>
  state.kind === kind && "reason" in state && state.reason === reason;

/** Only before the first check may the identity move: what may have been sent binds all that follow (SAFETY rule 4). */
const intendAnew = (state: BeforeCheck | CheckedState, intent: Intent): Decision => {
  const mayMove = state.attempt === 1 && !state.past.isBound;
  const fault = mayMove ? undefined : identityFault(state.intent, intent);
  return fault === undefined
    ? write({ event: "intended", intent, attempt: state.attempt })
    : write({ event: "needs-person", reason: fault });
};

/** What another process answers late, from an attempt that was given up, says nothing about the call of today's owner. */
const isMine = (state: { readonly owner: Owner }, { owner }: Context): boolean => state.owner.nonce === owner.nonce;

type Checking = Extract<SubmissionState, { kind: "checking" }>;
const whileChecking = (state: Checking, seen: Sight, context: Context): Decision => {
  if (seen.kind === "orphaned")
    return write({
      event: "in-doubt",
      arrived: "maybe",
      reason: "the process ended during PanDA's check; the server may run the request",
    });
  if (!isMine(state, context)) return nothing;
  if (seen.kind === "too-late") return write(noCall);
  if (seen.kind !== "check-answered") return nothing;
  return write(eventOfCheck(seen.answer));
};

type CheckedState = Extract<SubmissionState, { kind: "checked" }>;
const beforeCall = (state: CheckedState, seen: Sight, { owner }: Context): Decision => {
  switch (seen.kind) {
    case "all-absent":
      return { events: [{ event: "submitting", owner, attempt: state.attempt }], action: { kind: "submit" } };
    case "ours":
      return write({ event: "submitted", request: seen.request, evidence: "found", ...dated(seen) });
    case "foreign":
    case "tag-conflict":
      return write({ event: "conflict", reason: seen.reason });
    case "tag-refused":
      return refusedTag(state, seen.reason);
    case "new-intent":
      return intendAnew(state, seen.intent);
    // No submit of this attempt was called, so it can wait like one that was never checked, for a person or for data.
    case "not-allowed":
      return write(heldByReason(seen));
    case "inputs-missing":
      return write({ event: "waiting", inputs: seen.inputs });
    case "upstream-lost":
      return write({ event: "blocked", reason: seen.reason });
    case "identity-changed":
      return write({ event: "needs-person", reason: seen.reason });
    case "not-to-submit":
    case "ready":
    case "check-answered":
    case "too-late":
    case "call-answered":
    case "orphaned":
    case "tasks":
    case "second-effect":
      return nothing;
  }
};

type Calling = Extract<SubmissionState, { kind: "submitting" }>;
const whileCalling = (state: Calling, seen: Sight, context: Context): Decision => {
  if (seen.kind === "orphaned")
    return write({
      event: "in-doubt",
      arrived: "maybe",
      reason: "the process that called PanDA ended before it wrote the answer",
    });
  if (!isMine(state, context)) return nothing;
  if (seen.kind === "too-late") return write(noCall);
  if (seen.kind !== "call-answered") return nothing;
  return write(eventOfCall(seen.answer));
};
