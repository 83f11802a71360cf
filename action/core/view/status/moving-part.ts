import { versionName } from "../../ledger/event.ts";
import { type Block, cut, type Doc, perhaps, words } from "../../markdown/doc.ts";
import { code, inline, link, type Markdown, md, strong } from "../../markdown/markdown.ts";
import { shownState } from "../../submission/states.ts";
import { isOver } from "../../submission/ways-out.ts";
import { counted, sizeText, thousands } from "../../text/amounts.ts";
import { moveAway } from "./answers.ts";
import { namesShown, sharedNotes } from "./asking-part.ts";
import { lostMoveText, notesOf } from "./notes-text.ts";
import { remakeNotes } from "./orders-now.ts";
import { barMarkdown, progressOfTasks } from "./progress.ts";
import { resultOf } from "./result-text.ts";
import { queuedText, type RunGroup } from "./rolled-up.ts";
import { describeState } from "./state-text.ts";
import { inNaturalOrder, namesOf, type SubmissionStatus, stateCounts, waitingText } from "./status-text.ts";

/** More than these in one state are one paragraph, and each a line in its fold. */
const linesOpen = 10;

/** Submissions that need nobody, state by state. */
export const byState = (ones: readonly SubmissionStatus[]): Doc =>
  [...Map.groupBy(inNaturalOrder(ones), ({ state }) => state.kind).values()].flatMap((alike) =>
    alike.length <= linesOpen ? alike.map(linePart) : [manyPart(alike)],
  );

/** What a person should look at has a line of its own. */
const linePart = (one: SubmissionStatus): Block => ({
  kind: "part",
  whole: [words(lineOf(one)), ...lostMoveText(one.state).map((lost) => words(md`${lost}.`))],
  short: titled(one, ""),
});

const manyPart = (ones: readonly SubmissionStatus[]): Block => {
  const [first] = ones;
  const title = md`${strong(md`${thousands(ones.length)} ${first?.state.kind ?? ""}`)}${progressOf(ones)}: ${namesOf(ones, namesShown)}`;
  return {
    kind: "part",
    short: title,
    whole: [
      words(title),
      ...waitingText(ones).map((waiting) => words(md`${waiting}: no site has taken it yet.`)),
      ...moveAway(ones).map(perhaps),
      ...sharedNotes(ones).map((note) => perhaps(md`${note}`)),
      { kind: "fold", summary: `Each of the ${ones.length}`, inside: [eachLine(ones)] },
    ],
  };
};

const eachLine = (ones: readonly SubmissionStatus[]): Block => ({
  kind: "list",
  as: "points",
  items: ones.map((one) => words(shortLine(one))),
  more: md`: ${code("shrek status")} in a clone lists them.`,
});

/** Inputs of what runs; files and bytes of what has ended. */
const progressOf = (ones: readonly SubmissionStatus[]): Markdown => {
  const results = ones.map(({ state }) => resultOf(state));
  if (ones.every(({ state }) => isOver(state))) {
    const files = results.reduce((all, one) => all + (one.files ?? 0), 0);
    const bytes = results.reduce((all, one) => all + (one.bytes ?? 0), 0);
    return files === 0 ? md`` : md`, ${counted(files, "file")}${bytes === 0 ? "" : `, ${sizeText(bytes)}`}`;
  }
  return inputsDone(ones);
};

const inputsDone = (ones: readonly SubmissionStatus[]): Markdown => {
  const progress = progressOfTasks(ones.flatMap(({ state }) => ("tasks" in state ? state.tasks : [])));
  return progress.inputs === 0 ? md`` : md`, ${barMarkdown(progress, " inputs done")}`;
};

/** The name, the state and what it means. */
export const titled = (one: SubmissionStatus, said: string): Markdown =>
  md`${strong(md`${versionName(one.key)}`)}: ${shownState(one.state)}${said === "" ? "" : `, ${said}`}`;

const lineOf = (one: SubmissionStatus): Markdown => {
  const lost = lostMoveText(one.state);
  const others = [...notesOf(one.state).filter((note) => !lost.includes(note)), ...remakeNotes([one])];
  const notes = others.map((note) => `; ${cut(note, maxInLineLength)}`);
  return inline(
    [titled(one, cut(describeState(one.state), maxInLineLength)), md`${notes.join("")}`, ...taskLinks(one)],
    "",
  );
};
const maxInLineLength = 200;

/** In a fold of many, where the paragraph above says the state. */
const shortLine = (one: SubmissionStatus): Markdown => {
  const said = isOver(one.state) ? cut(describeState(one.state), maxShortLength) : "";
  return inline([md`${versionName(one.key)}${said === "" ? "" : `: ${said}`}`, ...taskLinks(one)], "");
};
const maxShortLength = 60;

const taskLinks = ({ state }: SubmissionStatus): readonly Markdown[] =>
  isOver(state) || !("tasks" in state)
    ? []
    : state.tasks.map(({ id }) => md`, task ${link(id, `${state.intent.monitor}/task/${id}/`)}`);

/** The runs of one version: how many have which status. */
export const versionPart = ({ tag, version, runs }: RunGroup<SubmissionStatus>): Block => {
  const title = md`${strong(md`${tag} ${version}`)}: ${counted(runs.length, "run")}: ${stateCounts(runs)}${queuedText(runs)}`;
  return {
    kind: "part",
    short: title,
    whole: [
      words(md`${title}${inputsDone(runs)}.`),
      ...waitingText(runs).map((waiting) => words(md`${waiting}: no site has taken it yet.`)),
      ...moveAway(runs).map(perhaps),
      perhaps(md`In a clone ${code(`shrek status ${tag}@${version}`)} lists all of them.`),
    ],
  };
};
