import type { SubmissionEvent } from "../ledger/event.ts";
import type { Checked, Submitted } from "./panda-answer.ts";
import { dated } from "./state.ts";

/** The owner says it: its time was over, or the ledger had given its right away. */
export const noCall: SubmissionEvent = {
  event: "not-sent",
  reason: "it came too late for the call, which was not made",
};

export const eventOfCheck = (answer: Checked): SubmissionEvent => {
  switch (answer.kind) {
    case "accepted":
      return { event: "checked", names: answer.names, sandbox: answer.sandbox };
    case "rejected":
      return { event: "rejected", reason: answer.message };
    case "unanswered":
      // Nothing was sent: not now. It costs no attempt and leaves no doubt (SAFETY S13).
      return answer.arrived === "no"
        ? { event: "not-sent", reason: answer.message }
        : { event: "in-doubt", arrived: answer.arrived, reason: answer.message };
  }
};

export const eventOfCall = (answer: Submitted): SubmissionEvent => {
  switch (answer.kind) {
    case "accepted":
      return { event: "submitted", request: answer.request, evidence: "answer", ...dated(answer) };
    case "refused":
      return { event: "rejected", reason: answer.message };
    case "unanswered":
      return { event: "in-doubt", arrived: answer.arrived, reason: answer.message };
  }
};
