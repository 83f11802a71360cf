import type { RefusedAt } from "../../core/pass/refused-on-main.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { callMarkdown } from "../../core/view/status/call-markdown.ts";
import { partsOfCall } from "../../core/view/status/calls.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Conversation } from "../../ports/conversation.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { sampleMates } from "./samples-of.ts";
import { pullRequestsOf, type StatusPlace, type TrackedSubmission, wordsOnPull } from "./words-on-pull.ts";

type CommentPorts = StatusPlace & {
  readonly ledger: Ledger;
  readonly conversation: Pick<Conversation, "say" | "call" | "merged">;
  /** Pull requests that wait since an earlier time: they come first. */
  readonly unreported?: readonly number[];
  /** Whether the next of so many may be written to now. */
  readonly mayGo?: (waiting: number) => Promise<boolean>;
};

/** What could not be written, and the pull requests that wait for the next time. */
type UpdatedComments = { readonly troubles: readonly string[]; readonly unreported: readonly number[] };

/**
 * Shows each pull request the status of its submissions: one comment, edited in place, only if it says something new;
 * and a new comment where its people have to know. A comment that fails is tried again by the next pass and holds
 * nothing up. `refused` are requests that main refuses, and `skipped` those entered without an intent, by the pull
 * request that brought them.
 */
export const updateStatusComments = async (
  { ledger, conversation, page, hasApp, unreported = [], mayGo = async () => true }: CommentPorts,
  statuses: readonly SubmissionStatus[],
  refused: ReadonlyMap<number, readonly RefusedAt[]> = new Map(),
  skipped: ReadonlyMap<number, readonly TrackedSubmission[]> = new Map(),
): Promise<UpdatedComments> => {
  const troubles: string[] = [];
  const failed: number[] = [];
  const head = await ledger.head();
  const followed = pullRequestsOf([...statuses, ...(await sampleMates(ledger, head, statuses))]);
  // What was entered without an intent is known to this pass alone.
  const those = new Set([...skipped.keys(), ...unreported, ...followed.keys(), ...refused.keys()]);
  const waiting = [...those].filter((number) => followed.has(number) || refused.has(number) || skipped.has(number));
  for (const [at, pullRequest] of waiting.entries()) {
    if (!(await mayGo(waiting.length - at))) return { troubles, unreported: [...failed, ...waiting.slice(at)] };
    const said = await orFailure(async () => {
      const brought = [...(followed.get(pullRequest) ?? []), ...(skipped.get(pullRequest) ?? [])];
      const subject = { pullRequest, brought, refused: refused.get(pullRequest) ?? [] };
      const { status, merged, call } = await wordsOnPull(ledger, head, subject, { page, hasApp });
      await conversation.say(pullRequest, "status", status);
      if (merged !== undefined) await conversation.merged(pullRequest, merged);
      if (call !== undefined) {
        const ids = call.parts.map(({ id }) => id);
        await conversation.call(pullRequest, ids, (some) => callMarkdown(partsOfCall(call, some), page));
      }
    });
    if (!(said instanceof Failure)) continue;
    failed.push(pullRequest);
    troubles.push(`pull request ${pullRequest}: ${describeError(said)}`);
  }
  return { troubles, unreported: failed };
};
