import { type Intent, versionName } from "../ledger/event.ts";
import { byPolicy } from "../policy/runs-rule.ts";
import type { Problem } from "../problems/problem.ts";
import { isFinal, type SubmissionState } from "../submission/state.ts";
import { asksByState, asksPerson, isOver } from "../submission/ways-out.ts";
import { andMore, counted, thousands } from "../text/amounts.ts";
import { bar, filesOf } from "./bar.ts";
import { cut } from "./cut.ts";
import { failuresPart } from "./failures-markdown.ts";
import { code, fence, lines, link, type Markdown, md, paragraphs, table } from "./markdown.ts";
import { longestPost } from "./page-room.ts";
import { problemList } from "./problem-list.ts";
import { blockNames, queuedWords, type RunGroup, rolledUp, wordFor } from "./rolled-up.ts";
import { describeState, notesOf } from "./state-words.ts";
import { type Standing, targetOf } from "./status-text.ts";
import { trialMeasuredPart } from "./trial-measured.ts";
import { utcMinute } from "./utc.ts";
import { waysMarkdown, waysNow } from "./ways-markdown.ts";

/** With since when each step has its status, where the ledger was read for it. */
export type StandingSince = Standing & { readonly stepsSince?: ReadonlyMap<string, string> };

/** A request that is on main and that the judge refuses there. */
export type RefusedOnMain = { readonly folder: string; readonly problems: readonly Problem[] };

/** From this length of the comment on a submission is one line, from `longestPost` on it is counted. */
const longestWhole = 36_000;
const namesShown = 3;
/** Among more productions than these, what needs nobody is one line: what needs somebody would drown. */
const wholeAmongMany = 5;
/** Productions with many runs. Each takes 3,000 characters at most. */
const mostGroups = 12;

/**
 * How the submissions of one pull request stand: three plain lines, then a table each. What asks for a person comes
 * first, what ended last. Made from the ledger alone, so that equal states are equal comments.
 */
export const statusMarkdown = (standing: readonly StandingSince[], refused: readonly RefusedOnMain[] = []): string =>
  statusView(standing, refused).markdown;

export const statusView = (standing: readonly StandingSince[], refused: readonly RefusedOnMain[] = []): Markdown => {
  const head = lines([md`**${statusHeadline(standing, refused)}**`, md`${nextAction(standing, refused)}`]);
  const parts = [head, ...firstCommand(standing), ...refused.map(refusedPart)];
  const { apart, groups } = rolledUp(standing);
  parts.push(...groups.slice(0, mostGroups).map(groupPart));
  let length = paragraphs(parts).markdown.length;
  let leftOut = Math.max(0, groups.length - mostGroups);
  for (const one of inOrder(apart)) {
    const isShort = apart.length + groups.length > wholeUpTo(one.state);
    const whole = isShort ? lineOf(one) : wholePart(one);
    const shown = length + whole.markdown.length <= longestWhole ? whole : lineOf(one);
    if (leftOut > 0 || length + shown.markdown.length > longestPost) leftOut += 1;
    else {
      parts.push(shown);
      length += shown.markdown.length + 2;
    }
  }
  return paragraphs([...parts, ...more(leftOut), ...withoutPerson(standing)]);
};

/** What a rule of the conventions let begin, with the words of that rule. */
const withoutPerson = (standing: readonly Standing[]): readonly Markdown[] => {
  const rules = Map.groupBy(standing, ({ state }) => ruleOf(state));
  return [...rules]
    .flatMap(([rule, ones]) =>
      rule === undefined ? [] : [md`${blockNames(ones, namesInTrouble)}: approved by ${rule}.`],
    )
    .slice(0, mostRules);
};
const ruleOf = (state: SubmissionState): string | undefined =>
  "intent" in state && state.intent.approval.startsWith(byPolicy) ? state.intent.approval : undefined;
const mostRules = 4;

/** Beside how many others a submission is shown whole. What a trial measured is asked for until the release takes its place. */
const wholeUpTo = (state: SubmissionState): number => {
  if (asksPerson(state)) return Infinity;
  return isOver(state) && (isFinal(state.kind) || trialMeasuredPart(state).length === 0) ? 1 : wholeAmongMany;
};

/** GitHub has a button that copies a block: the one thing to do first stands in one. */
const firstCommand = (standing: readonly Standing[]): readonly Markdown[] => {
  const first = standing.find(({ state }) => asksPerson(state));
  // What main's revert asks is a question with two answers, and none of them is likelier.
  const command = first === undefined || !asksByState(first.state) ? undefined : waysNow(first)[0];
  return command === undefined
    ? []
    : [md`Write this in a new comment here, if you agree; it ${command.does}:`, fence("text", command.line)];
};

/** Sorting keeps the order of equals. */
const inOrder = (standing: readonly StandingSince[]): readonly StandingSince[] =>
  standing.toSorted((a, b) => rank(a.state) - rank(b.state));
const rank = (state: SubmissionState): number => (asksPerson(state) ? 0 : isOver(state) ? 2 : 1);

const statusHeadline = (standing: readonly Standing[], refused: readonly RefusedOnMain[]): string => {
  const [only, ...others] = standing;
  const folders = refused.length === 0 ? "" : `${counted(refused.length, "request")} refused on main`;
  if (only === undefined)
    return folders === "" ? "Nothing was submitted for this pull request." : `${folders}: nothing was submitted.`;
  const also = folders === "" ? "" : `; ${folders}`;
  if (others.length === 0) return `${versionName(only.key)}: ${only.state.kind}${also}.`;
  const { apart, groups } = rolledUp(standing);
  const [group] = groups;
  if (group !== undefined && groups.length === 1 && apart.length === 0)
    return `${group.tag} ${group.version}: ${counted(standing.length, "run")}: ${stateCounts(standing)}${also}.`;
  return `${thousands(standing.length)} ${groups.length === 0 ? wordFor(standing) : "submissions"}: ${stateCounts(standing)}${also}.`;
};

/** `2 running, 1 done` */
export const stateCounts = (standing: readonly Standing[]): string =>
  [...Map.groupBy(standing, ({ state }) => state.kind)]
    .map(([kind, ones]) => `${thousands(ones.length)} ${kind}`)
    .join(", ");

const nextAction = (standing: readonly Standing[], refused: readonly RefusedOnMain[]): string => {
  const stuck = standing.filter(({ state }) => asksPerson(state)).map(({ key }) => versionName(key));
  if (stuck.length > 0) return `A person has to act on ${andMore(stuck, namesShown)}.`;
  if (refused.length > 0) return "Fix it in a new pull request; nothing of it is submitted before that.";
  return standing.every(({ state }) => isOver(state))
    ? `No action is needed: ${standing.length === 1 ? "it has" : "all have"} ended.`
    : "No action is needed; this comment is updated automatically.";
};

const refusedPart = ({ folder, problems }: RefusedOnMain): Markdown =>
  paragraphs([md`${code(folder)} is on main and is refused there:`, problemList(problems)]);

/** The name, the state and what it means. */
export const titled = (one: Standing, words: string): Markdown =>
  md`**${versionName(one.key)}**: ${one.state.kind}, ${words}`;

/** The blocks of one version: how many stand how, and those that need somebody by name. */
const groupPart = ({ tag, version, blocks }: RunGroup<Standing>): Markdown => {
  const { finished, files } = filesOf(blocks.flatMap(({ state }) => ("tasks" in state ? state.tasks : [])));
  const troubles = [
    ...Map.groupBy(
      blocks.filter(({ state }) => asksPerson(state)),
      troubleOf,
    ).values(),
  ];
  const shown = troubles.slice(0, mostTroubles);
  const rest = troubles.slice(mostTroubles).reduce((sum, ones) => sum + ones.length, 0);
  return paragraphs([
    md`**${tag} ${version}**: ${counted(blocks.length, "run")}: ${stateCounts(blocks)}${queuedWords(blocks)}${files === 0 ? "" : md`. ${code(bar(finished, files))} ${thousands(finished)} of ${thousands(files)} files`}.`,
    ...shown.map((ones) => groupTrouble(ones, `${tag}@${version}#*`)),
    ...(rest === 0 ? [] : [md`${counted(rest, "run")} more of it wait for a person.`]),
    md`In a clone ${code(`shrek status ${tag}@${version}`)} lists all of them.`,
  ]);
};
const mostTroubles = 4;
const namesInTrouble = 20;

const troubleOf = ({ state }: Standing): string => `${state.kind}, ${brief(describeState(state))}`;

/** Of the same trouble the same commands lead out. */
const groupTrouble = (ones: readonly Standing[], all: string): Markdown => {
  const [first] = ones;
  if (first === undefined) return md``;
  return paragraphs([
    md`**${blockNames(ones, namesInTrouble)}**: ${troubleOf(first)}`,
    ...waysMarkdown(first, ones.length === 1 ? targetOf(first.key) : all),
  ]);
};

const lineOf = (one: Standing): Markdown => {
  const { state } = one;
  const notes = notesOf(state).map((note) => `; ${brief(note)}`);
  const links = isOver(state) ? [] : taskLinks(state);
  return md`${titled(one, brief(describeState(state)))}${notes.join("")}${links.reduce((all, next) => md`${all}, ${next}`, md``)}`;
};

const taskLinks = (state: SubmissionState): readonly Markdown[] =>
  "tasks" in state ? state.tasks.map(({ id }) => md`task ${taskLink(state.intent, id)}`) : [];
const taskLink = ({ monitor }: Intent, id: number): Markdown => link(id, `${monitor}/task/${id}/`);
const longestInList = 200;
const brief = (words: string): string => cut(words, longestInList);

const wholePart = (one: StandingSince): Markdown => {
  const { state } = one;
  const said = paragraphs([
    titled(one, describeState(state)),
    ...failuresPart(state),
    ...trialMeasuredPart(state),
    ...notesOf(state).map((note) => md`${note}`),
    ...waysMarkdown(one),
  ]);
  if (!("tasks" in state) || state.tasks.length === 0) return said;
  const { contentDigest, outDS } = state.intent;
  const rows = state.tasks.map(({ step, id, status, files, finished, failed }) => [
    md`${step}, ${taskLink(state.intent, id)}`,
    md`${code(bar(finished, files))} ${finished} of ${files}${failed === 0 ? "" : `, ${failed} failed`}`,
    `${status}${sinceWords(one.stepsSince?.get(step))}`,
  ]);
  return paragraphs([
    said,
    table(taskHeads, rows),
    md`Datasets begin with ${code(outDS)}; content ${code(contentDigest.slice(0, 12))}.`,
  ]);
};

/** Three columns fit a phone: of the longest usual words 368 pixels, where a comment has 400. */
const taskHeads = ["step, task", "files finished", "status, since (UTC)"];

const sinceWords = (at: string | undefined): string =>
  at === undefined ? "" : `, ${utcMinute(at).replace(" UTC", "")}`;

const more = (count: number): readonly Markdown[] =>
  count === 0
    ? []
    : [
        md`And ${count} more: a comment holds no more. In a clone ${code("shrek status")} lists what is under way, ${code("shrek status TAG")} all versions of a production.`,
      ];
