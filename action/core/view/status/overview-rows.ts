import { isTrial } from "../../conventions/version-style.ts";
import { partsOfKey, type SubmissionKey, versionName } from "../../ledger/event.ts";
import { type Block, cut, type Doc, perhaps, type TableCell, words } from "../../markdown/doc.ts";
import { code, inline, link, type Markdown, md, strong } from "../../markdown/markdown.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { isSuccess, shownState } from "../../submission/states.ts";
import { counted, thousands } from "../../text/amounts.ts";
import { compareNatural } from "../../text/natural-order.ts";
import { moveAway } from "./answers.ts";
import { namesShown } from "./asking-part.ts";
import { withdrawingText } from "./ended-by.ts";
import { inputNotes } from "./notes-text.ts";
import type { Ended, OverviewRow, OverviewView } from "./overview-memory.ts";
import { barMarkdown, progressOfTask, progressOfTasks } from "./progress.ts";
import { priorityText, queuedText, type RunGroup, rolledUp } from "./rolled-up.ts";
import { describeState } from "./state-text.ts";
import {
  inNaturalOrder,
  maxNames,
  namesOf,
  type SubmissionStatus,
  stateCounts,
  targetOf,
  waitingText,
} from "./status-text.ts";

type PageOf = Pick<OverviewView, "page">;

/** More than these with the same text are one row. */
const rowsApart = 10;
export const maxCellLength = 300;

/** A version of many runs is one row, and so are many productions in one state; the names of these are folded below. */
export const movingPart = (view: OverviewView, all: readonly OverviewRow[]): Doc => {
  const { apart, groups } = rolledUp(inNaturalOrder(all));
  const alike = [...Map.groupBy(apart, (one) => `${one.state.kind} ${view.troubles.get(one.key) ?? ""}`).values()];
  const many = alike.filter((ones) => ones.length > rowsApart);
  const few = alike.filter((ones) => ones.length <= rowsApart).flat();
  const rows: readonly (readonly [count: number, cells: readonly TableCell[]])[] = [
    ...groups.map((one) => [one.runs.length, versionRow(view, one)] as const),
    ...many.map((ones) => [ones.length, manyRow(view, ones)] as const),
    ...few.map((one) => [1, oneRow(view, one)] as const),
  ];
  const countOf = (left: number): number => rows.slice(-left).reduce((sum, [count]) => sum + count, 0);
  return [
    {
      kind: "table",
      heads: ["production", "state", "pull request"],
      rows: rows.map(([, cells]) => cells),
      more: (left) => md`And ${countOf(left)} more; ${code("shrek status")} in a clone lists them.`,
    },
    ...moveAway([...many.flat(), ...groups.flatMap(({ runs }) => runs)], view.page).map(perhaps),
    ...many.map(
      (ones): Block => ({
        kind: "fold",
        summary: `The ${ones.length} that are ${ones[0]?.state.kind ?? ""}`,
        inside: [words(md`${namesOf(ones, maxNames)}`)],
      }),
    ),
  ];
};

/** The bar of many stands before their words. */
const progress = (ones: readonly SubmissionStatus[]): Markdown => {
  const all = progressOfTasks(ones.flatMap(({ state }) => ("tasks" in state ? state.tasks : [])));
  return all.inputs === 0 ? md`` : md`${barMarkdown(all, " inputs done")}; `;
};

const oneRow = (view: OverviewView, one: OverviewRow): readonly TableCell[] => [
  versionName(one.key),
  md`${shownState(one.state)}, ${cut(saidOf(one), maxCellLength)}${stepsPart(one)}${priorityText([one])}${postponed(view, one)}`,
  inline(pullLinks(view, [one])),
];

/** Of each step that is not done; those that are done, the words before count. */
const stepsPart = ({ state }: OverviewRow): Markdown => {
  const open = "tasks" in state ? state.tasks.filter(({ status }) => status !== "done") : [];
  const shown = open.slice(0, maxSteps).map((task) => md`${task.step} ${barMarkdown(progressOfTask(task))}`);
  const more = open.length > maxSteps ? `; and ${open.length - maxSteps} more steps` : "";
  return shown.length === 0 ? md`` : md`: ${inline(shown, "; ")}${more}`;
};
const maxSteps = 5;

const saidOf = ({ state }: OverviewRow): string => {
  const withdrawing = withdrawingText(state);
  const inputs = "past" in state ? inputNotes(state.past) : [];
  return [describeState(state), ...(withdrawing === undefined ? [] : [withdrawing]), ...inputs].join("; ");
};

const manyRow = (view: OverviewView, ones: readonly OverviewRow[]): readonly TableCell[] => {
  const [first] = ones;
  const waiting = waitingText(ones).map((said) => `; ${said}`);
  return [
    namesOf(ones, namesShown),
    md`${progress(ones)}${thousands(ones.length)} ${first?.state.kind ?? ""}${waiting.join("")}${first === undefined ? "" : postponed(view, first)}`,
    inline(pullLinks(view, ones)),
  ];
};

const versionRow = (view: OverviewView, { tag, version, runs }: RunGroup<OverviewRow>): readonly TableCell[] => [
  `${tag} ${version}`,
  md`${progress(runs)}${counted(runs.length, "run")}: ${stateCounts(runs)}${priorityText(runs)}${queuedText(runs)}${waitingText(
    runs,
  )
    .map((said) => `; ${said}`)
    .join("")}`,
  inline(pullLinks(view, runs).slice(-1)),
];

/** A submission that is not at PanDA yet is tried again in each pass, for days if need be; other troubles of a pass are reported where they arose. */
const postponed = ({ troubles }: OverviewView, { key, state }: OverviewRow): Markdown => {
  const why = troubles.get(key);
  if (why === undefined || state.kind !== "intended") return md``;
  return md`. Postponed to the next pass (${state.kind} since ${utcMinute(state.since)}): ${cut(why, maxCellLength)}`;
};

/** `, pull request #7` */
export const pullsOf = (view: PageOf, ones: readonly SubmissionStatus[]): Markdown => {
  const pulls = pullLinks(view, ones);
  if (pulls.length === 0) return md``;
  const rest = pulls.length > maxPulls ? ` and ${pulls.length - maxPulls} more` : "";
  return md`, pull request${pulls.length > 1 ? "s" : ""} ${inline(pulls.slice(0, maxPulls))}${rest}`;
};
const maxPulls = 3;

const pullLinks = (view: PageOf, ones: readonly SubmissionStatus[]): readonly Markdown[] =>
  [...new Set(ones.flatMap(({ state }) => ("intent" in state ? (state.intent.pullRequest ?? []) : [])))]
    .toSorted((a, b) => a - b)
    .map((number) => pullLink(view, number));
const pullLink = ({ page }: PageOf, number: number): Markdown => link(md`#${number}`, `${page}/pull/${number}`);

export const endedList = (view: PageOf, ended: readonly Ended[]): Block => ({
  kind: "list",
  as: "points",
  items: ended.map(({ key, kind, why, at, pullRequest }) => {
    const pulled = pullRequest === null ? md`` : md`, pull request ${pullLink(view, pullRequest)}`;
    const said = why === undefined ? "" : `, ${why}`;
    return words(md`${strong(md`${versionName(key)}`)}: ${kind}, ${utcMinute(at)}${pulled}${said}`);
  }),
  more: md`; the ledger's first page lists them.`,
});

/** Whether all of them have a newer version that reconcile follows or that ended well. */
export const isReplaced = (view: OverviewView, ones: readonly SubmissionStatus[]): boolean =>
  ones.every((one) => newerThan(view, one) !== undefined);

export const replacedText = (view: OverviewView, ones: readonly SubmissionStatus[]): Markdown => {
  const [one] = ones;
  const newer = one === undefined ? undefined : newerThan(view, one);
  if (one === undefined || newer === undefined) return md``;
  return ones.length === 1
    ? md`${versionName(newer)} is newer and takes its place; ${code(`/shrek close ${targetOf(one.key)}`)} ends this one.`
    : md`Each has a newer version, such as ${versionName(newer)}; ${code("close")} ends these.`;
};

const newerThan = ({ live, memory }: OverviewView, { key }: SubmissionStatus): SubmissionKey | undefined => {
  const own = partsOfKey(key);
  const good = memory.ended.filter(({ kind }) => isSuccess(kind));
  return [...live, ...good]
    .map((one) => one.key)
    .filter((other) => {
      const { tag, version } = partsOfKey(other);
      return tag === own.tag && !isTrial(version) && compareNatural(version, own.version) > 0;
    })
    .toSorted((a, b) => compareNatural(b, a))[0];
};
