import type { Intent } from "../../ledger/event.ts";
import { type Doc, perhaps, words } from "../../markdown/doc.ts";
import { code, link, type Markdown, md } from "../../markdown/markdown.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { failuresPart } from "./failures-markdown.ts";
import { notesOf } from "./notes-text.ts";
import { barMarkdown, progressOfTask } from "./progress.ts";
import type { SubmissionStatus } from "./status-text.ts";
import { trialMeasuredPart } from "./trial-measured.ts";

/** With since when each step has its status, where the ledger was read for it. */
export type StatusSince = SubmissionStatus & { readonly stepsSince?: ReadonlyMap<string, string> };

/** All that is known of one submission, below its title; the notes of one that asks for a person are shown with the group. */
export const detailsOf = (one: StatusSince): Doc => {
  const { state } = one;
  return [
    ...failuresPart(state).map(perhaps),
    ...trialMeasuredPart(state).map(perhaps),
    ...(asksPerson(state) ? [] : notesOf(state).map((note) => words(md`${note}`))),
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
