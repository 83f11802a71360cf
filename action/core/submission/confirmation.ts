import type { CommandAsked } from "../command/parse-command.ts";
import { ruleOf } from "../command/verbs.ts";
import type { SubmissionKey } from "../ledger/event.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
import type { StateKind, SubmissionState } from "./state.ts";

/**
 * Whether a command shows first what it would do: for more than one production, and where work or data are lost. The
 * question that main's revert raised is such a preview already.
 */
export const needsYes = ({ verb, data }: CommandAsked, states: readonly SubmissionState[]): boolean => {
  if (states.length > 1) return true;
  switch (ruleOf(verb).confirm) {
    case "always":
      return true;
    case "drop":
      return states.some(
        (state) =>
          !("past" in state && state.past.leftMain !== undefined) && (data === "drop" || mayRun.includes(state.kind)),
      );
    case "several":
    case "never":
      return false;
  }
};

const mayRun: readonly StateKind[] = ["submitting", "in-doubt", "submitted", "running", "duplicate-suspected"];

/** Names one command on exactly these productions: a comment that is edited, or means others by now, has another. */
export const confirmationId = (comment: string, asked: CommandAsked, keys: readonly SubmissionKey[]): string => {
  const { verb, target, data, memory, site, request } = asked;
  const words = JSON.parse(JSON.stringify({ verb, target, data, memory, site, request, keys })) as Json;
  return `${comment}-${sha256(canonicalJson(words)).slice(0, 8)}`;
};
