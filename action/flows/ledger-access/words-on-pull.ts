import { isTrial, releaseOf } from "../../core/conventions/version-style.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { intentIn } from "../../core/ledger/intent-in.ts";
import { type Questioned, questionsOf } from "../../core/outcomes/news.ts";
import type { RefusedAt } from "../../core/pass/refused-on-main.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { compareText } from "../../core/problems/problem.ts";
import { mergedMarkdown } from "../../core/view/plan/merged-markdown.ts";
import { callOf, type PeopleCall } from "../../core/view/status/calls.ts";
import { statusMarkdown } from "../../core/view/status/status-markdown.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import { stepsSince } from "../../core/view/status/steps-since.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { withRemakes } from "./remakes-of.ts";
import { samplesBehind } from "./samples-of.ts";

/** The ledger as it stands, or as it will be. */
export type LedgerReading = Pick<Ledger, "submissions" | "broughtBy" | "read">;

/** A submission that the last pass followed, the commit that brought it, and the pull request where that is known. */
export type TrackedSubmission = {
  readonly key: SubmissionKey;
  readonly commit: string;
  readonly pullRequest?: number | null;
};

/** What a pull request is about: its submissions as far as they are known, and what of it main refuses. */
export type PullSubject = {
  readonly pullRequest: number;
  readonly brought: readonly TrackedSubmission[];
  readonly refused: readonly RefusedAt[];
};

/** What a pull request is told: its status comment, words over its plan, and whom a new comment calls. */
export type WordsOnPull = {
  readonly status: string;
  /** `undefined`: nothing was merged yet. */
  readonly merged: string | undefined;
  readonly call: PeopleCall | undefined;
};

/** The repository's page, where it is known, and whether a GitHub App may open pull requests. */
export type StatusPlace = {
  readonly page?: string | undefined;
  readonly hasApp?: (() => Promise<boolean>) | undefined;
};

export const wordsOnPull = async (
  ledger: LedgerReading,
  head: LedgerHead,
  { pullRequest, brought, refused }: PullSubject,
  { page, hasApp }: StatusPlace,
): Promise<WordsOnPull> => {
  const commits = [...brought, ...refused].map(({ commit }) => commit);
  const keys = await everyKey(ledger, head, brought, commits);
  const tried = await triedIn(ledger, head, pullRequest, keys);
  const events = await ledger.read(head, [...new Set([...keys, ...tried])].toSorted(compareText));
  const read = [...events].map(([key, lines]) =>
    lines.length > 0 ? { key, ...questionsOf(lines), stepsSince: stepsSince(lines) } : left(key),
  );
  const own = await withRemakes(ledger, head, read, hasApp);
  const merged = brought.filter(({ key }) => !tried.includes(key)).map(({ commit }) => commit);
  // Of trials alone nothing was merged yet.
  const isMerged = merged.length > 0 || brought.length === 0;
  return {
    status: statusMarkdown(own, { refused, page, samples: await samplesBehind(ledger, head, own) }),
    merged: isMerged ? mergedMarkdown(merged).markdown : undefined,
    call: callOf(own),
  };
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
  questions: [],
});

/** Those that the ledger knows a pull request of. */
export const pullRequestsOf = (
  statuses: readonly SubmissionStatus[],
): ReadonlyMap<number, readonly TrackedSubmission[]> => {
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
  ledger: LedgerReading,
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
  return trials.filter((key) => intentIn(read.get(key) ?? [])?.trial?.pullRequest === pullRequest);
};

/** Also what came with the same commits and has ended, or was skipped, since. */
const everyKey = async (
  ledger: LedgerReading,
  head: LedgerHead,
  followed: readonly TrackedSubmission[],
  commits: readonly string[],
): Promise<readonly SubmissionKey[]> => {
  const brought = await Promise.all([...new Set(commits)].map((commit) => ledger.broughtBy(head, commit)));
  return [...new Set([...followed.map(({ key }) => key), ...brought.flat()])].toSorted(compareText);
};
