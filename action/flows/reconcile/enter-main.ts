import { keyOf } from "../../core/ledger/event.ts";
import { releasesIn } from "../../core/pass/approval/clearance.ts";
import { costs, plus } from "../../core/pass/cost.ts";
import { type KeyedEvent, namesIn, type View } from "../../core/pass/view.ts";
import { Failure, orFailure, RepositoryOutage } from "../../core/problems/failure.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import { splitByRun } from "../../core/validate/split-runs.ts";
import { broughtPage } from "../../core/view/ledger/pages.ts";
import type { RefusedOnMain } from "../../core/view/status/refused-on-main.ts";
import { contentsAfter } from "../ledger-access/contents.ts";
import { decideAndWrite, loadView, type Writing } from "../ledger-access/ledger-view.ts";
import type { TrackedSubmission } from "../ledger-access/update-status-comments.ts";
import { enterAll, type NewSubmission } from "./enter.ts";
import { followMain } from "./follow-main.ts";
import { type MainHead, type ValidatedHead, validateHead } from "./judge-head.ts";
import { standingNow } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { passedBy } from "./passed-by.ts";
import { refusedIn } from "./refused.ts";

export type Entered = Writing & {
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedOnMain[];
  /** What gets an entry and is not submitted. */
  readonly skipped: readonly TrackedSubmission[];
  /** The last processed commit, from which main does not descend any more: nothing is submitted until a person accepts it. */
  readonly rewritten: string | undefined;
};

/** Reads main since the cursor: every version that entered gets an entry, and the cursor moves in the same commit. `begun` is the ledger as the pass found it. */
export const enterMain = async (
  pass: Pass,
  mainHead: string,
): Promise<{ readonly begun: View; readonly view: View; readonly entered: Entered }> => {
  let begun: View | undefined;
  const written = await orFailure(() =>
    decideAndWrite(pass.ports, [], (at) => {
      begun ??= at;
      return decideEntries(pass, at, mainHead);
    }),
  );
  if (!(written instanceof Failure))
    return { begun: begun ?? written.view, view: written.view, entered: written.decided };
  if (!(written instanceof RepositoryOutage)) throw written;
  // What runs is followed all the same; a ledger that is away ends the pass here.
  const view = await loadView(pass.ports.ledger);
  pass.budget.postponed.set("merge", `What was merged waits: ${written.message}`);
  return { begun: begun ?? view, view, entered: { ...nothing, refused: refusedBefore(view) } };
};

const nothing: Entered = { events: [], why: "", problems: [], refused: [], skipped: [], rewritten: undefined };

/** What would be entered, without writing it. */
export const decideEntries = async (pass: Pass, view: View, mainHead: string): Promise<Entered> => {
  const commits = await newCommits(pass, view, mainHead);
  if (commits === "rewritten") return { ...nothing, rewritten: view.head.cursor ?? view.head.accepted };

  const payable = await payableMerges(pass, { commit: mainHead, commits });
  if (payable === undefined) return { ...nothing, refused: refusedBefore(view) };
  const main = await validateHead(pass, view, payable);
  const { judged } = main;
  const releases = releasesIn(standingNow(pass, view.head));
  if (main.commits.length === 0 && judged.length === 0 && view.head.releases === releases) return nothing;
  const known = new Set(await pass.ports.ledger.submissions(view.head));
  const fresh = judged.flatMap(({ accepted }) =>
    accepted === undefined ? [] : splitByRun(accepted).filter(({ production }) => !known.has(keyOf(production))),
  );
  const entries = [...(await enterAll(pass, view, main.commit, fresh)), ...(await passedBy(pass, main, known))];
  const followed = await followMain(pass, view, main);
  const events: readonly KeyedEvent[] = [
    ...followed.events,
    ...entries.flatMap(({ key, events: ofKey }) => ofKey.map((event) => [key, event] as const)),
  ];
  // A commit that could not be asked about everything it may concern is read again by the next pass.
  const read = followed.isComplete ? cursorAt(pass, view, main) : {};
  return {
    events,
    ...read,
    pages: [
      ...(await broughtPages(pass, view, entries)),
      ...(await contentsAfter({ ledger: pass.ports.ledger, head: view.head }, events)),
    ],
    problems: judged.flatMap(({ problems }) => problems),
    refused: refusedIn(judged),
    skipped: entries.filter(({ events: [first] }) => first === undefined || first.event === "skipped"),
    rewritten: undefined,
    why: whyOf(events, entries),
  };
};

/**
 * The first merges, as many as this pass can ask about, as if main still stood there: the cursor stays behind the last of
 * them, and the next pass goes on. `undefined`: none can be paid.
 */
const payableMerges = async ({ budget }: Pass, main: MainHead): Promise<MainHead | undefined> => {
  if (main.commits.length === 0) return main;
  const works = main.commits.map(() => ({ kind: "enter", cost: costs.readMerge, lastDone: undefined }) as const);
  const { length } = await budget.take(works, "merge", plus(costs.report, costs.comment));
  const commits = main.commits.slice(0, length);
  const last = commits.at(-1);
  return last === undefined ? undefined : { commit: last, commits };
};

/** Which requests are refused stands on the ledger; why, nobody asked. */
const refusedBefore = ({ head }: View): readonly RefusedOnMain[] =>
  head.refused.map((folder) => ({ folder, problems: [] }));

/** A main that was accepted is read from the beginning; what was merged on top of it meanwhile, by its history. */
const newCommits = async (
  { ports: { main } }: Pass,
  { head: { cursor, accepted } }: View,
  mainHead: string,
): Promise<readonly string[] | "rewritten"> => {
  const from = cursor ?? accepted;
  if (from === undefined) return [mainHead];
  const since = await main.since(from, mainHead);
  return since === "rewritten" || cursor !== undefined ? since : [from, ...since];
};

const whyOf = (events: readonly KeyedEvent[], entries: readonly NewSubmission[]): string => {
  if (events.length === 0) return "Read main";
  return entries.length === 0 ? `Main has changed: ${namesIn(events)}` : `Enter ${namesIn(events)}`;
};

const cursorAt = (pass: Pass, { head }: View, { commit, judged }: ValidatedHead): Pick<Writing, "main"> => {
  const refused = refusedIn(judged).map(({ folder }) => folder);
  const releases = releasesIn(standingNow(pass, head));
  if (head.cursor === commit && refused.join() === head.refused.join() && head.releases === releases) return {};
  return { main: { event: "main-read", commit, refused, releases } };
};

/** For the comments on pull requests. A commit may bring one now, and another once its request is no longer refused. */
const broughtPages = async (
  { ports: { ledger } }: Pass,
  { head }: View,
  entries: readonly NewSubmission[],
): Promise<readonly SourceFile[]> =>
  Promise.all(
    [...Map.groupBy(entries, ({ commit }) => commit)].map(async ([commit, brought]) =>
      broughtPage(commit, [...(await ledger.broughtBy(head, commit)), ...brought.map(({ key }) => key)]),
    ),
  );
