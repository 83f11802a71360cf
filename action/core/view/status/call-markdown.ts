import { versionName } from "../../ledger/event.ts";
import { type Block, cut, type Doc, printed, words } from "../../markdown/doc.ts";
import { commentLimits, fitted } from "../../markdown/fit-doc.ts";
import { code, inline, lines, md, mention, strong } from "../../markdown/markdown.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isSuccess } from "../../submission/states.ts";
import { asksByState, asksPerson } from "../../submission/ways-out.ts";
import { andMore, counted } from "../../text/amounts.ts";
import { orderInShort, targetOfAll, waysList } from "./answers.ts";
import { approversOf } from "./approvers.ts";
import { moreCauses, namesShown } from "./asking-part.ts";
import type { PeopleCall } from "./calls.ts";
import { whyPart } from "./command-markdown.ts";
import { isAborted, killedText } from "./ended-by.ts";
import { amountOf } from "./rolled-up.ts";
import { describeState } from "./state-text.ts";
import { byCause, type CauseGroup, namesOf, type SubmissionStatus, stateCounts, versionTarget } from "./status-text.ts";

const maxCalled = 20;
const maxReportedLength = 500;

/**
 * A new comment that calls the people of what it is about, and is mailed. What happened, and why, comes first: a phone
 * shows the first line. What can be done about it is in the status comment, and is not said twice.
 */
export const callMarkdown = ({ kind, about }: PeopleCall, page?: string): string =>
  printed(fitted([headline(kind, about), ...mentions(about), ...groupsPart(kind, about, page)], commentLimits))
    .markdown;

/** In one line: whom it mentions, and why. */
export const callInShort = ({
  kind,
  about,
}: PeopleCall): { readonly people: readonly string[]; readonly words: string } => {
  const { asked, contacts } = mentioned(about);
  return { people: [...asked, ...contacts], words: callHeadline(kind, about) };
};

const mentioned = (about: readonly SubmissionStatus[]) => {
  const asked = loginsOf(about, ({ state }) => approversOf(state).map((login) => `@${login}`));
  return {
    asked,
    contacts: loginsOf(about, ({ state }) => contactsOf(state)).filter((login) => !asked.includes(login)),
  };
};

/** The people whose approval is missing are asked for it; contacts who may not give it are informed. */
const mentions = (about: readonly SubmissionStatus[]): Doc => {
  const { asked, contacts } = mentioned(about);
  const mentions = inline(contacts.map(mention), " ");
  if (asked.length === 0) return contacts.length === 0 ? [] : [words(mentions)];
  const asks = md`${inline(asked.map(mention), " ")} may approve exactly this.`;
  return [words(contacts.length === 0 ? asks : md`${asks} ${mentions}: for your information.`)];
};

const loginsOf = (
  about: readonly SubmissionStatus[],
  of: (one: SubmissionStatus) => readonly string[],
): readonly string[] => [...new Set(about.flatMap(of))].slice(0, maxCalled);

const contactsOf = (state: SubmissionState): readonly string[] => ("intent" in state ? state.intent.contact : []);

const headline = (kind: PeopleCall["kind"], about: readonly SubmissionStatus[]): Block => ({
  kind: "headline",
  of: "page",
  words: md`${callHeadline(kind, about)}`,
});

const callHeadline = (kind: PeopleCall["kind"], about: readonly SubmissionStatus[]): string => {
  const [only, ...others] = about;
  const isOne = others.length === 0;
  const who = only !== undefined && isOne ? versionName(only.key) : amountOf(about);
  const causes = byCause(about).length;
  const why = isOne || causes === 0 ? "" : `, for ${counted(causes, "cause")}`;
  switch (kind) {
    case "person":
      return `${who} ${isOne ? "needs" : "need"} a person${why}.`;
    case "failed":
      if (about.every(({ state }) => isAborted(state)))
        return `${who} ${isOne ? "was" : "were"} ${killedText(about.map(({ state }) => state).filter(isAborted))}, and ${isOne ? "waits" : "wait"} to be closed, or replaced by a new version.`;
      return `${who} did not succeed, and ${isOne ? "needs" : "need"} a person${why}.`;
    case "ended":
      return isOne && only !== undefined
        ? `${who}: ${only.state.kind}, ${cut(describeState(only.state), maxReportedLength)}.`
        : `${who} have ended: ${stateCounts(about)}.`;
  }
};

const groupsPart = (kind: PeopleCall["kind"], about: readonly SubmissionStatus[], page: string | undefined): Doc =>
  kind === "ended"
    ? dataOf(about)
    : [
        {
          kind: "list",
          as: "paragraphs",
          items: byCause(about).map((group) => groupItem(group, page)),
          more: moreCauses,
        },
        words(md`The status comment of this pull request has the details, and everything that can be done.`),
      ];

const groupItem = ({ cause, ones }: CauseGroup<SubmissionStatus>, page: string | undefined): Block => {
  const [one] = ones;
  const title = md`${strong(md`${namesOf(ones, namesShown)}`)}: ${one.state.kind}, ${cause.words}`;
  return {
    kind: "part",
    short: title,
    whole: [words(title), ...whyPart(cause, one, maxReportedLength), ...firstAnswer({ cause, ones }, page)],
  };
};

/** The one thing to do first. */
const firstAnswer = ({ cause, ones }: CauseGroup<SubmissionStatus>, page: string | undefined): Doc => {
  const [one] = ones;
  const again = commandOrForm({ cause, ones }, page);
  if (again === undefined || cause.payload === undefined || !("intent" in one.state)) return again ?? [];
  return [
    words(
      md`Every job of ${cause.payload.step} ended so: correct the payload, ${code(`shrek bump ${one.state.intent.folder}`)}, and open a pull request. If the cause was outside:`,
    ),
    ...again,
  ];
};

const commandOrForm = (group: CauseGroup<SubmissionStatus>, page: string | undefined): Doc | undefined => {
  const [one] = group.ones;
  const target = targetOfAll(group.ones);
  // A question of main has two answers, and none of them is likelier.
  if (target !== undefined && !asksByState(one.state)) return [words(lines(waysList(one, target)))];
  const order = orderInShort(group, page);
  return order === undefined ? undefined : [words(order)];
};

const dataOf = (about: readonly SubmissionStatus[]): Doc => {
  const good = about.filter(({ state }) => !asksPerson(state) && isSuccess(state.kind));
  const names = [...new Set(good.map(({ key }) => versionTarget(key)))];
  if (names.length === 0) return [];
  return [
    words(
      md`In a clone, this lists the files: ${andMore(
        names.map((name) => `\`shrek files ${name}\``),
        namesShown,
      )}`,
    ),
  ];
};
