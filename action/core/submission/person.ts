import type { SubmissionEvent } from "../ledger/event.ts";
import type { Decision } from "./decision.ts";
import type { Observation } from "./observation.ts";
import type { SubmissionState } from "./state.ts";
import { verdictOf } from "./verdict.ts";

type Person = Extract<Observation, { kind: "person" }>;

/** What an entitled person may ask of a submission (SAFETY part 3, verbs). Who is entitled is judged before. */
export const nextByPerson = (state: SubmissionState, seen: Person): Decision => {
  const { verb, by, id, reason } = seen;
  const asked: SubmissionEvent = { event: "person", verb, by, id, reason };
  const write = (...events: readonly SubmissionEvent[]): Decision => ({
    events: [asked, ...events],
    action: { kind: "none" },
  });
  const order: Decision = { events: [asked], action: { kind: "order", verb } };
  const refused: Decision = { events: [], action: { kind: "none" } };

  switch (verb) {
    case "status":
      return state.kind === "none" ? refused : write();
    case "submit":
      if (state.kind === "withheld") return write({ event: "intended", intent: state.intent, attempt: state.attempt });
      return state.kind === "rejected" || state.kind === "needs-person"
        ? write({ event: "again", attempt: state.attempt + 1, reason: `${by}: ${reason}` })
        : refused;
    case "retry":
      return isStopped(state) ? order : refused;
    case "kill":
      return state.kind === "submitted" || state.kind === "running" ? order : refused;
    case "withdraw":
      return withdraw(state, seen, write, refused);
    case "adopt":
      return state.kind === "conflict" && seen.request !== undefined
        ? write({ event: "submitted", request: seen.request, evidence: "adopted" })
        : refused;
    case "accept":
      if (state.kind !== "duplicate-suspected") return refused;
      return write({
        event: "seen",
        verdict: verdictOf(state.tasks, state.intent.steps.length, state.intent.accept),
        tasks: state.tasks,
      });
  }
};

const isStopped = ({ kind }: SubmissionState): boolean =>
  kind === "short" || kind === "failed" || kind === "exhausted" || kind === "stalled" || kind === "aborted";

/** SHREK deletes nothing: keep or drop is recorded. What may still appear is killed, so doubt keeps its state. */
const withdraw = (
  state: SubmissionState,
  { by, reason, data }: Person,
  write: (...events: readonly SubmissionEvent[]) => Decision,
  refused: Decision,
): Decision => {
  switch (state.kind) {
    case "intended":
    case "waiting":
    case "blocked":
    case "withheld":
    case "checked":
    case "abandoned":
    case "conflict":
      return write({ event: "withdrawn", data });
    case "checking":
    case "submitting":
    case "in-doubt":
      return write();
    case "submitted":
    case "running":
      return { ...write({ event: "withdrawn", data }), action: { kind: "order", verb: "kill" } };
    case "short":
    case "failed":
    case "exhausted":
    case "stalled":
    case "aborted":
    case "broken":
    case "rejected":
    case "needs-person":
    case "duplicate-suspected":
      return write({ event: "closed", reason: `${by}: ${reason}` });
    case "done":
    case "accepted":
      return write({ event: "retired", data });
    case "none":
    case "skipped":
    case "closed":
    case "retired":
    case "superseded":
    case "withdrawn":
      return refused;
  }
};
