import type { SubmissionEvent } from "../ledger/event.ts";

/** Events to write first, and the one thing to do once they are written. */
export type Decision = {
  readonly events: readonly SubmissionEvent[];
  readonly action: { readonly kind: "none" | "check" | "submit" };
  /** Why a person's word does nothing, and what works instead. */
  readonly refusal?: string | undefined;
};

export const nothing: Decision = { events: [], action: { kind: "none" } };
export const write = (...events: readonly SubmissionEvent[]): Decision => ({ events, action: { kind: "none" } });
