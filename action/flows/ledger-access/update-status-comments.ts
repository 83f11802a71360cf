import { isTrial, releaseOf } from "../../core/conventions/trial.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { promisedIn } from "../../core/ledger/promised-in.ts";
import { type Questioned, questionsOf } from "../../core/outcomes/questions.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { RefusedAt } from "../../core/pass/refused-on-main.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { compareText } from "../../core/problems/problem.ts";
import { mergedMarkdown } from "../../core/view/plan/merged-markdown.ts";
import { callMarkdown } from "../../core/view/status/call-markdown.ts";
import { callOf } from "../../core/view/status/calls.ts";
import { statusMarkdown } from "../../core/view/status/status-markdown.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import { stepsSince } from "../../core/view/status/steps-since.ts";
import type { Conversation } from "../../ports/conversation.ts";
import type { Ledger } from "../../ports/ledger.ts";

type TalkPorts = {
  readonly ledger: Ledger;
  readonly conversation: Pick<Conversation, "say" | "call" | "merged">;
  /** The repository's address for people, where it is known. */
  readonly page?: string | undefined;
  /** Pull requests that wait since an earlier time: they come first. */
  readonly untold?: readonly number[];
  /** Whether the next of so many may be written to now. */
  readonly mayGo?: (waiting: number) => Promise<boolean>;
};

/** What could not be written, and the pull requests that wait for the next time. */
type CommentsTold = { readonly troubles: readonly string[]; readonly untold: readonly number[] };

/**
 * Shows each pull request the status of its submissions: one comment, edited in place, only if it says something new;
 * and a new comment where its people have to know. A comment that fails is tried again by the next pass and holds
 * nothing up. `refused` are requests that main refuses, and `skipped` those entered without an intent, by the pull
 * request that brought them.
 */
export const talk = async (
  { ledger, conversation, page, untold = [], mayGo = async () => true }: TalkPorts,
  statuses: readonly SubmissionStatus[],
  refused: ReadonlyMap<number, readonly RefusedAt[]> = new Map(),
  skipped: ReadonlyMap<number, readonly TrackedSubmission[]> = new Map(),
): Promise<CommentsTold> => {
  const troubles: string[] = [];
  const failed: number[] = [];
  const head = await ledger.head();
  const followed = pullRequestsOf(statuses);
  // What was entered without a promise is known to this pass alone.
  const those = new Set([...skipped.keys(), ...untold, ...followed.keys(), ...refused.keys()]);
  const waiting = [...those].filter((number) => followed.has(number) || refused.has(number) || skipped.has(number));
  for (const [at, pullRequest] of waiting.entries()) {
    if (!(await mayGo(waiting.length - at))) return { troubles, untold: [...failed, ...waiting.slice(at)] };
    const said = await orFailure(async () => {
      const brought = [...(followed.get(pullRequest) ?? []), ...(skipped.get(pullRequest) ?? [])];
      const refusedHere = refused.get(pullRequest) ?? [];
      const commits = [...brought, ...refusedHere].map(({ commit }) => commit);
      const keys = await everyKey(ledger, head, brought, commits);
      const tried = await triedIn(ledger, head, pullRequest, keys);
      const events = await ledger.read(head, [...new Set([...keys, ...tried])].toSorted(compareText));
      const own = [...events].map(([key, lines]) =>
        lines.length > 0 ? { key, ...questionsOf(lines), stepsSince: stepsSince(lines) } : left(key),
      );
      await conversation.say(pullRequest, "status", statusMarkdown(own, { refused: refusedHere, page }));
      const merged = brought.filter(({ key }) => !tried.includes(key)).map(({ commit }) => commit);
      // Of trials alone nothing was merged yet.
      if (merged.length > 0 || brought.length === 0)
        await conversation.merged(pullRequest, mergedMarkdown(merged).markdown);
      const call = callOf(own);
      if (call !== undefined) await conversation.call(pullRequest, call.id, callMarkdown(call, page));
    });
    if (!(said instanceof Failure)) continue;
    failed.push(pullRequest);
    troubles.push(`pull request ${pullRequest}: ${describeError(said)}`);
  }
  return { troubles, untold: failed };
};

/** What was brought and has no event: a run that main held between two passes. */
const left = (key: SubmissionKey): SubmissionStatus & Questioned => ({
  key,
  state: {
    kind: "skipped",
    reason: "it was taken out of its list before it was submitted; appended again, it is submitted",
    held: undefined,
  },
  times: 0,
  since: undefined,
});

/** A submission that the last pass followed, the commit that brought it, and the pull request where that is known. */
export type TrackedSubmission = {
  readonly key: SubmissionKey;
  readonly commit: string;
  readonly pullRequest?: number | null;
};

const pullRequestsOf = (statuses: readonly SubmissionStatus[]): ReadonlyMap<number, readonly TrackedSubmission[]> => {
  const followed = new Map<number, TrackedSubmission[]>();
  for (const { key, state } of statuses) {
    if (!("intent" in state) || state.intent.pullRequest === null) continue;
    const { pullRequest, commit } = state.intent;
    followed.set(pullRequest, [...(followed.get(pullRequest) ?? []), { key, commit }]);
  }
  return followed;
};

/** Trials of these versions, of whatever commit of the pull request they were. */
const triedIn = async (
  ledger: Ledger,
  head: LedgerHead,
  pullRequest: number,
  keys: readonly SubmissionKey[],
): Promise<readonly SubmissionKey[]> => {
  const named = keys.map((key) => partsOfKey(key));
  const versions = new Set(named.map(({ tag, version }) => `${tag} ${releaseOf(version)}`));
  const all = await ledger.submissions(head, ...new Set(named.map(({ tag }) => tag)));
  const trials = all.filter((key) => {
    const { tag, version } = partsOfKey(key);
    return isTrial(version) && versions.has(`${tag} ${releaseOf(version)}`);
  });
  if (trials.length === 0) return [];
  const read = await ledger.read(head, trials);
  return trials.filter((key) => promisedIn(read.get(key) ?? [])?.trial?.pullRequest === pullRequest);
};

/** Also what came with the same commits and has ended, or was skipped, since. */
const everyKey = async (
  ledger: Ledger,
  head: LedgerHead,
  followed: readonly TrackedSubmission[],
  commits: readonly string[],
): Promise<readonly SubmissionKey[]> => {
  const brought = await Promise.all([...new Set(commits)].map((commit) => ledger.broughtBy(head, commit)));
  return [...new Set([...followed.map(({ key }) => key), ...brought.flat()])].toSorted(compareText);
};
