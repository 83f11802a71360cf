import { commandsNow } from "../submission/commands-now.ts";
import { isFinal } from "../submission/state.ts";
import { asksPerson } from "../submission/ways-out.ts";
import { code, lines, link, type Markdown, md, paragraphs, table } from "./markdown.ts";
import { describeState, notesOf } from "./state-words.ts";
import { type Standing, targetOf } from "./status-text.ts";

/** How the submissions of one pull request stand: three plain lines, then a table each. Made from the ledger alone, so that equal states are equal comments. */
export const statusMarkdown = (standing: readonly Standing[]): string => statusView(standing).markdown;

export const statusView = (standing: readonly Standing[]): Markdown =>
  paragraphs([lines([md`**${headline(standing)}**`, md`${wayOut(standing)}`]), ...standing.map(part)]);

const headline = (standing: readonly Standing[]): string => {
  const [only, ...others] = standing;
  if (only === undefined) return "Nothing was submitted for this pull request.";
  if (others.length === 0) return `${nameOf(only)}: ${only.state.kind}.`;
  const kinds = [...new Set(standing.map(({ state }) => state.kind))].map(
    (kind) => `${standing.filter(({ state }) => state.kind === kind).length} ${kind}`,
  );
  return `${standing.length} productions: ${kinds.join(", ")}.`;
};

const wayOut = (standing: readonly Standing[]): string => {
  const stuck = standing.filter(({ state }) => asksPerson(state));
  if (stuck.length > 0) return `A person has to act on ${stuck.map(nameOf).join(", ")}.`;
  return standing.every(({ state }) => isFinal(state.kind) || state.kind === "done" || state.kind === "accepted")
    ? "All productions are finished."
    : "No action is needed; this comment is updated automatically.";
};

const nameOf = ({ key }: Standing): string => key.split("/").slice(0, 2).join(" ");

const part = (one: Standing): Markdown => {
  const { state } = one;
  const said = paragraphs([
    md`${nameOf(one)}: ${state.kind}, ${describeState(state)}`,
    ...notesOf(state).map((note) => md`${note}`),
    ...ways(one),
  ]);
  if (!("tasks" in state) || state.tasks.length === 0) return said;
  const { monitor, contentDigest, outDS } = state.intent;
  const rows = state.tasks.map(({ step, id, status, files, finished, failed }) => [
    step,
    bar(finished, files),
    `${finished} of ${files}`,
    failed,
    status,
    link(String(id), `${monitor}/task/${id}/`),
  ]);
  return paragraphs([
    said,
    table(["step", "", "files", "failed", "status", "task"], rows),
    md`Datasets begin with ${code(outDS)}; content ${code(contentDigest.slice(0, 12))}.`,
  ]);
};

/** What a person can write, where a person is asked. */
const ways = (one: Standing): readonly Markdown[] => {
  if (!asksPerson(one.state)) return [];
  const commands = commandsNow(one.state, targetOf(one.key));
  if (commands.length === 0) return [];
  return [lines([md`To go on, write one of:`, ...commands.map(({ line, does }) => md`${code(line)} ${does}`)])];
};

const width = 10;
const bar = (part: number, whole: number): string => {
  const full = whole === 0 ? 0 : Math.floor((width * part) / whole);
  return `${"=".repeat(full)}${"-".repeat(width - full)}`;
};
