import type { Intent, SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { identityFault } from "../../core/ledger/make-intent.ts";
import type { MayCall } from "../../core/pass/authorization/authorization.ts";
import type { Authorize } from "../../core/pass/authorization/authorize.ts";
import { type Rechecked, recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { intendToday } from "../../core/pass/planning/intend-today.ts";
import { namesIn, type View } from "../../core/pass/view.ts";
import { describeError, Failure, orFailure, RepositoryRefusal } from "../../core/problems/failure.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { makeSubmissionRequest, type SubmissionRequest } from "../../core/submission/submission-request.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import type { Pass } from "./pass.ts";
import { ensureTag } from "./tags.ts";

/** Its tag is made, and what PanDA gets is what was intended: then, for that attempt. */
export type Ready = {
  readonly key: SubmissionKey;
  readonly submissionRequest: SubmissionRequest;
  readonly intent: Intent;
  readonly attempt: number;
};

type SendableState = Extract<SubmissionState, { kind: "intended" | "checked" }>;

/** A parcel has the names of one attempt and the archive of one intent; another process may have written others since. */
export const failUnlessIntended = (ready: Ready, state: Pick<SendableState, "intent" | "attempt">): void => {
  if (ready.attempt !== state.attempt || identityFault(ready.intent, state.intent) !== undefined)
    throw new Failure("Another process changed what was intended.", { wayOut: "The next pass goes on." });
};

/** Renders what main holds of the intent, if people approved it, and makes its tag. An intent that cannot be kept as it stands is made anew, or given to a person. */
export const makeReady = async (
  pass: Pass,
  from: View,
  keys: readonly SubmissionKey[],
  authorize: Authorize,
): Promise<{ readonly view: View; readonly ready: readonly Ready[] }> => {
  const { view, decided } = await decideAndWrite(
    pass.ports,
    keys,
    async (at) => {
      const intended = keys.flatMap((key) => {
        const state = at.states.get(key);
        if (state?.kind !== "intended" && state?.kind !== "checked") return [];
        return state.intent.needs.some(isUnbound) ? [] : [{ key, state }];
      });
      const rechecking = { ...pass, authorize };
      const rechecked = await pass.each(intended, async ({ key, state }) => ({
        key,
        state,
        rechecked: await recheckBeforeCall(rechecking, key, state),
      }));
      const outcomes = await pass.each(rechecked, async (one) => ({
        ...one,
        outcome: await readyOrWhy(pass, at, one),
      }));
      const events = outcomes.flatMap(({ key, outcome }) =>
        "events" in outcome ? outcome.events.map((event) => [key, event] as const) : [],
      );
      const ready = outcomes.flatMap(({ key, state, outcome }) =>
        "archive" in outcome ? [readyOf(at, key, state, outcome.archive)] : [],
      );
      return { events, ready, why: `Intend anew ${namesIn(events)}` };
    },
    from,
  );
  return { view, ready: decided.ready };
};

/** What PanDA would get of an intent, of which the archive is kept for its wave. */
export const intendNow = (
  { setting, packed, reads }: Pick<Pass, "setting" | "packed" | "reads">,
  { head: ledgerHead }: View,
  intent: Intent,
  authorized: MayCall,
): ReturnType<typeof intendToday> => {
  const from = { ...reads, ledgerHead, mainHead: authorized.head, setting, notes: packed };
  return intendToday({ ...from, kept: (one) => packed.of(one) }, intent, authorized);
};

const readyOf = (
  { head: { repository } }: View,
  key: SubmissionKey,
  { intent, attempt }: SendableState,
  archive: Uint8Array,
): Ready => ({ key, submissionRequest: makeSubmissionRequest(intent, repository, attempt, archive), intent, attempt });

const readyOrWhy = async (
  pass: Pass,
  view: View,
  { state, rechecked }: { readonly state: SendableState; readonly rechecked: Rechecked },
): Promise<{ readonly archive: Uint8Array } | { readonly events: readonly SubmissionEvent[] }> => {
  const { intent, attempt } = state;
  const { authorized, events } = rechecked;
  if (authorized === undefined) return { events };
  const today = await intendNow(pass, view, intent, authorized);
  const decided = (seen: Observation) => ({ events: next(state, seen, pass.context).events });
  if (today.seen !== undefined) return decided(today.seen);
  const tagFault = await orFailure(() => ensureTag(pass, { ...intent, commit: authorized.commit }));
  if (tagFault === undefined) return { archive: today.packed.archive };
  if (!(tagFault instanceof Failure)) return decided({ kind: "tag-conflict", reason: tagFault });
  // Only a person can change what a remote allows: the next pass would be refused too.
  if (tagFault instanceof RepositoryRefusal && attempt === 1)
    return decided({ kind: "tag-refused", reason: `${describeError(tagFault)} Then \`/shrek submit\` goes on.` });
  throw tagFault;
};
