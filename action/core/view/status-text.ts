import { partsOfKey, type SubmissionKey, versionName } from "../ledger/event.ts";
import { commandsNow } from "../submission/commands-now.ts";
import type { SubmissionState } from "../submission/state.ts";
import { asksPerson } from "../submission/ways-out.ts";
import { describeState, notesOf } from "./state-words.ts";
import { textTable } from "./text-table.ts";

export type Standing = { readonly key: SubmissionKey; readonly state: SubmissionState };

/** What a command names: `TAG@VERSION`, and of a run `TAG@VERSION#82372`. */
export const targetOf = (key: SubmissionKey): string => {
  const { tag, version, block } = partsOfKey(key);
  return `${tag}@${version}${block === 0 ? "" : `#${block}`}`;
};

/** How submissions stand, for a terminal: one paragraph each, with the links a person would click. */
export const statusText = (standing: readonly Standing[], refused: readonly string[] = []): string => {
  const parts = [...refused.map(refusedLine), ...standing.map(paragraph)];
  return parts.length === 0 ? "There are no active submissions.\n" : `${parts.join("\n\n")}\n`;
};

const refusedLine = (folder: string): string =>
  `${folder}: refused on main, nothing of it is submitted; \`shrek check ${folder}\` says why. Fix it in a new pull request.`;

const paragraph = ({ key, state }: Standing): string => {
  const head = [
    `${versionName(key)}: ${state.kind}, ${describeState(state)}`,
    ...notesOf(state),
    ...(asksPerson(state) ? commandsNow(state, targetOf(key)).map(({ line, does }) => `  ${line}  ${does}`) : []),
  ].join("\n");
  if (!("tasks" in state) || state.tasks.length === 0) return head;
  const { monitor } = state.intent;
  const rows = state.tasks.map(({ step, id, status, files, finished, failed }) => [
    step,
    status,
    `${finished} of ${files}`,
    String(failed),
    `${monitor}/task/${id}/`,
  ]);
  return `${head}\n${textTable(["step", "status", "files", "failed", "task"], rows)}`;
};

/** The same as data, for scripts. */
export const statusJson = (standing: readonly Standing[]): unknown =>
  standing.map(({ key, state }) => {
    return {
      ...partsOfKey(key),
      state: state.kind,
      words: describeState(state),
      notes: notesOf(state),
      asksPerson: asksPerson(state),
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
