import { type SubmissionEvent, type SubmissionKey, submissionKey, versionName } from "../../core/ledger/event.ts";
import { Failure } from "../../core/problems/failure.ts";
import { next } from "../../core/submission/next.ts";
import type { Context } from "../../core/submission/observation.ts";
import type { Deriving } from "./derive.ts";
import type { MayCall, OpenIntent } from "./derived.ts";
import type { Pass } from "./pass.ts";

/**
 * What git and GitHub make of something that is about to be called. `authorized`: main holds exactly this, and it is
 * approved. A Failure, which leaves the state as it is, where a refused request stands in its place.
 */
export const stillOnMain = async (
  { context }: Pass,
  deriving: Deriving,
  key: SubmissionKey,
  state: OpenIntent,
): Promise<{ readonly events: readonly SubmissionEvent[]; readonly authorized: MayCall | undefined }> => {
  const { tag, version, run } = state.intent;
  if (submissionKey(tag, version, run) !== key)
    return askPerson(state, context, `the ledger's file of ${versionName(key)} holds a promise of ${tag} ${version}`);
  const seen = await deriving(state);
  if (seen.kind === "may-call") return { events: next(state, { kind: "on-main" }, context).events, authorized: seen };
  if (seen.kind !== "refused") return { events: next(state, seen, context).events, authorized: undefined };
  if (!seen.isNew) throw refusal(seen.unreadable, tag, version);
  return askPerson(state, context, "the request does not pass the current checks any more");
};

const refusal = (unreadable: string | undefined, tag: string, version: string): Failure =>
  new Failure(
    unreadable === undefined
      ? `The request of ${tag} that main holds now is refused, so ${version} is not submitted.`
      : `Nobody can read ${unreadable}/production.yaml on main, which may be the request of ${tag}, so ${version} is not submitted.`,
    { wayOut: "Fix the request on main, or revert the change." },
  );

const askPerson = (state: OpenIntent, context: Context, reason: string) => ({
  events: next(state, { kind: "identity-changed", reason }, context).events,
  authorized: undefined,
});
