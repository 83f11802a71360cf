import { type Decision, nothing, type Observation, write } from "./observation.ts";
import { livingSteps } from "./orders.ts";
import type { SubmissionState } from "./state.ts";
import { isUnsent } from "./states.ts";
import { withdrawnFrom } from "./withdrawn.ts";

type OfMain = Extract<Observation, { kind: "on-main" | "left-main" | "replaced" | "newer-submitted" }>;

/**
 * What main says today of an intent (SAFETY rule 7). A submission that was not called follows main at once; for one
 * that may run a person is asked, and nothing is killed before the answer; one that has ended well stays.
 */
export const nextByMain = (state: SubmissionState, seen: OfMain): Decision => {
  switch (seen.kind) {
    case "on-main":
      return questionTakenBack(state);
    case "replaced":
      return isUnsent(state) ? write({ event: "superseded", by: seen.by }) : questionTakenBack(state);
    case "newer-submitted":
      return isUnsent(state) || state.kind === "rejected" || (state.kind === "needs-person" && !state.past.mayHaveActed)
        ? write({ event: "superseded", by: seen.by })
        : nothing;
    case "left-main":
      return afterLeaving(state, seen.reason);
  }
};

/** Main went on from it, by the same content or a newer version: what runs is the older version that it always was. */
const questionTakenBack = (state: SubmissionState): Decision =>
  "past" in state && state.past.leftMain !== undefined ? write({ event: "back-on-main" }) : nothing;

const afterLeaving = (state: SubmissionState, reason: string): Decision => {
  if (isUnsent(state)) return write(withdrawnFrom(state, "keep", reason));
  switch (state.kind) {
    case "checking":
    case "submitting":
    case "in-doubt":
    case "submitted":
    case "running":
    case "duplicate-suspected":
      return question(state, reason);
    case "incomplete":
    case "failed":
    case "exhausted":
    case "stalled":
    case "aborted":
    case "broken":
    case "rejected":
      return livingSteps(state).length > 0 || state.past.withdrawal !== undefined
        ? question(state, reason)
        : write({ event: "closed", reason });
    // A conflict is about something at PanDA, and needs-person may hide a call: a person decides about them.
    case "conflict":
    case "needs-person":
    case "none":
    case "done":
    case "completed-partially":
    case "skipped":
    case "closed":
    case "retired":
    case "superseded":
    case "withdrawn":
      return nothing;
  }
};

/** Keep or drop? Who withdrew it has answered. */
const question = ({ past }: Extract<SubmissionState, { readonly past: unknown }>, reason: string): Decision =>
  past.leftMain === undefined && past.withdrawal === undefined ? write({ event: "left-main", reason }) : nothing;
