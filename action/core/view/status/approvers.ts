import type { SubmissionState } from "../../submission/state.ts";

/** Logins of those whose approval would release it, where the rules name them. */
export const approversOf = (state: SubmissionState): readonly string[] =>
  state.kind === "held" ? (state.whose ?? []) : [];
