import { versionName } from "../ledger/event.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { PeopleCall } from "./calls.ts";
import { cut } from "./cut.ts";
import { code, type Markdown, md, mention, paragraphs } from "./markdown.ts";
import { wordFor } from "./rolled-up.ts";
import { describeState, notesOf } from "./state-words.ts";
import { stateCounts, titled } from "./status-markdown.ts";
import type { Standing } from "./status-text.ts";
import { waysMarkdown } from "./ways-markdown.ts";

const mostAbout = 20;
const mostCalled = 20;
const longestTold = 1000;

/** A new comment that calls the contacts of what it is about. What happened comes first: a phone shows the first line. */
export const callMarkdown = ({ kind, about }: PeopleCall): string => {
  const shown = about.slice(0, mostAbout);
  const rest = about.length - shown.length;
  return paragraphs([
    md`**${callHeadline(kind, about)}**`,
    ...mentions(about),
    ...shown.map(standingPart),
    ...(rest === 0 ? [] : [md`And ${rest} more: the status comment of this pull request lists them.`]),
  ]).markdown;
};

const mentions = (about: readonly Standing[]): readonly Markdown[] => {
  const contacts = [...new Set(about.flatMap(({ state }) => contactsOf(state)))].slice(0, mostCalled);
  const [first, ...others] = contacts.map(mention);
  return first === undefined ? [] : [others.reduce((line, one) => md`${line} ${one}`, first)];
};

const contactsOf = (state: SubmissionState): readonly string[] => ("intent" in state ? state.intent.contact : []);

const callHeadline = (kind: PeopleCall["kind"], about: readonly Standing[]): string => {
  const [only, ...others] = about;
  const who = only !== undefined && others.length === 0 ? versionName(only.key) : `${about.length} ${wordFor(about)}`;
  const one = others.length === 0;
  switch (kind) {
    case "person":
      return `${who} ${one ? "needs" : "need"} a person.`;
    case "failed":
      return `${who} did not succeed, and ${one ? "needs" : "need"} a person.`;
    case "ended":
      return one ? `${who}: ${only?.state.kind ?? "ended"}.` : `${who} have ended: ${stateCounts(about)}.`;
  }
};

const standingPart = (one: Standing): Markdown => {
  const { state } = one;
  return paragraphs([
    titled(one, cut(describeState(state), longestTold)),
    ...notesOf(state).map((note) => md`${cut(note, longestTold)}`),
    ...waysMarkdown(one),
    ...data(state),
  ]);
};

const data = (state: SubmissionState): readonly Markdown[] =>
  (state.kind === "done" || state.kind === "accepted") && state.tasks.length > 0
    ? [md`Its datasets begin with ${code(state.intent.outDS)}.`]
    : [];
