import type { CommandAsked } from "../command/parse-command.ts";
import { ruleOf } from "../command/verbs.ts";
import type { SubmissionKey } from "../ledger/event.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
import { livingSteps } from "./orders.ts";
import type { StateKind, SubmissionState } from "./state.ts";
import { waysOut } from "./ways-out.ts";

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
          !("past" in state && state.past.leftMain !== undefined) &&
          (data === "drop" || mayRun.includes(state.kind) || livingSteps(state).length > 0),
      );
    case "several":
    case "never":
      return false;
  }
};

const mayRun: readonly StateKind[] = ["submitting", "in-doubt", "submitted", "running", "duplicate-suspected"];

/**
 * Names one command on exactly these productions, and what it does where they stand: a comment that is edited, means
 * others by now or would do something else, has another.
 */
export const confirmationId = (
  comment: string,
  asked: CommandAsked,
  standing: readonly { readonly key: SubmissionKey; readonly state: Pick<SubmissionState, "kind"> }[],
): string => {
  const { verb, target, data, memory, site, request } = asked;
  const keys = standing.map(({ key }) => key);
  const does = standing.map(({ state }) => waysOut[state.kind].verbs[verb] ?? "");
  const words = JSON.parse(JSON.stringify({ verb, target, data, memory, site, request, keys, does })) as Json;
  return `${comment}-${sha256(canonicalJson(words)).slice(0, 8)}`;
};

/** Whether an id names this command on this one submission, wherever it stood then. A comment is about one. */
export const isConfirmationOf = (id: string, comment: string, asked: CommandAsked, key: SubmissionKey): boolean =>
  (Object.keys(waysOut) as readonly StateKind[]).some(
    (kind) => confirmationId(comment, asked, [{ key, state: { kind } }]) === id,
  );
