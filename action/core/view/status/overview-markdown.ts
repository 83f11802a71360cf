import { type Block, cut, type Doc, printed, words } from "../../markdown/doc.ts";
import { commentLimits, fitted } from "../../markdown/fit-doc.ts";
import { code, lines, md, strong } from "../../markdown/markdown.ts";
import { utcMinute, utcPart } from "../../markdown/utc.ts";
import type { RefusedOnMain } from "../../pass/refused-on-main.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { asksByState, asksPerson } from "../../submission/ways-out.ts";
import { counted, thousands } from "../../text/amounts.ts";
import { askingPart, moreCauses } from "./asking-part.ts";
import { memoryLine, type OverviewRow, type OverviewView } from "./overview-memory.ts";
import { endedList, isReplaced, maxCellLength, movingPart, pullsOf, replacedText } from "./overview-rows.ts";
import { byCause, type CauseGroup, type SubmissionStatus, waitingCount } from "./status-text.ts";

/**
 * The status of everything, for somebody who looks once a day: what waits for a person comes first. Only the quarter of an hour of
 * the last pass is in it, and the hour where nothing is under way, so that an unchanged overview is not edited more often.
 */
export const overviewMarkdown = (view: OverviewView): string => {
  const memory = memoryLine(view.memory);
  const room = { open: commentLimits.open, all: commentLimits.all - Buffer.byteLength(memory) };
  return `${printed(fitted(overviewDoc(view), room)).markdown}\n\n${memory}`;
};

export const overviewDoc = (view: OverviewView): Doc => {
  const { live, refused, memory, ranAt } = view;
  const { samples = [] } = memory;
  const asking = live.filter(({ state }) => asksByState(state) && asksPerson(state));
  const asked = live.filter(({ state }) => leftMain(state) && !asksByState(state));
  const moving = live.filter((one) => !asking.includes(one) && !asked.includes(one));
  const [waits, questions] = [byCause(asking), byCause(asked)];
  return [
    { kind: "headline", of: "page", words: md`${overviewHeadline(view, [...waits, ...questions])}` },
    words(
      md`Reconcile last ran after ${utcPart(ranAt, live.length === 0 ? 60 : 15)}. It runs every 15 minutes; if that is long ago, start it under Actions.`,
    ),
    ...outagePart(view, moving.length),
    ...postponedPart(view),
    ...(memory.rewritten === true ? [rewrittenPart] : []),
    ...askingSection(view, "Waits for a person", waits),
    ...askingSection(view, "Keep or drop?", questions),
    ...refusedSection(refused),
    ...section("Under way", moving.length, movingPart(view, moving)),
    ...section("Delivered of requested", samples.length, samples.length === 0 ? [] : [samplesList(samples)]),
    ...section("Ended last", memory.ended.length, [endedList(view, memory.ended)]),
  ];
};

const leftMain = (state: SubmissionState): boolean =>
  "past" in state && state.past.withdrawal === undefined && state.past.leftMain !== undefined;

const overviewHeadline = (
  { refused, live, memory, outage }: OverviewView,
  asking: readonly CauseGroup<OverviewRow>[],
): string => {
  if (outage !== undefined) return "PanDA does not answer.";
  const waits = asking.length + refused.length + (memory.rewritten === true ? 1 : 0);
  const ones = asking.reduce((all, group) => all + group.ones.length, 0);
  const of = ones > asking.length ? `, about ${counted(ones, "submission")}` : "";
  if (waits > 0) return `${waits} ${waits === 1 ? "thing waits" : "things wait"} for a person${of}.`;
  const waiting = waitingCount(live);
  if (waiting > 0) return `${thousands(waiting)} of ${counted(live.length, "submission")} wait for a site.`;
  return live.length === 0 ? "Nothing is under way." : "Everything runs by itself.";
};

const outagePart = ({ outage, memory }: OverviewView, waiting: number): Doc =>
  outage === undefined
    ? []
    : [
        words(
          lines([
            md`PanDA has not answered since ${utcMinute(memory.outage ?? "")}: ${cut(outage, maxCellLength)}`,
            md`${waitFor(waiting)} Nobody has to act: every pass tries again, and what was merged meanwhile is submitted then.`,
          ]),
        ),
      ];

const waitFor = (count: number): string =>
  count === 0 ? "Nothing waits for it." : `${count} ${count === 1 ? "submission waits" : "submissions wait"} for it.`;

const postponedPart = ({ postponed }: OverviewView): Doc =>
  postponed.length === 0
    ? []
    : [words(md`The last pass did not do all: ${postponed.join("; ")}. Nobody has to act: the next pass goes on.`)];

const rewrittenPart = words(
  md`main was force-pushed: nothing new is submitted until somebody has looked at it and writes ${code("/shrek accept")} on any pull request.`,
);

const section = (title: string, count: number, inside: Doc): Doc =>
  count === 0 ? [] : [{ kind: "headline", of: "section", words: md`${title} (${count})` }, ...inside];

/** Cause by cause: what waits, since when and whose it is, with the one order that answers it. */
const askingSection = (view: OverviewView, title: string, groups: readonly CauseGroup<OverviewRow>[]): Doc =>
  section(title, groups.length, [
    words(md`To answer, write a command in a comment on the pull request, or fill in the form that an entry names.`),
    {
      kind: "list",
      as: "paragraphs",
      items: groups.map((group) =>
        askingPart(group, { page: view.page, about: (all) => aboutOf(view, all), answers: "points" }),
      ),
      more: moreCauses,
      most: mostOfAsking,
    },
  ]);

/** Bytes: what is under way and what ended last get the rest. */
const mostOfAsking = 5500;

const more = md`: ${code("shrek status")} in a clone lists them.`;

const aboutOf = (view: OverviewView, { ones }: CauseGroup<OverviewRow>) => {
  const since = ones.flatMap((one) => one.since ?? []).toSorted()[0] ?? view.ranAt;
  return [
    md`Since ${utcMinute(since)}${pullsOf(view, ones)}${contactText(ones)}`,
    ...(isReplaced(view, ones) ? [replacedText(view, ones)] : []),
  ];
};

/** As code: the overview calls nobody. */
const contactText = (ones: readonly SubmissionStatus[]): string => {
  const all = [...new Set(ones.flatMap(({ state }) => ("intent" in state ? state.intent.contact : [])))];
  return all.length === 0 ? "" : `, contact ${all.slice(0, maxContacts).join(" ")}`;
};
const maxContacts = 10;

const samplesList = (samples: NonNullable<OverviewView["memory"]["samples"]>): Block => ({
  kind: "list",
  as: "points",
  items: samples.map(({ of, words: said }) => words(md`${strong(md`${of}`)}: ${said}`)),
  more,
});

const refusedSection = (refused: readonly RefusedOnMain[]): Doc =>
  section("Refused on main", refused.length, [refusedTable(refused)]);

const refusedTable = (all: readonly RefusedOnMain[]): Block => ({
  kind: "table",
  heads: ["where", "first problem", "problems"],
  rows: all.map(({ folder, problems }) => [
    code(folder),
    // While PanDA is away, the ledger says which folders are refused and not why.
    problems[0] === undefined ? "not checked in this run" : cut(problems[0].message, maxCellLength),
    problems.length === 0 ? "" : problems.length,
  ]),
  more,
});
