import type { SubmissionState } from "./state.ts";

/** Whether data of it may exist, here or where it was made: what was refused, given up or dropped left none to look for. */
export const holdsData = (state: SubmissionState): boolean => {
  if (state.kind === "skipped") return state.held !== undefined;
  if (state.kind === "retired") return state.data === "keep";
  if (["rejected", "broken", "closed", "withdrawn"].includes(state.kind)) return false;
  return "past" in state && state.past.mayHaveActed;
};

/** Nothing may read what was tried before its merge. */
export const trialUnread = ({ pullRequest }: { readonly pullRequest: number }): string =>
  `is a trial of pull request #${pullRequest}, whose data nothing may read`;

/** Why new productions do not read a version; `undefined`: they may, or its data may still come. */
export const unreadBecause = (state: SubmissionState): string | undefined => {
  if ("intent" in state && state.intent.trial !== undefined) return trialUnread(state.intent.trial);
  if (state.kind === "skipped") return `was never submitted (${state.reason})`;
  if (state.kind === "superseded") return `is superseded ${state.reason}`;
  if (state.kind === "closed") return `was closed (${state.reason})`;
  if (state.kind === "withdrawn") return "was withdrawn";
  return state.kind === "retired" && state.data === "drop" ? "is retired, and its data are dropped" : undefined;
};
