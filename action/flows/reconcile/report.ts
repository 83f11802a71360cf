import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isAskDue } from "../../core/outcomes/asked-owners.ts";
import { type DriftLooked, isDriftDue } from "../../core/outcomes/drift-looked.ts";
import { costs } from "../../core/pass/cost.ts";
import { reportSeconds } from "../../core/pass/left.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { trialRefusedMarkdown } from "../../core/view/status/command-markdown.ts";
import { hasNew, waitText } from "../../core/view/status/for-people.ts";
import { type Memory, maxUnreported, memoryIn } from "../../core/view/status/overview-memory.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Allowance } from "../../ports/allowance.ts";
import type { Conversation } from "../../ports/conversation.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { LedgerChanges } from "../../ports/ledger-changes.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { News } from "../../ports/news.ts";
import type { OwnersAsked } from "../../ports/owners-asked.ts";
import type { People } from "../../ports/people.ts";
import { readableState } from "../ledger-access/history.ts";
import { namesApp } from "../ledger-access/remakes-of.ts";
import { updateStatusComments } from "../ledger-access/update-status-comments.ts";
import { askOwners } from "./ask-owners.ts";
import { type Budget, openBudget } from "./budget.ts";
import { keepOverview, type OverviewPorts } from "./keep-overview.ts";
import { type DriftPorts, lookForDrift } from "./look-for-drift.ts";
import type { ReconcilePorts } from "./ports.ts";
import { forPeople, type Reconciled } from "./reconcile.ts";
import { refusedByPull } from "./refused.ts";
import { type NewsSent, sendNews } from "./send-news.ts";
import { skippedByPull } from "./skipped.ts";

type ReportPorts = OverviewPorts & {
  readonly conversation: Pick<Conversation, "say" | "call" | "merged">;
  readonly changes: LedgerChanges;
  readonly main: MainBranch;
  readonly people: People | undefined;
  readonly allowance?: Allowance;
  /** Where owners of data are asked; `undefined`: not now. */
  readonly owners?: OwnersAsked | undefined;
  readonly catalogue?: ReconcilePorts["catalogue"];
  /** Where news are sent; `undefined`: not now. */
  readonly news?: News | undefined;
  /** Where drift is looked for; `undefined`: not now. */
  readonly drift?: DriftPorts | undefined;
};

export type Reported = {
  /** Comments and pages that could not be written; the next pass tries again. */
  readonly troubles: readonly string[];
  /** What was left to the next pass, and why. */
  readonly postponed: readonly string[];
  /** The pass found something for a person that was not there before. */
  readonly isNew: boolean;
  /** How much waits for a person; `undefined`: nothing. */
  readonly waits: string | undefined;
};

/** Tells people what a pass found: pull requests, then the overview. */
export const report = async (given: ReportPorts, page: string, done: Reconciled): Promise<Reported> => {
  const ports = { hasApp: () => namesApp(given.main), ...given };
  const troubles: string[] = [];
  const noting = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    const result = await orFailure(work);
    if (!(result instanceof Failure)) return result;
    troubles.push(describeError(result));
    return undefined;
  };
  const budget = openBudget(ports.clock, ports.allowance, reportSeconds);
  const refused = await noting(async () => {
    const works = done.refused.map(
      (one) => ({ ...one, kind: "tell", cost: costs.findPull, lastDone: undefined }) as const,
    );
    return refusedByPull(ports, await budget.take(works, "refused request", costs.report));
  });
  const skipped = await noting(() => skippedByPull(ports, done.skipped));
  // What it remembers, and this pass could not read, is not written over.
  const isPaid =
    (await budget.take([{ kind: "tell", cost: costs.overview, lastDone: undefined }], "overview")).length > 0;
  const read = isPaid ? await noting(async () => ({ text: await ports.overview.current() })) : undefined;
  const isPinned = read !== undefined;
  const before = memoryIn(read?.text);
  const comments = await noting(() => tellPulls({ ...ports, page, budget }, done, before, { refused, skipped }));
  troubles.push(...(comments?.troubles ?? []));
  for (const refusal of done.trialsRefused) await noting(() => tellTrialRefused(ports, refusal));
  const asked = isPinned ? ((await noting(() => askedIn(ports, page, before, budget))) ?? before.asked) : undefined;
  const news = isPinned ? await noting(() => newsSent(ports, page, before, budget)) : undefined;
  troubles.push(...(news?.troubles ?? []));
  const drift = isPinned ? await noting(() => driftLooked(ports, before, done, budget)) : undefined;
  const postponed = [...done.postponed, ...budget.postponed.values(), ...(news?.overdue ?? [])];
  if (isPinned)
    await noting(() =>
      keepOverview(ports, page, before, {
        ...{ kind: "done", done: { ...done, postponed }, ...(comments?.memory ?? before) },
        ...{ asked, news: news?.memory ?? before.news, drift: drift ?? before.drift },
      }),
    );
  const now = forPeople(done);
  return {
    troubles,
    postponed,
    isNew: hasNew({ ...done.begun, rewritten: before.rewritten === true }, now),
    waits: waitText(now),
  };
};

const tellTrialRefused = (
  { conversation }: Pick<ReportPorts, "conversation">,
  { pullRequest, confirms, by, head, reason }: Reconciled["trialsRefused"][number],
): Promise<boolean> =>
  conversation.call(pullRequest, [`trial-${confirms}`], () => trialRefusedMarkdown(by, head, reason).markdown);

/** What cannot be remembered is not sent. */
const newsSent = async (
  { news, ...ports }: ReportPorts,
  page: string,
  before: Memory,
  budget: Budget,
): Promise<NewsSent | undefined> => {
  if (news === undefined) return undefined;
  const work = { kind: "tell", cost: costs.news, lastDone: undefined } as const;
  const isPaid = (await budget.take([work], "message to channels", costs.report)).length > 0;
  return isPaid ? sendNews({ ...ports, news }, page, before.news ?? {}) : undefined;
};

/** A list of PanDA that fails is a trouble, and a later pass looks. */
const driftLooked = async (
  { drift, ...ports }: ReportPorts,
  before: Memory,
  { moved }: Pick<Reconciled, "moved">,
  budget: Budget,
): Promise<DriftLooked | undefined> => {
  if (drift === undefined || !isDriftDue(before.drift, ports.clock.now())) return undefined;
  const work = { kind: "tell", cost: costs.overview, lastDone: undefined } as const;
  const isPaid = (await budget.take([work], "look for drift", costs.report)).length > 0;
  return isPaid ? lookForDrift(ports, drift, moved) : undefined;
};

/** The month, or the day, for which nobody has to be asked any more. */
const askedIn = async (
  { owners, catalogue, ...ports }: ReportPorts,
  page: string,
  { asked }: Memory,
  budget: Budget,
): Promise<string | undefined> => {
  if (owners === undefined || catalogue === undefined || !isAskDue(asked, ports.clock.now())) return asked;
  const work = { kind: "tell", cost: costs.askOwners, lastDone: undefined } as const;
  const isPaid = (await budget.take([work], "question about data", costs.report)).length > 0;
  return isPaid ? askOwners({ ...ports, owners, catalogue }, page) : asked;
};

type Pulls = {
  readonly refused: Parameters<typeof updateStatusComments>[2];
  readonly skipped: Parameters<typeof updateStatusComments>[3];
};

/** As many as GitHub allows, those that were never told first. What was told, and who was not, the overview remembers. */
const tellPulls = async (
  { budget, ...ports }: ReportPorts & { readonly page: string; readonly budget: Budget },
  done: Reconciled,
  before: Memory,
  { refused, skipped }: Pulls,
) => {
  const comment = { kind: "tell", cost: costs.comment, lastDone: undefined } as const;
  const mayGo = async (waiting: number): Promise<boolean> =>
    (
      await budget.take(
        Array.from({ length: waiting }, () => ({ ...comment })),
        "pull request",
        costs.report,
      )
    ).length > 0;
  const head = await ports.ledger.head();
  // Beside what is refused stands what was submitted.
  const also = [...(refused?.keys() ?? []), ...(skipped?.keys() ?? [])];
  const { troubles, unreported } = await updateStatusComments(
    { ...ports, unreported: before.unreported ?? [], mayGo },
    await unsaid(ports, head, done, { ...before, also }),
    refused,
    skipped,
  );
  return {
    troubles,
    // So many are not remembered one by one: all are told again.
    memory: unreported.length > maxUnreported ? { reported: before.reported } : { reported: head.commit, unreported },
  };
};

/**
 * The submissions of pull requests that may not have been told: GitHub is asked for no comment about those that stand
 * as they stood when all had been told but those that are remembered. Where what main refuses has changed, all are.
 */
const unsaid = async (
  { changes, ledger }: ReportPorts,
  head: LedgerHead,
  { submissions, begun, refused }: Reconciled,
  { reported, unreported = [], also }: Memory & { readonly also: readonly number[] },
): Promise<Reconciled["submissions"]> => {
  const now = new Set(refused.map(({ folder }) => folder));
  const isRefusedAlike = now.size === begun.refused.size && [...now].every((folder) => begun.refused.has(folder));
  const moved = reported === undefined ? undefined : await changes.between(reported, head.commit);
  // What ended is followed no more, and the pass that ended it may have told nobody.
  const known = new Set(submissions.map(({ key }) => key));
  const ended = unreported.length === 0 ? [] : head.ended.last.map(([key]) => key);
  const others = [...new Set([...(moved ?? []), ...ended])].filter((key) => !known.has(key));
  const late = (await readStates(ledger, head, others)).filter(
    (one) => moved?.has(one.key) === true || unreported.some((number) => number === pullOf(one)),
  );
  const all = [...submissions, ...late];
  if (moved === undefined || !isRefusedAlike) return all;
  const pulls = new Set([...unreported, ...also, ...all.flatMap((one) => (moved.has(one.key) ? [pullOf(one)] : []))]);
  return all.filter((one) => pulls.has(pullOf(one)));
};

const readStates = async (
  ledger: Pick<Ledger, "read">,
  head: LedgerHead,
  keys: readonly SubmissionKey[],
): Promise<Reconciled["submissions"]> =>
  [...(keys.length === 0 ? [] : await ledger.read(head, keys))].flatMap(([key, lines]) => {
    const state = readableState(lines);
    return state === undefined ? [] : [{ key, state }];
  });

const pullOf = ({ state }: SubmissionStatus): number | null => ("intent" in state ? state.intent.pullRequest : null);

/** PanDA is away: the overview says so, and nobody is called. Gives what could not be written. */
export const reportOutage = async (
  open: () => Promise<OverviewPorts>,
  page: string,
  words: string,
): Promise<readonly string[]> => {
  const kept = await orFailure(async () => {
    const ports = await open();
    await keepOverview(ports, page, memoryIn(await ports.overview.current()), { kind: "outage", words });
  });
  return kept instanceof Failure ? [describeError(kept)] : [];
};
