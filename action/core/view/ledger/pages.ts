import { type SubmissionKey } from "../../ledger/event.ts";
import {
  broughtPath,
  cardPath,
  type EndedList,
  livePath,
  noneEnded,
  pagePath,
  watchedPath,
  writeList,
} from "../../ledger/paths.ts";
import { runNames } from "../../ledger/run-names.ts";
import { cell } from "../../markdown/page-cell.ts";
import { compareText } from "../../problems/problem.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isLive, shownState } from "../../submission/states.ts";
import { type WatchedSubmission, watchedOf } from "../../submission/watch.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { counted } from "../../text/amounts.ts";
import { type SourceFile, textFile } from "../../text/source-file.ts";
import { queuedText, type RunGroup, rolledUp } from "../status/rolled-up.ts";
import { describeState } from "../status/state-text.ts";
import { inNaturalOrder, stateCounts } from "../status/status-text.ts";
import { cardOf } from "./card.ts";
import { productionPage } from "./production-page.ts";
import { endedAfter, endedSection } from "./recently-ended.ts";

/** What the ledger's branch held before: successes that are watched, and what has ended. */
type KeptBefore = { readonly watched?: readonly WatchedSubmission[]; readonly ended?: EndedList };

type States = ReadonlyMap<SubmissionKey, SubmissionState>;

/** What is committed with the events: lists of what is followed, and pages. `touched`: changed by the commit. */
export const pagesOf = (
  live: States,
  touched: States,
  { watched = [], ended = noneEnded }: KeptBefore = {},
): readonly SourceFile[] => {
  const following = followedAfter(live, touched);
  const past = endedAfter(ended, touched);
  return [
    ...followedLists(
      following.map(({ key }) => key),
      watchedAfter(watched, touched),
    ),
    textFile("README.md", `${overview(following)}${endedSection(past.ended)}`),
    ...[...touched].flatMap(([key, state]) => filesOf(key, state)),
    ...past.files,
  ];
};

/** In a wave's two commits this is done for all that wait, thousands of runs perhaps: no other list of them is made. */
const followedAfter = (live: States, touched: States): readonly Active[] => {
  const following: Active[] = [];
  for (const [key, state] of live) if (!touched.has(key) && isLive(state)) following.push({ key, state });
  for (const [key, state] of touched) if (isLive(state)) following.push({ key, state });
  return following.toSorted((a, b) => compareText(a.key, b.key));
};

const filesOf = (key: SubmissionKey, state: SubmissionState): readonly SourceFile[] => {
  const card = cardOf(key, state);
  return [
    textFile(pagePath(key), productionPage(key, state)),
    ...(card === undefined ? [] : [textFile(cardPath(key), `${JSON.stringify(card, null, 1)}\n`)]),
  ];
};

/** What reconcile looks at in each pass. */
export const followedLists = (
  live: readonly SubmissionKey[],
  watched: readonly WatchedSubmission[],
): readonly SourceFile[] => [
  textFile(livePath, writeList(live.toSorted(compareText))),
  textFile(watchedPath, writeList(watched.toSorted((a, b) => compareText(a.key, b.key)))),
];

/** Successes that are watched, after these submissions changed. */
const watchedAfter = (before: readonly WatchedSubmission[], touched: States): readonly WatchedSubmission[] => [
  ...before.filter(({ key }) => !touched.has(key)),
  ...[...touched].flatMap(([key, state]) => watchedOf(key, state) ?? []),
];

/** The submissions that one commit brought to main, those that ended or were skipped too. */
export const broughtPage = (commit: string, keys: readonly SubmissionKey[]): SourceFile =>
  textFile(broughtPath(commit), writeList([...new Set(keys)].toSorted(compareText)));

/** Bytes of rows; GitHub renders no page of more than 512 KiB. */
const largestOverview = 400_000;

/** Those that wait for a person come first, so that a page that is full leaves out none of them before the others. */
const overview = (following: readonly Active[]): string => {
  const head =
    "# Ledger\n\nWritten by shrek from the events under `submissions/`; edit nothing here. Press `t` and write a tag to find it, or ask `shrek status TAG`.\n\n";
  if (following.length === 0) return `${head}There are no active submissions.\n`;
  let room = largestOverview;
  const rows: string[] = [];
  const { apart, groups } = rolledUp(following);
  // Only what stands in a row is put in order: a wave writes this page twice, and thousands of runs are one row.
  const written = [...groupsFirstForPeople(groups).map(groupLine), ...firstForPeople(apart).map(activeRow)];
  for (const row of written) {
    room -= Buffer.byteLength(row) + 1;
    if (room < 0) break;
    rows.push(row);
  }
  const rest = written.length - rows.length;
  const more = rest === 0 ? "" : `\n${rest} more are active: [live.json](${livePath}) names them all.\n`;
  return `${head}| submission | state | |\n|---|---|---|\n${rows.join("\n")}\n${more}`;
};

const firstForPeople = <T extends Active>(all: readonly T[]): readonly T[] => {
  const named = inNaturalOrder(all);
  return [true, false].flatMap((waits) => named.filter(({ state }) => asksPerson(state) === waits));
};

const groupsFirstForPeople = (groups: readonly RunGroup<Active>[]): readonly RunGroup<Active>[] =>
  firstForPeople(
    groups.flatMap((group) => {
      const first = group.runs.find(({ state }) => asksPerson(state)) ?? group.runs[0];
      return first === undefined ? [] : [{ ...first, group }];
    }),
  ).map(({ group }) => group);

type Active = { readonly key: SubmissionKey; readonly state: SubmissionState };
const activeRow = ({ key, state }: Active): string =>
  `| [${key}](${pagePath(key)}) | ${shownState(state)} | ${cell(describeState(state))} |`;

const namedOfGroup = 50;
/** The runs of a version in one row; those that wait for a person by name. */
const groupLine = ({ tag, version, runs }: RunGroup<Active>): string => {
  const [waiting, others]: [Active[], Active[]] = [[], []];
  for (const run of runs) (asksPerson(run.state) ? waiting : others).push(run);
  const asking = inNaturalOrder(waiting);
  const names = asking.length === 0 ? "" : `; for a person: ${runNames(asking, namedOfGroup)}`;
  return `| ${tag}/${version} | ${counted(runs.length, "run")} | ${stateCounts([...asking, ...others])}${queuedText(runs)}${names} |`;
};
