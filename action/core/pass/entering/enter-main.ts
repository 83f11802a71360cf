import { isCampaignPath } from "../../conventions/campaign.ts";
import { keyOf, type SubmissionKey } from "../../ledger/event.ts";
import type { MainEvent } from "../../ledger/main-event.ts";
import { Failure, orFailure, RepositoryOutage } from "../../problems/failure.ts";
import { compareText, type Problem } from "../../problems/problem.ts";
import { growthOf } from "../../production/starts.ts";
import { counted } from "../../text/amounts.ts";
import { splitByRun } from "../../validate/split-runs.ts";
import { releasesIn } from "../approval/clearance.ts";
import { costs, plus, type Work } from "../cost.ts";
import { addEvents, type Planned, type Planning, withWords } from "../planned.ts";
import { momentOf } from "../reads.ts";
import type { RefusedOnMain } from "../refused-on-main.ts";
import { type KeyedEvent, type LedgerHead, namesIn } from "../view.ts";
import { heldBetweenPasses } from "./between-passes.ts";
import { enterAll, type NewSubmission } from "./enter.ts";
import { followMain } from "./follow-main.ts";
import { keepAsked } from "./keep-asked.ts";
import { newCommits, type ReadMain, readMain } from "./read-main.ts";

export type Entered = {
  /** What the ledger gets, each with the commit that brought it. */
  readonly entries: readonly NewSubmission[];
  readonly main: readonly MainEvent[];
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedOnMain[];
  /** Folders on main whose datasets grow. */
  readonly growing: readonly string[];
  /** The last processed commit, from which main does not descend any more: nothing is submitted until a person accepts it. */
  readonly rewritten: string | undefined;
  /** Merges wait, and none of them was entered. */
  readonly entersNone: boolean;
};

/** What was entered without an intent. */
export const skippedIn = ({ entries }: Pick<Entered, "entries">): Entered["entries"] =>
  entries.filter(({ events: [first] }) => first === undefined || first.event === "skipped");

const nothing: Omit<Entered, "growing"> = {
  entries: [],
  main: [],
  problems: [],
  refused: [],
  rewritten: undefined,
  entersNone: false,
};

/** Merges wait. Which requests are refused is on the ledger; why, no pass has asked. */
const notRead = ({ ledgerHead }: Planning): Entered => ({
  ...nothing,
  entersNone: true,
  growing: ledgerHead.growing,
  refused: ledgerHead.refused.map((folder) => ({ folder, problems: [] })),
});

type Entering = { readonly planned: Planned; readonly entered: Entered };

/** Every version that entered main since the cursor gets an entry, and the cursor moves in the same commit. */
export async function enterMain(planning: Planning, from: Planned): Promise<Entering> {
  const read = await orFailure(() => enterSince(planning, from));
  if (!(read instanceof Failure)) return read;
  if (!(read instanceof RepositoryOutage)) throw read;
  planning.notes.postpone("merge", `What was merged waits: ${read.message}`);
  return { planned: from, entered: notRead(planning) };
}

async function enterSince(planning: Planning, from: Planned): Promise<Entering> {
  const { ledgerHead, mainHead } = planning;
  const commits = await newCommits(planning, ledgerHead, mainHead);
  if (commits === "rewritten")
    return { planned: from, entered: { ...nothing, growing: [], rewritten: ledgerHead.cursor ?? ledgerHead.accepted } };
  const payable = await payableMerges(planning, commits);
  const last = payable.at(-1);
  if (last === undefined && commits.length > 0) return { planned: from, entered: notRead(planning) };
  const upTo = last ?? mainHead;
  return await enterCommits(momentOf(planning, upTo), from, payable, commits.length - payable.length);
}

/** The first merges, as many as this pass can ask about: the cursor stays behind them, and the next pass goes on. */
async function payableMerges({ payable }: Planning, commits: readonly string[]): Promise<readonly string[]> {
  if (commits.length === 0) return [];
  const works = commits.map((): Work => ({ kind: "enter", cost: costs.readMerge, lastDone: undefined }));
  const kept = plus(costs.report, costs.comment);
  const { length } = await payable(works, "merge", kept);
  return commits.slice(0, length);
}

/** At the last of these commits; where GitHub ends the asking, those before the one that it did not answer. `behind`: so many wait anyway. */
async function enterCommits(
  planning: Planning,
  from: Planned,
  commits: readonly string[],
  behind: number,
): Promise<Entering> {
  const { ledgerHead, mainHead, context } = planning;
  const whole = await readMain(planning, ledgerHead, mainHead, commits);
  const isNothing = commits.length === 0 && whole.validated.length === 0 && whole.refused.length === 0;
  if (isNothing && ledgerHead.releases === releasesIn(planning))
    return { planned: from, entered: { ...nothing, growing: ledgerHead.growing } };
  const known = new Set(await planning.ledger.submissions(ledgerHead));
  const fresh = whole.validated.flatMap(({ valid }) =>
    valid === undefined ? [] : splitByRun(valid).filter(({ production }) => !known.has(keyOf(production))),
  );
  const { entries: entered, unread } = await enterAll(planning, fresh, { known, commits });
  const read =
    unread === undefined ? whole : readBefore(whole, unread.commit, [...known, ...entered.map(({ key }) => key)]);
  if (unread !== undefined) {
    const waiting = commits.length - read.commits.length + behind;
    planning.notes.postpone(
      "merge",
      `${counted(waiting, "merge")} ${waiting === 1 ? "waits" : "wait"}: ${unread.why.message}`,
    );
  }
  const entries = [
    ...entered,
    ...(await heldBetweenPasses(planning, context, { ...whole, commits: read.commits }, known)),
  ];
  const kept = await keepAsked(planning, from, read.validated, known);
  const followed = await followMain(planning, from, commits);
  // A commit that could not be asked about everything it may concern is read again by the next pass.
  const isRead = followed.isComplete && (unread === undefined || read.commits.length > 0);
  const main = isRead ? cursorAt(planning, read) : [];
  const entering = entries.flatMap(({ key, events }) => events.map((event): KeyedEvent => [key, event]));
  const events = [...followed.events, ...kept.events, ...entering];
  const why = entries.length === 0 ? `Main has changed: ${namesIn(events)}` : `Enter ${namesIn(events)}`;
  const withEntries = addEvents(planning, kept.planned, why, events);
  return {
    planned: main.length > 0 && events.length === 0 ? withWords(from, "Read main") : withEntries,
    entered: {
      entries,
      main,
      problems: problemsIn(read),
      refused: read.refused,
      growing: growingAt(ledgerHead, read),
      rewritten: undefined,
      entersNone: unread !== undefined && main.length === 0 && entries.length === 0,
    },
  };
}

/** What is known of main before a commit that could not be read: requests that were not entered count as not read. */
const readBefore = (read: ReadMain, unread: string, entered: readonly SubmissionKey[]): ReadMain => {
  const commits = read.commits.slice(0, Math.max(0, read.commits.indexOf(unread)));
  const known = new Set(entered);
  const isEntered = ({ valid }: ReadMain["validated"][number]): boolean =>
    valid === undefined || splitByRun(valid).every(({ production }) => known.has(keyOf(production)));
  const left = new Set(read.validated.flatMap((one) => (isEntered(one) ? [] : [one.source.folder])));
  const validated = read.validated.filter(({ source }) => !left.has(source.folder));
  const refused = read.refused.filter(({ folder }) => !left.has(folder));
  return { ...read, commit: commits.at(-1) ?? read.commit, commits, validated, refused };
};

const problemsIn = ({ validated, refused }: ReadMain): readonly Problem[] => [
  ...validated.flatMap(({ problems }) => problems),
  ...refused.flatMap(({ folder, problems }) => (isCampaignPath(folder) ? problems : [])),
];

const cursorAt = (planning: Planning, read: ReadMain): readonly MainEvent[] => {
  const { ledgerHead } = planning;
  const { commit } = read;
  const refused = read.refused.map(({ folder }) => folder);
  const growing = growingAt(ledgerHead, read);
  const releases = releasesIn(planning);
  const isSame = refused.join() === ledgerHead.refused.join() && growing.join() === ledgerHead.growing.join();
  if (ledgerHead.cursor === commit && isSame && ledgerHead.releases === releases) return [];
  return [{ event: "main-read", commit, refused, ...(growing.length === 0 ? {} : { growing }), releases }];
};

/** What was not read anew stays as it was known. */
const growingAt = ({ growing }: Pick<LedgerHead, "growing">, { folders, validated }: ReadMain): readonly string[] => {
  const read = new Set(validated.map(({ source }) => source.folder));
  const fresh = validated.flatMap(({ source, valid }) =>
    valid !== undefined && growthOf(valid.production) !== undefined ? [source.folder] : [],
  );
  const kept = growing.filter((folder) => !read.has(folder) && folders.includes(folder));
  return [...new Set([...kept, ...fresh])].toSorted(compareText);
};
