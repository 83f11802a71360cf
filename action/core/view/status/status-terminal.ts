import { partsOfKey, versionName } from "../../ledger/event.ts";
import { cut, printed } from "../../markdown/doc.ts";
import { paragraphs } from "../../markdown/markdown.ts";
import { textTable } from "../../markdown/text-table.ts";
import { deliveredText } from "../../outcomes/delivered-text.ts";
import type { Sample } from "../../outcomes/samples.ts";
import { shownState } from "../../submission/states.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { causeId, causeOf } from "./cause.ts";
import { failuresPart } from "./command-markdown.ts";
import { notesOf } from "./notes-text.ts";
import { ordersNow, remakeNotes } from "./orders-now.ts";
import { barText, progressOfTask } from "./progress.ts";
import { amountOf } from "./rolled-up.ts";
import { describeState } from "./state-text.ts";
import { statusDoc } from "./status-markdown.ts";
import { inNaturalOrder, type SubmissionStatus, stateCounts, targetOf } from "./status-text.ts";

/** More than these are shown in groups, or by the pull request that asked for them, in one line each. */
const maxWhole = 10;

/**
 * The status of submissions, for a terminal: one paragraph each, with the links a person would click; of many the
 * groups that the status comment has. `each`: all of them, for a person who asks for one state.
 */
export const statusText = (
  all: readonly SubmissionStatus[],
  { refused = [], samples = [] }: { readonly refused?: readonly string[]; readonly samples?: readonly Sample[] } = {},
  each = false,
): string => {
  const statuses = inNaturalOrder(all);
  const parts = [
    ...refused.map(refusedLine),
    ...samples.flatMap(sampleLine),
    ...(statuses.length <= maxWhole
      ? [...countsLine(statuses), ...statuses.map(paragraph)]
      : each
        ? [...countsLine(statuses), lineEach(statuses)]
        : [printed(statusDoc(statuses, {}), "shut").text, howToSeeEach]),
  ];
  return parts.length === 0 ? "There are no active submissions.\n" : `${parts.join("\n\n")}\n`;
};

const howToSeeEach =
  "`shrek status --failed` lists each that stopped, `shrek status --state STATE` each in a state, `shrek status TAG@VERSION` says all of one.";

const sampleLine = (sample: Sample): readonly string[] => {
  const said = deliveredText(sample);
  return said === undefined ? [] : [`${sample.tag}: ${said}`];
};

const countsLine = (statuses: readonly SubmissionStatus[]): readonly string[] =>
  statuses.length < 2 ? [] : [`${amountOf(statuses)}: ${stateCounts(statuses)}.`];

const lineEach = (statuses: readonly SubmissionStatus[]): string =>
  textTable(
    ["production", "state", "what"],
    statuses.map((one) => [
      targetOf(one.key),
      one.state.kind,
      cut(causeOf(one.state)?.words ?? describeState(one.state), maxLineLength),
    ]),
  );
const maxLineLength = 120;

const refusedLine = (folder: string): string =>
  `${folder}: refused on main, nothing new of it is submitted; \`shrek check ${folder}\` says why. Fix it in a new pull request.`;

const paragraph = (one: SubmissionStatus): string => {
  const { key, state } = one;
  const failures = paragraphs(failuresPart(state)).text;
  const head = [
    `${versionName(key)}: ${shownState(state)}, ${describeState(state)}`,
    ...(failures === "" ? [] : [failures.replaceAll("\n\n", "\n")]),
    ...notesOf(state),
    ...remakeNotes([one], "orders"),
    ...ordersNow(one).map(({ line, does }) => `  ${line}  ${does}`),
  ].join("\n");
  if (!("tasks" in state) || state.tasks.length === 0) return head;
  const { monitor } = state.intent;
  const rows = state.tasks.map((task) => [
    task.step,
    task.status,
    barText(progressOfTask(task)),
    `${monitor}/task/${task.id}/`,
  ]);
  return `${head}\n${textTable(["step", "status", "inputs done", "task"], rows)}`;
};

export const statusJson = (statuses: readonly SubmissionStatus[]): unknown =>
  statuses.map((one) => {
    const { key, state } = one;
    return {
      ...partsOfKey(key),
      state: state.kind,
      words: describeState(state),
      notes: [...notesOf(state), ...remakeNotes([one], "orders")],
      orders: ordersNow(one),
      asksPerson: asksPerson(state),
      ...causeJson(state),
      ...("intent" in state
        ? { outDS: state.intent.outDS, contentDigest: state.intent.contentDigest, commit: state.intent.commit }
        : {}),
      ...("request" in state ? { request: state.request } : {}),
      tasks:
        "tasks" in state
          ? state.tasks.map((task) => ({ ...task, link: `${state.intent.monitor}/task/${task.id}/` }))
          : [],
    };
  });

/** For scripts that answer a group as the form does. */
const causeJson = (state: SubmissionStatus["state"]) => {
  const cause = causeOf(state);
  return cause === undefined ? {} : { cause: { id: causeId(cause), words: cause.words, said: cause.said ?? null } };
};
