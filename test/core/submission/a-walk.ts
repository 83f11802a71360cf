import type { LedgerEvent, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { Context, Observation } from "../../../action/core/submission/observation.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, at, bothTasks, lineOf, mine } from "./a-submission.ts";

const reason = "why";
/** One of every kind. A record, so that the compiler asks for a new one. */
const eachEvent: { readonly [K in SubmissionEvent["event"]]: Extract<SubmissionEvent, { event: K }> } = {
  skipped: { event: "skipped", reason },
  intended: { event: "intended", intent: anIntent(), attempt: 1 },
  waiting: { event: "waiting", inputs: ["signal"] },
  blocked: { event: "blocked", reason },
  held: { event: "held", reason },
  queued: { event: "queued", atMost: 20 },
  checking: { event: "checking", owner: mine },
  checked: { event: "checked", names: { simulate: ["a"], merge: ["b"] }, sandbox: "box.tar.gz" },
  rejected: { event: "rejected", reason },
  submitting: { event: "submitting", owner: mine, attempt: 1 },
  "not-sent": { event: "not-sent", reason },
  "in-doubt": { event: "in-doubt", arrived: "maybe", reason },
  looked: { event: "looked", pandaDate: at("10:00") },
  again: { event: "again", attempt: 2, reason },
  submitted: { event: "submitted", request: 7, evidence: "answer" },
  seen: { event: "seen", verdict: "running", tasks: bothTasks("running") },
  recorded: { event: "recorded", steps: [{ step: "simulate", task: 1, kind: "not-known", reason }] },
  arrived: { event: "arrived", checkedOn: at("10:00"), outputs: [] },
  described: { event: "described", containers: [] },
  diagnosed: { event: "diagnosed", step: "simulate", task: 1, attemptNr: 1, lastJob: 100, outOfMemory: 2 },
  conflict: { event: "conflict", reason },
  "needs-person": { event: "needs-person", reason },
  "duplicate-suspected": { event: "duplicate-suspected", reason },
  watched: { event: "watched" },
  "command-rejected": { event: "command-rejected", id: "c1", reason },
  person: { event: "person", verb: "kill", by: "ada", id: "c1", reason },
  commanding: { event: "commanding", verb: "kill", task: 1, attemptNr: 1 },
  "order-refused": { event: "order-refused", verb: "kill", task: 1, reason },
  declared: { event: "declared", id: "c1", saidOn: at("10:00") },
  "read-by": { event: "read-by", tag: "other", version: "1.0.0" },
  "input-declared": {
    event: "input-declared",
    input: { tag: "other", version: "1.0.0" },
    quality: "bad",
    by: "bob",
    reason,
  },
  "keep-asked": { event: "keep-asked", keep: "2y", owner: "@ada" },
  ending: { event: "ending", id: "c1", dids: ["mc:hits"] },
  expired: { event: "expired", id: "c1", dids: ["mc:hits"] },
  kept: { event: "kept", until: null, dids: ["mc:hits"] },
  completed: { event: "completed", id: "c1" },
  "left-main": { event: "left-main", reason },
  "back-on-main": { event: "back-on-main" },
  closed: { event: "closed", reason },
  retired: { event: "retired", data: "keep" },
  superseded: { event: "superseded", by: "1.1.0" },
  withdrawn: { event: "withdrawn", data: "drop" },
};
export const allEvents: readonly SubmissionEvent[] = Object.values(eachEvent);

export type Step = {
  readonly before: SubmissionState;
  readonly event: SubmissionEvent;
  readonly after: SubmissionState;
};
export type Walk = {
  readonly lines: readonly LedgerEvent[];
  readonly steps: readonly Step[];
  readonly end: SubmissionState;
};

/** A submission that meets these observations one after the other, by whoever sees them. */
export const walk = (seen: readonly (readonly [Observation, Context])[]): Walk => {
  const lines: LedgerEvent[] = [];
  const steps: Step[] = [];
  let state: SubmissionState = { kind: "none" };
  for (const [observation, context] of seen) {
    for (const event of next(state, observation, context).events) {
      const after = applyEvent(state, event, at("10:00"));
      steps.push({ before: state, event, after });
      lines.push(lineOf(event));
      state = after;
    }
  }
  return { lines, steps, end: state };
};
