import { partsOfKey, type SubmissionKey, versionName } from "../ledger/event.ts";
import type { SubmissionState } from "../submission/state.ts";
import { asksByState, asksPerson } from "../submission/ways-out.ts";
import { counted } from "../text/amounts.ts";
import { bar, filesOf } from "./bar.ts";
import { cut } from "./cut.ts";
import { code, lines, link, type Markdown, md, paragraphs, table } from "./markdown.ts";
import { type Ended, type Memory, memoryLine } from "./overview-memory.ts";
import { longestPost } from "./page-room.ts";
import { blockNames, priorityWords, queuedWords, type RunGroup, rolledUp } from "./rolled-up.ts";
import { describeState } from "./state-words.ts";
import { type RefusedOnMain, stateCounts } from "./status-markdown.ts";
import { type Standing, targetOf } from "./status-text.ts";
import { utcHour, utcMinute } from "./utc.ts";
import { waysList } from "./ways-markdown.ts";

export type OverviewView = {
  /** The repository's page, for links to pull requests. */
  readonly page: string;
  /** When this pass ran. */
  readonly ranAt: string;
  /** All that reconcile follows; `since` when it came to ask a person. */
  readonly live: readonly (Standing & { readonly since: string | undefined })[];
  /** What kept a submission from its next step in this pass. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  readonly refused: readonly RefusedOnMain[];
  readonly memory: Memory;
  /** What PanDA's silence looks like from here. */
  readonly outage: string | undefined;
};

/** Rows a part has; the first number with which all fits. */
const rows = [100, 50, 25, 10, 5, 2, 0] as const;

/**
 * How everything stands, for somebody who looks once a day: what waits for a person comes first. Only the hour of the
 * last pass is in it, so that an unchanged overview is edited once an hour at most.
 */
export const overviewMarkdown = (view: OverviewView): string => {
  const texts = rows.map((most) => () => withRows(view, most));
  for (const text of texts) {
    const made = text();
    if (made.length <= longestPost) return made;
  }
  return memoryLine(view.memory);
};

const withRows = (view: OverviewView, most: number): string => {
  const { live, refused, memory, ranAt } = view;
  const asking = live.filter(({ state }) => asksByState(state) && asksPerson(state));
  const asked = live.filter(({ state }) => leftMain(state) !== undefined && !asksByState(state));
  const moving = live.filter((one) => !asking.includes(one) && !asked.includes(one));
  const page = paragraphs([
    md`**${overviewHeadline(view, alike(asking).length + alike(asked).length)}**`,
    md`Reconcile last ran after ${utcHour(ranAt)}. It runs every 15 minutes; if this hour is long ago, start it under Actions.`,
    ...outagePart(view, moving.length),
    ...(memory.rewritten === true ? [rewrittenPart] : []),
    ...listPart("Waits for a person", alike(asking), most, (some) => askingList(view, some)),
    ...listPart("Keep or drop?", alike(asked), most, (some) => questionList(view, some)),
    ...listPart("Refused on main", refused, most, refusedTable),
    ...listPart("Under way", movingRows(moving), most, (some) => movingTable(view, some)),
    ...listPart("Ended last", memory.ended, most, (some) => endedList(view, some)),
  ]).markdown;
  return `${page}\n\n${memoryLine(memory)}`;
};

const isWithdrawn = (state: SubmissionState): boolean => "past" in state && state.past.withdrawal !== undefined;
const leftMain = (state: SubmissionState): string | undefined =>
  "past" in state && !isWithdrawn(state) ? state.past.leftMain?.reason : undefined;

const overviewHeadline = ({ refused, live, memory, outage }: OverviewView, asking: number): string => {
  if (outage !== undefined) return "PanDA does not answer.";
  const waits = asking + refused.length + (memory.rewritten === true ? 1 : 0);
  if (waits > 0) return `${waits} ${waits === 1 ? "thing waits" : "things wait"} for a person.`;
  return live.length === 0 ? "Nothing is under way." : "Everything runs by itself.";
};

const outagePart = ({ outage, memory }: OverviewView, waiting: number): readonly Markdown[] =>
  outage === undefined
    ? []
    : [
        lines([
          md`PanDA has not answered since ${utcMinute(memory.outage ?? "")}: ${outage}`,
          md`${waitFor(waiting)} Nobody has to act: every pass tries again, and what was merged meanwhile is submitted then.`,
        ]),
      ];

const waitFor = (count: number): string =>
  count === 0 ? "Nothing waits for it." : `${count} ${count === 1 ? "submission waits" : "submissions wait"} for it.`;

const rewrittenPart = md`main was force-pushed: nothing new is submitted until somebody has looked at it and writes ${code("/shrek accept")} on any pull request.`;

const listPart = <T>(
  title: string,
  all: readonly T[],
  most: number,
  shown: (some: readonly T[]) => Markdown,
): readonly Markdown[] => {
  if (all.length === 0) return [];
  const rest = all.length - most;
  return [
    md`### ${title} (${all.length})`,
    ...(most === 0 ? [] : [shown(all.slice(0, most))]),
    ...(rest > 0 ? [md`And ${rest} more; ${code("shrek status")} in a clone lists them.`] : []),
  ];
};

type Row = OverviewView["live"][number];

/** What waits, with the commands below it: a phone has no room for them in a table. */
const askingList = (view: OverviewView, some: readonly Alike[]): Markdown =>
  paragraphs([
    md`To answer, write one of the commands in a comment on the pull request.`,
    ...some.map((few) =>
      asking(
        view,
        few,
        md`**${alikeNames(few)}**: ${few[0].state.kind}, ${cut(describeState(few[0].state), longestCell)}`,
      ),
    ),
  ]);

const questionList = (view: OverviewView, some: readonly Alike[]): Markdown =>
  paragraphs([
    md`These go on until somebody writes one of the commands in a comment on the pull request.`,
    ...some.map((few) =>
      asking(view, few, md`**${alikeNames(few)}**: ${cut(leftMain(few[0].state) ?? "", longestCell)}`),
    ),
  ]);

const asking = (view: OverviewView, few: Alike, title: Markdown): Markdown => {
  const [one] = few;
  const { tag, version } = partsOfKey(one.key);
  return lines([
    title,
    md`Since ${utcMinute(one.since ?? view.ranAt)}${onPull(view, one.state)}${contacts(one.state)}`,
    ...waysList(one, few.length === 1 ? targetOf(one.key) : `${tag}@${version}#*`),
  ]);
};

/** Blocks of one version that wait for the same; what is no block is alone. */
type Alike = readonly [Row, ...Row[]];

const alike = (all: readonly Row[]): readonly Alike[] =>
  [
    ...Map.groupBy(all, ({ key, state }) => {
      const { tag, version, block } = partsOfKey(key);
      return block === 0 ? key : JSON.stringify([tag, version, state.kind, describeState(state), leftMain(state)]);
    }).values(),
  ].flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others] as const]));

const mostBlocks = 10;
const alikeNames = (few: Alike): string => {
  const [first] = few;
  const { tag, version } = partsOfKey(first.key);
  return few.length === 1 ? versionName(first.key) : `${tag} ${version} ${blockNames(few, mostBlocks)}`;
};

/** A version of many runs is one row. */
const movingRows = (all: readonly Row[]): readonly (Row | RunGroup<Row>)[] => {
  const { apart, groups } = rolledUp(all);
  return [...groups, ...apart];
};

const onPull = (view: OverviewView, state: SubmissionState): Markdown =>
  "intent" in state && state.intent.pullRequest !== null ? md`, pull request ${pull(view, state)}` : md``;

/** As code: the overview calls nobody. */
const contacts = (state: SubmissionState): string =>
  "intent" in state && state.intent.contact.length > 0 ? `, contact ${state.intent.contact.join(" ")}` : "";

const refusedTable = (some: readonly RefusedOnMain[]): Markdown =>
  table(
    ["folder", "first problem", "problems"],
    some.map(({ folder, problems }) => [
      code(folder),
      // While PanDA is away, the ledger says which folders are refused and not why.
      problems[0] === undefined ? "not checked in this run" : cut(problems[0].message, longestCell),
      problems.length === 0 ? "" : problems.length,
    ]),
  );

const movingTable = (view: OverviewView, some: readonly (Row | RunGroup<Row>)[]): Markdown =>
  table(
    ["production", "state", "pull request"],
    some.map((one) => {
      if ("blocks" in one) return groupRow(view, one);
      return [
        versionName(one.key),
        md`${progressBar(one.state)}${one.state.kind}, ${cut(describeState(one.state), longestCell)}${priorityWords([one])}${postponed(view, one)}`,
        pull(view, one.state),
      ];
    }),
  );

const groupRow = (view: OverviewView, { tag, version, blocks }: RunGroup<Row>): readonly (string | Markdown)[] => {
  const { finished, files } = filesOf(blocks.flatMap(({ state }) => ("tasks" in state ? state.tasks : [])));
  const pulls = [
    ...new Set(blocks.flatMap(({ state }) => ("intent" in state ? (state.intent.pullRequest ?? []) : []))),
  ];
  const newest = pulls.toSorted((a, b) => a - b).at(-1) ?? null;
  return [
    `${tag} ${version}`,
    md`${files === 0 ? "" : md`${code(bar(finished, files))} `}${counted(blocks.length, "run")}: ${stateCounts(blocks)}${priorityWords(blocks)}${queuedWords(blocks)}`,
    pullLink(view.page, newest),
  ];
};

/** What is not at PanDA yet is tried again in each pass, for days if need be; other troubles of a pass are told where they arose. */
const postponed = ({ troubles }: OverviewView, { key, state }: Row): Markdown => {
  const why = troubles.get(key);
  if (why === undefined || state.kind !== "intended") return md``;
  return md`. Postponed to the next pass (${state.kind} since ${utcMinute(state.since)}): ${cut(why, longestCell)}`;
};

const endedList = ({ page }: OverviewView, some: readonly Ended[]): Markdown =>
  lines(
    some.map(({ key, kind, at, pullRequest }) => {
      const pulled = pullRequest === null ? md`` : md`, pull request ${pullLink(page, pullRequest)}`;
      return md`- **${versionName(key)}**: ${kind}, ${utcMinute(at)}${pulled}`;
    }),
  );

const progressBar = (state: SubmissionState): Markdown => {
  if (!("tasks" in state) || state.tasks.length === 0) return md``;
  const { finished, files } = filesOf(state.tasks);
  return md`${code(bar(finished, files))} `;
};

const pull = ({ page }: OverviewView, state: SubmissionState): Markdown =>
  pullLink(page, "intent" in state ? state.intent.pullRequest : null);
const pullLink = (page: string, number: number | null): Markdown =>
  number === null ? md`` : link(md`#${number}`, `${page}/pull/${number}`);

const longestCell = 300;
