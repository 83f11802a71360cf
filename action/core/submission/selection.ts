import type { Target } from "../command/parse-command.ts";
import type { Intent } from "../ledger/event.ts";
import { Failure } from "../problems/failure.ts";
import { stringsIn } from "../production/sited-steps.ts";
import { mapping } from "../text/canonical-json.ts";
import { fitsTag } from "../text/fits-tag.ts";
import type { StateKind, SubmissionState } from "./state.ts";
import { isLive, stateTable } from "./states.ts";

/** Which of the live submissions a command is for; what is not named does not choose. */
export type Selection = {
  readonly site?: string;
  readonly states?: readonly StateKind[];
  /** A tag; `*` matches any letters. */
  readonly tags?: string;
  /** Eight hex digits of `causeId`: those that ask a person for this cause. */
  readonly cause?: string;
};

export const isSelected = (state: SubmissionState, { site, states, tags }: Selection): boolean =>
  isLive(state) &&
  "intent" in state &&
  (tags === undefined || fitsTag(state.intent.tag, tags)) &&
  (states === undefined || states.includes(state.kind)) &&
  (site === undefined || sitesOf(state).includes(site));

/** Sites that the request names, and those that a person has moved it to. */
const sitesOf = (state: Extract<SubmissionState, { readonly intent: Intent }>): readonly string[] => {
  const request = mapping(state.intent.content.request);
  const steps = Object.values(mapping(request.steps ?? {}));
  const named = [request.defaults, ...steps].flatMap((part) => stringsIn(mapping(part ?? {}).sites));
  const moved = state.past.adjustments.flatMap(({ site }) => site ?? []);
  return moved.length > 0 ? [moved.at(-1) ?? ""] : named;
};

/** A command on a production with several submissions must say which: nobody should stop a hundred runs by leaving a word out. */
export const meansRun = ({ run: meant }: Pick<Target, "run">, run: number | undefined): boolean =>
  meant === "all" || meant === run;

/** From the fields of a form, empty where nothing was written; no field at all selects nothing. Throws Failure. */
export const readSelection = (fields: {
  readonly site: string;
  readonly states: string;
  readonly tags: string;
  readonly cause: string;
}): Selection | undefined => {
  const { site, tags, cause } = fields;
  const states = fields.states.split(/[\s,]+/).filter((word) => word !== "");
  const unknown = states.find((word) => !Object.hasOwn(stateTable, word));
  if (unknown !== undefined)
    throw new Failure(`"${unknown}" is not a state of a submission.`, {
      wayOut: `Write some of ${Object.keys(stateTable).join(", ")}, with commas between.`,
    });
  if (cause !== "" && !/^[0-9a-f]{8}$/.test(cause))
    throw new Failure(`"${cause}" is no cause.`, {
      wayOut: "Copy the eight letters and digits from the overview or from the status comment.",
    });
  if (site === "" && tags === "" && cause === "" && states.length === 0) return undefined;
  return {
    ...(site === "" ? {} : { site }),
    ...(tags === "" ? {} : { tags }),
    ...(cause === "" ? {} : { cause }),
    ...(states.length === 0 ? {} : { states: states as readonly StateKind[] }),
  };
};
