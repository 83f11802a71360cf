import type { SubmissionState } from "./state.ts";

/** Why new productions do not read a version; `undefined`: they may, or its data may still come. */
export const unreadBecause = (state: SubmissionState): string | undefined => {
  if (state.kind === "skipped") return `was never submitted (${state.reason})`;
  if (state.kind === "superseded") return `is superseded ${state.reason}`;
  if (state.kind === "closed") return `was closed (${state.reason})`;
  if (state.kind === "withdrawn") return "was withdrawn";
  return state.kind === "retired" && state.data === "drop" ? "is retired, and its data are dropped" : undefined;
};
