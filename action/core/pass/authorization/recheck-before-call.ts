import { type SubmissionEvent, type SubmissionKey, submissionKey, versionName } from "../../ledger/event.ts";
import { Failure } from "../../problems/failure.ts";
import { next } from "../../submission/next.ts";
import type { Context } from "../../submission/observation.ts";
import { observeData } from "../look-up-data.ts";
import type { Reads } from "../reads.ts";
import type { MayCall, OpenIntent } from "./authorization.ts";
import type { Authorize } from "./authorize.ts";

/** `authorized`: main holds exactly this, it is approved, and the data that it reads are there. */
export type Rechecked = { readonly events: readonly SubmissionEvent[]; readonly authorized: MayCall | undefined };

/** `authorize` and `reads` are of the same moment. */
export type Rechecking = { readonly reads: Reads; readonly authorize: Authorize; readonly context: Context };

/** What git and GitHub make of what is about to be called. A Failure where a refused request stands in its place. */
export async function recheckBeforeCall(
  { reads, authorize, context }: Rechecking,
  key: SubmissionKey,
  state: OpenIntent,
): Promise<Rechecked> {
  const { tag, version, run } = state.intent;
  if (submissionKey(tag, version, run) !== key)
    return askPerson(state, context, `the ledger's file of ${versionName(key)} holds an intent of ${tag} ${version}`);
  const seen = await authorize(state);
  if (seen.kind === "may-call") {
    const data = await observeData(reads, seen.production);
    return data === undefined
      ? { events: next(state, { kind: "on-main" }, context).events, authorized: seen }
      : { events: next(state, data, context).events, authorized: undefined };
  }
  if (seen.kind !== "refused") return { events: next(state, seen, context).events, authorized: undefined };
  if (!seen.isNew) throw refusal(seen.unreadable, tag, version);
  return askPerson(state, context, "the request does not pass the current checks any more");
}

const refusal = (unreadable: string | undefined, tag: string, version: string): Failure =>
  new Failure(
    unreadable === undefined
      ? `The request of ${tag} that main holds now is refused, so ${version} is not submitted.`
      : `Nobody can read ${unreadable}/production.yaml on main, which may be the request of ${tag}, so ${version} is not submitted.`,
    { wayOut: "Fix the request on main, or revert the change." },
  );

const askPerson = (state: OpenIntent, context: Context, reason: string): Rechecked => ({
  events: next(state, { kind: "identity-changed", reason }, context).events,
  authorized: undefined,
});
