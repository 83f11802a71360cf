import type { CommandAsked } from "../command/parse-command.ts";
import { givenSettings } from "../command/settings.ts";
import { ruleOf } from "../command/verbs.ts";
import type { SubmissionKey } from "../ledger/event.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
import { livingSteps } from "./orders.ts";
import { nextByPerson } from "./person.ts";
import type { SubmissionState } from "./state.ts";
import { stateTable } from "./states.ts";

/** Whether the words themselves may mean several, however many they mean today. */
export const meansSeveral = ({ target }: CommandAsked, selects: boolean): boolean => selects || target.run === "all";

/**
 * Whether a command shows first what it would do: where it may mean several productions, and where work or data are lost.
 * The question that main's revert raised is such a preview already. `selects`: fields of a form say which.
 */
export const needsYes = (asked: CommandAsked, states: readonly SubmissionState[], selects = false): boolean => {
  const { verb, data } = asked;
  if (states.length > 1 || meansSeveral(asked, selects)) return true;
  switch (ruleOf(verb).confirm) {
    case "always":
      return true;
    case "drop":
      return states.some(
        (state) =>
          !("past" in state && state.past.leftMain !== undefined) &&
          (data === "drop" || livingSteps(state).length > 0 || mayKill(state)),
      );
    case "several":
    case "never":
      return false;
  }
};

/** Whether its withdrawal kills what runs, or what a call that acts late makes. */
const mayKill = (state: SubmissionState): boolean => {
  const { events } = nextByPerson(state, { kind: "person", verb: "withdraw", by: "", id: "", reason: "" });
  const last = events.at(-1);
  return last?.event === "person" || (last?.event === "withdrawn" && last.watch === true);
};

/** One command on exactly these productions, with its present effect: if any of it changes, the id differs. */
export const confirmationId = (
  comment: string,
  asked: CommandAsked,
  statuses: readonly { readonly key: SubmissionKey; readonly state: Pick<SubmissionState, "kind"> }[],
): string => {
  const { verb, target } = asked;
  const keys = statuses.map(({ key }) => key);
  const does = statuses.map(({ state }) => stateTable[state.kind].verbs[verb] ?? "");
  const words = JSON.parse(JSON.stringify({ verb, target, ...givenSettings(asked), keys, does })) as Json;
  return `${comment}-${sha256(canonicalJson(words)).slice(0, 8)}`;
};
