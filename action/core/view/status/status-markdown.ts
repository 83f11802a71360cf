import { versionName } from "../../ledger/event.ts";
import { runNames } from "../../ledger/run-names.ts";
import { type Block, type Doc, perhaps, printed, words } from "../../markdown/doc.ts";
import { commentLimits, fitted } from "../../markdown/fit-doc.ts";
import { code, fence, inline, lines, type Markdown, md, strong } from "../../markdown/markdown.ts";
import { problemItems } from "../../markdown/problem-list.ts";
import { deliveredText } from "../../outcomes/delivered-text.ts";
import type { Sample } from "../../outcomes/samples.ts";
import type { RefusedOnMain } from "../../pass/refused-on-main.ts";
import { byPolicy } from "../../policy/runs-rule.ts";
import { lostMoves } from "../../submission/carried-out.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isFinal, isSuccess, shownState } from "../../submission/states.ts";
import { asksByState, asksPerson, isOver } from "../../submission/ways-out.ts";
import { andMore, counted, thousands } from "../../text/amounts.ts";
import { approversOf } from "./approvers.ts";
import { askingPart, detailsOf, moreCauses, type StatusSince } from "./asking-part.ts";
import { causeOf } from "./cause.ts";
import { byState, titled, versionPart } from "./moving-part.ts";
import { commandsFor } from "./orders-now.ts";
import { amountOf, rolledUp } from "./rolled-up.ts";
import { describeState } from "./state-text.ts";
import {
  byCause,
  type CauseGroup,
  inNaturalOrder,
  type SubmissionStatus,
  stateCounts,
  versionTarget,
  waitingCount,
} from "./status-text.ts";
import { trialMeasuredPart } from "./trial-measured.ts";

/** The context of the submissions of a pull request. */
export type StatusContext = {
  readonly refused?: readonly RefusedOnMain[] | undefined;
  /** The repository's page, for a link to the form. */
  readonly page?: string | undefined;
  /** Those that wish for a number of events. */
  readonly samples?: readonly Sample[] | undefined;
};

const namesStuck = 3;
/** Among more productions than these, those that need nobody are only counted: the others would be overlooked. */
const wholeAmongMany = 5;

/**
 * The status of the submissions of one pull request: two plain lines, then what asks for a person, cause by cause, then
 * what goes on by itself, then what ended. Made from the ledger alone, so that equal states are equal comments.
 */
export const statusMarkdown = (statuses: readonly StatusSince[], around?: StatusContext): string =>
  statusView(statuses, around).markdown;

export const statusView = (statuses: readonly StatusSince[], around: StatusContext = {}): Markdown =>
  printed(fitted(statusDoc(statuses, around), commentLimits));

export const statusDoc = (all: readonly StatusSince[], { refused = [], page, samples = [] }: StatusContext): Doc => {
  const statuses = inNaturalOrder(all);
  const groups = byCause(statuses.filter(({ state }) => asksPerson(state)));
  const { apart, groups: versions } = rolledUp(statuses);
  const others = apart.filter(({ state }) => !asksPerson(state));
  const isWhole = ({ state }: StatusSince): boolean => statuses.length <= wholeUpTo(state);
  const brief = others.filter((one) => !isWhole(one));
  return [
    words(lines([strong(md`${statusHeadline(statuses, refused)}`), md`${nextAction(statuses, groups, refused)}`])),
    ...samplesPart(samples),
    ...firstCommand(statuses),
    ...refused.map((one) => refusedPart(one, statuses)),
    paragraphsOf(
      groups.map((group) => askingPart(group, { page, about: () => [], details: detailsOf, answers: "paragraphs" })),
    ),
    ...versions.map(versionPart),
    ...others.filter(isWhole).map((one) => wholePart(one, statuses.length === 1)),
    ...byState(brief.filter(({ state }) => !isOver(state))),
    ...byState(brief.filter(({ state }) => isOver(state))),
    ...withoutPerson(statuses),
  ];
};

/** The question that a request asks is the first one answered. */
const samplesPart = (samples: readonly Sample[]): Doc => {
  const items = samples.flatMap((sample) => {
    const said = deliveredText(sample);
    return said === undefined ? [] : [words(md`${strong(md`${sample.tag}`)}: ${said}`)];
  });
  const more = md`: ${code("shrek status")} in a clone lists them.`;
  return items.length === 0 ? [] : [{ kind: "list", as: "points", items, more }];
};

const paragraphsOf = (items: Doc): Block => ({
  kind: "list",
  as: "paragraphs",
  items,
  more: moreCauses,
});

/** Of one alone the first line says its state. */
const wholePart = (one: StatusSince, isAlone: boolean): Block => ({
  kind: "part",
  short: titled(one, ""),
  whole: [...(isAlone && isGood(one.state) ? [] : [words(titled(one, describeState(one.state)))]), ...detailsOf(one)],
});

/** What a rule of the conventions let begin, with the words of that rule. */
const withoutPerson = (statuses: readonly SubmissionStatus[]): Doc => {
  const rules = Map.groupBy(statuses, ({ state }) => ruleOf(state));
  return [...rules]
    .flatMap(([rule, ones]) =>
      rule === undefined ? [] : [perhaps(md`${runNames(ones, namesByRule)}: approved by ${rule}.`)],
    )
    .slice(0, maxRules);
};
const ruleOf = (state: SubmissionState): string | undefined =>
  "intent" in state && state.intent.approval.startsWith(byPolicy) ? state.intent.approval : undefined;
const [maxRules, namesByRule] = [4, 20];

/** The largest number of others with which a submission is shown whole. What a trial measured is asked for until the release replaces it. */
const wholeUpTo = (state: SubmissionState): number =>
  isOver(state) && (isFinal(state.kind) || trialMeasuredPart(state).length === 0) ? 1 : wholeAmongMany;

/** GitHub has a button that copies a block: where one command answers all that is asked, it is in such a block. */
const firstCommand = (statuses: readonly SubmissionStatus[]): Doc => {
  const asking = statuses.filter(({ state }) => asksPerson(state));
  const [first] = asking;
  // What main's revert asks is a question with two answers, and none of them is likelier.
  if (first === undefined || asking.length > 1 || !asksByState(first.state)) return [];
  // To run again what the payload does in each job is not the first thing to do.
  if (causeOf(first.state)?.payload !== undefined) return [];
  const [command] = commandsFor(first);
  return command === undefined
    ? []
    : [words(md`${whoWrites(first.state)}; it ${command.does}:`), words(fence("text", command.line))];
};

/** Who cannot give an approval is not asked to. */
const whoWrites = (state: SubmissionState): Markdown => {
  const names = approversOf(state).map((login) => code(`@${login}`));
  return names.length === 0
    ? md`Write this in a new comment here, if you agree`
    : md`${inline(names, " or ")} can write this in a new comment here`;
};

const statusHeadline = (statuses: readonly SubmissionStatus[], refused: readonly RefusedOnMain[]): string => {
  const [only, ...others] = statuses;
  const folders = refused.length === 0 ? "" : `${counted(refused.length, "request")} refused on main`;
  if (only === undefined) return folders === "" ? "Nothing was submitted for this pull request." : `${folders}.`;
  const also = folders === "" ? "" : `; ${folders}`;
  if (others.length === 0) return `${versionName(only.key)}: ${shownState(only.state)}${endText(only.state)}${also}.`;
  const { apart, groups } = rolledUp(statuses);
  const [group] = groups;
  if (group !== undefined && groups.length === 1 && apart.length === 0)
    return `${group.tag} ${group.version}: ${counted(statuses.length, "run")}: ${stateCounts(statuses)}${also}.`;
  const amount = groups.length === 0 ? amountOf(statuses) : counted(statuses.length, "submission");
  return `${amount}: ${stateCounts(statuses)}${also}.`;
};

/** The result of one that is done, which no line below repeats. */
const endText = (state: SubmissionState): string => (isGood(state) ? `, ${describeState(state)}` : "");
const isGood = (state: SubmissionState): boolean => isOver(state) && isSuccess(state.kind);

const nextAction = (
  statuses: readonly SubmissionStatus[],
  groups: readonly CauseGroup<SubmissionStatus>[],
  refused: readonly RefusedOnMain[],
): string => {
  const stuck = groups.flatMap(({ ones }) => ones);
  const names = stuck.map(({ key }) => versionName(key));
  if (stuck.length > namesStuck && groups.length < stuck.length)
    return `A person has to act on ${thousands(stuck.length)} of them, for ${counted(groups.length, "cause")}.`;
  if (stuck.length > 0) return `A person has to act on ${andMore(names, namesStuck)}.`;
  if (refused.length > 0) return "Fix it in a new pull request; nothing new of it is submitted before that.";
  const lost = statuses.filter(({ state }) => lostMoves(state).length > 0).length;
  if (lost > 0) {
    const whose = statuses.length === 1 ? "Its move" : `The move of ${thousands(lost)} of them`;
    return `${whose} did not hold: what to do stands below.`;
  }
  const waiting = waitingCount(statuses);
  if (waiting > 0)
    return `No site has taken ${waiting === statuses.length ? "any of it" : `${thousands(waiting)} of them`} yet; when that lasts, people are called.`;
  if (!statuses.every(({ state }) => isOver(state)))
    return "No action is needed; this comment is updated automatically.";
  const [only, ...others] = statuses;
  if (only === undefined || others.length > 0) return "No action is needed: all have ended.";
  return isGood(only.state)
    ? `No action is needed: it has ended. In a clone \`shrek files ${versionTarget(only.key)}\` lists its files.`
    : "No action is needed: it has ended.";
};

const refusedPart = ({ folder, problems }: RefusedOnMain, statuses: readonly SubmissionStatus[]): Block => {
  const isSubmitted = statuses.some(
    ({ state }) => "intent" in state && state.intent.folder === folder && state.past.mayHaveActed,
  );
  const title = isSubmitted
    ? md`${code(folder)} is refused on main now; what was submitted of it stays as it is:`
    : md`${code(folder)} is on main and is refused there:`;
  return { kind: "part", short: title, whole: [words(title), problemItems(problems)] };
};
