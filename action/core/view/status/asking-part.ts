import { type Intent, partsOfKey, versionName } from "../../ledger/event.ts";
import { cut, type Doc, type PartBlock, perhaps, words } from "../../markdown/doc.ts";
import { code, inline, lines, link, type Markdown, md, strong } from "../../markdown/markdown.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { counted } from "../../text/amounts.ts";
import { answerPoints, answersOf, orderInShort } from "./answers.ts";
import { failuresPart, whyPart } from "./command-markdown.ts";
import { notesOf } from "./notes-text.ts";
import { remakeNotes } from "./orders-now.ts";
import { barMarkdown, progressOfTask } from "./progress.ts";
import { amountOf } from "./rolled-up.ts";
import { describeState } from "./state-text.ts";
import { type CauseGroup, maxNames, namesOf, type SubmissionStatus, versionOf } from "./status-text.ts";
import { trialMeasuredPart } from "./trial-measured.ts";

/** With since when each step has its status, where the ledger was read for it. */
export type StatusSince = SubmissionStatus & { readonly stepsSince?: ReadonlyMap<string, string> };

/** All that is known of one submission, below its title; the notes of one that asks for a person are shown with the group. */
export const detailsOf = (one: StatusSince): Doc => {
  const { state } = one;
  return [
    ...failuresPart(state).map(perhaps),
    ...trialMeasuredPart(state).map(perhaps),
    ...(asksPerson(state) ? [] : [...notesOf(state), ...remakeNotes([one])].map((note) => words(md`${note}`))),
    ...tasksPart(one),
  ];
};

const tasksPart = ({ state, stepsSince }: StatusSince): Doc => {
  if (!("tasks" in state) || state.tasks.length === 0) return [];
  const { contentDigest, outDS } = state.intent;
  const rows = state.tasks.map((task) => [
    md`${task.step}, ${taskLink(state.intent, task.id)}`,
    barMarkdown(progressOfTask(task)),
    `${task.status}${sinceText(stepsSince?.get(task.step))}`,
  ]);
  return [
    { kind: "table", heads: taskHeads, rows, more: md` of its steps.` },
    perhaps(md`Datasets begin with ${code(outDS)}; content ${code(contentDigest.slice(0, 12))}.`),
  ];
};

const taskLink = ({ monitor }: Intent, id: number): Markdown => link(id, `${monitor}/task/${id}/`);

/** Three columns fit a phone: of the longest usual words 368 pixels, where a comment has 400. */
const taskHeads = ["step, task", "inputs done", "status, since (UTC)"];

const sinceText = (at: string | undefined): string =>
  at === undefined ? "" : `, ${utcMinute(at).replace(" UTC", "")}`;

/** The context of a group: of one submission its details, of several since when and whose they are. */
type AskingAround<T extends SubmissionStatus> = {
  /** The repository's page; `undefined`: not known. */
  readonly page: string | undefined;
  readonly about: (group: CauseGroup<T>) => readonly Markdown[];
  /** Of a single one; replaces what PanDA says. */
  readonly details?: (one: T) => Doc;
  /** What answers it; `points`: where a comment answers, below the title. */
  readonly answers: "points" | "paragraphs";
};

/** A group of submissions that ask for a person: how many, why, the first names, and the one order that answers all. */
export const askingPart = <T extends SubmissionStatus>(
  group: CauseGroup<T>,
  { page, about, details, answers }: AskingAround<T>,
): PartBlock => {
  const { cause, ones } = group;
  const [one] = ones;
  const title = askingTitle(group);
  const own = ones.length === 1 && details !== undefined ? details(one) : whyPart(cause, one, maxQuoteLength);
  const points = answers === "points" ? answerPoints(group) : [];
  return {
    kind: "part",
    short: lines([title, ...inShort(group, page)]),
    whole: [
      words(inline([title, ...about(group), ...points], "\n")),
      ...own,
      ...sharedNotes(ones).map((note) => perhaps(md`${note}`)),
      ...(points.length > 0 ? [] : answersOf(group, page)),
      ...allNames(ones),
    ],
  };
};

/** Follows the causes for which there is room. */
export const moreCauses = (left: number): Markdown =>
  md`And ${counted(left, "cause")} more: ${code("shrek status")} in a clone has the orders that answer them.`;

/** The last line and the first order, where there is no room for more. */
const inShort = ({ cause, ones }: CauseGroup<SubmissionStatus>, page: string | undefined): readonly Markdown[] => {
  const last = cause.said?.trimEnd().split("\n").at(-1)?.slice(-maxLastLength);
  const order = orderInShort({ cause, ones }, page);
  return [...(last === undefined ? [] : [code(last)]), ...(order === undefined ? [] : [order])];
};
const maxLastLength = 120;

/** `**40 productions**: failed, step simulate: ...`; of one its own words. */
const askingTitle = ({ cause, ones }: CauseGroup<SubmissionStatus>): Markdown => {
  const [one] = ones;
  if (ones.length === 1)
    return md`${strong(md`${versionName(one.key)}`)}: ${one.state.kind}, ${cut(describeState(one.state), maxQuoteLength)}`;
  if (versionOf(ones) !== undefined)
    return md`${strong(md`${namesOf(ones, namesShown)}`)}: ${one.state.kind}, ${cause.words}`;
  return md`${strong(md`${amountOf(ones)}`)}: ${one.state.kind}, ${cause.words}: ${namesOf(ones, namesShown)}`;
};
export const namesShown = 3;
const maxQuoteLength = 300;

/** What is noted of each of them, once; `240 of them` where it is not of all, and one as an example where names and numbers differ. */
export const sharedNotes = (ones: readonly SubmissionStatus[]): readonly string[] => {
  const noted = ones.flatMap((one) => notesOf(one.state).map((note) => ({ one, note })));
  const alike = Map.groupBy(noted, ({ one, note }) =>
    note.replaceAll(partsOfKey(one.key).tag, "").replace(/\d+/g, "0"),
  );
  const shared = [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const isSame = others.every(({ note }) => note === first.note);
    const isOfAll = others.length + 1 === ones.length;
    if (isSame && isOfAll) return [first.note];
    return [`Of ${others.length + 1}${isSame ? "" : `, such as ${versionName(first.one.key)}`}: ${first.note}`];
  });
  return [...shared, ...remakeNotes(ones, "orders")];
};

const allNames = (ones: readonly SubmissionStatus[]): Doc =>
  ones.length <= namesShown || versionOf(ones) !== undefined
    ? []
    : [{ kind: "fold", summary: `All ${ones.length}`, inside: [words(md`${namesOf(ones, maxNames)}`)] }];
