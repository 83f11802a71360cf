import type { Problem } from "../../core/problems/problem.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import { broughtPage } from "../../core/view/pages.ts";
import type { RefusedOnMain } from "../../core/view/status-markdown.ts";
import { decideAndWrite, namesIn, type View, type Writing } from "../gather/ledger-view.ts";
import { makeIndex } from "../gather/make-index.ts";
import { enterAll, keyOf, type NewSubmission } from "./enter.ts";
import { type HeadJudged, judgeHead } from "./judge-head.ts";
import type { Pass } from "./pass.ts";
import { passedBy } from "./passed-by.ts";
import { refusedIn } from "./refused.ts";

export type Entered = Writing & {
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedOnMain[];
  /** main was force-pushed: the last processed commit is gone. Nothing is submitted; restore the old history of main. */
  readonly rewritten: boolean;
};

/** Reads main since the cursor: every version that entered gets an entry, and the cursor moves in the same commit. `begun` is the ledger as the pass found it. */
export const enterMain = async (
  pass: Pass,
  mainHead: string,
): Promise<{ readonly begun: View; readonly view: View; readonly entered: Entered }> => {
  let begun: View | undefined;
  const { view, decided } = await decideAndWrite(pass.ports, [], (at) => {
    begun ??= at;
    return decideEntries(pass, at, mainHead);
  });
  return { begun: begun ?? view, view, entered: decided };
};

/** What would be entered, without writing it. */
export const decideEntries = async (pass: Pass, view: View, mainHead: string): Promise<Entered> => {
  const nothing: Entered = { events: [], why: "", problems: [], refused: [], rewritten: false };
  const { cursor } = view.head;
  const commits = cursor === undefined ? [mainHead] : await pass.ports.main.since(cursor, mainHead);
  if (commits === "rewritten") return { ...nothing, rewritten: true };

  const main = await judgeHead(pass, view, { commit: mainHead, commits });
  const { judged } = main;
  if (commits.length === 0 && judged.length === 0) return nothing;
  const known = new Set(await pass.ports.ledger.submissions(view.head));
  const fresh = judged.flatMap(({ accepted }) =>
    accepted === undefined || known.has(keyOf(accepted.production)) ? [] : [accepted],
  );
  const entries = [...(await enterAll(pass, view, mainHead, fresh)), ...(await passedBy(pass, main, known))];
  const events = entries.flatMap(({ key, events: ofKey }) => ofKey.map((event) => [key, event] as const));
  const read = await cursorAt(pass, view, main);
  return {
    events,
    ...read,
    pages: [...(read.pages ?? []), ...(await broughtPages(pass, view, entries))],
    problems: judged.flatMap(({ problems }) => problems),
    refused: refusedIn(judged),
    rewritten: false,
    why: events.length === 0 ? "Read main" : `Enter ${namesIn(events)}`,
  };
};

/** Where the cursor stands, the index stands. */
const cursorAt = async (
  { ports }: Pass,
  { head }: View,
  { commit, judged, index }: HeadJudged,
): Promise<Pick<Writing, "main" | "pages">> => {
  const refused = refusedIn(judged).map(({ folder }) => folder);
  if (head.cursor === commit && refused.join() === head.refused.join()) return {};
  const made = await makeIndex(ports.main.at(commit), index);
  const pages: readonly SourceFile[] = made === undefined ? [] : [made];
  return { main: { commit, refused }, pages };
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
