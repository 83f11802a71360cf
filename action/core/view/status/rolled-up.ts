import { isTrial } from "../../conventions/version-style.ts";
import { partsOfKey, type TaskSeen } from "../../ledger/event.ts";
import { priorityOf } from "../../ledger/intended-steps.ts";
import { noSiteOnlineText, type Queued, untilThawed, withinText } from "../../ledger/queued.ts";
import type { OfSubmission } from "../../ledger/run-names.ts";
import { code, type Markdown, md } from "../../markdown/markdown.ts";
import { commandedPriority } from "../../submission/pending-command.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { counted, joinedBy, thousands } from "../../text/amounts.ts";

/** Runs of one version that are shown together, and everything else. */
export type RolledUp<T> = { readonly apart: readonly T[]; readonly groups: readonly RunGroup<T>[] };
export type RunGroup<T> = { readonly tag: string; readonly version: string; readonly runs: readonly T[] };

/** Fewer runs of a version are shown one by one. */
const fewest = 4;

/** How the key of what has no run ends: of thousands it is asked in each commit. */
const noRun = "/0";

/** Of a production that grows, hundreds of submissions are one thing to look at. */
export const rolledUp = <T extends OfSubmission>(all: readonly T[]): RolledUp<T> => {
  const byVersion = Map.groupBy(all, ({ key }) => (key.endsWith(noRun) ? key : key.slice(0, key.lastIndexOf("/"))));
  const groups: RunGroup<T>[] = [];
  const apart: T[] = [];
  for (const runs of byVersion.values()) {
    const [first] = runs;
    if (first === undefined || runs.length < fewest) apart.push(...runs);
    else groups.push({ tag: partsOfKey(first.key).tag, version: partsOfKey(first.key).version, runs });
  }
  return { apart, groups };
};

/** The priority that a person or their request gives them, which orders them among others; nothing where it gives none. */
export const priorityText = ([first]: readonly { readonly state: SubmissionState }[]): string => {
  const priority =
    first !== undefined && "past" in first.state
      ? (commandedPriority(first.state.past.pendingCommands) ?? priorityOf(first.state.intent))
      : undefined;
  return priority === undefined ? "" : `, priority ${priority}`;
};

/** How many of them wait for the first runs, for a place, for a freeze to end, for a site, in a campaign, and for another day; nothing where none does. */
export const queuedText = (runs: readonly { readonly state: SubmissionState }[]): string => {
  const queued = runs.flatMap(({ state }) =>
    state.kind === "intended" || state.kind === "checked" ? (state.past.queued ?? []) : [],
  );
  const first = queued.flatMap((one) => ("first" in one ? [one] : []));
  const limits = queued.flatMap((one) => ("atMost" in one ? [one.atMost] : []));
  const days = queued.flatMap((one) => ("startsPerDay" in one ? [one.startsPerDay] : []));
  const frozen = queued.flatMap((one) => ("until" in one ? [one] : []));
  const siteless = queued.flatMap((one) => ("offline" in one ? [one] : []));
  const planned = queued.flatMap((one) => ("within" in one ? [one] : []));
  const [[held], [most], [perDay], [freeze], [campaign], [site]] = [first, limits, days, frozen, planned, siteless];
  return [
    ...(held === undefined ? [] : [`; ${wait(first.length)} ${untilFirst(held)}`]),
    ...(most === undefined ? [] : [`; ${wait(limits.length)} for a place, at most ${most} are at PanDA at one time`]),
    ...(freeze === undefined ? [] : [`; ${wait(frozen.length)} ${untilThawed(freeze)}`]),
    ...(site === undefined ? [] : [`; ${wait(siteless.length)} ${noSiteOnlineText(site)}`]),
    ...(campaign === undefined ? [] : [`; ${wait(planned.length)} ${withinText(campaign)}`]),
    ...(perDay === undefined ? [] : [`; ${wait(days.length)} ${untilNextDay(perDay)}`]),
  ].join("");
};

const wait = (count: number): string => `${thousands(count)} ${count === 1 ? "waits" : "wait"}`;
/** `2 productions and 1 trial`; runs, where each is of a production that grows. */
export const amountOf = (all: readonly OfSubmission[]): string => {
  const { trial = [], release = [] } = Object.groupBy(all, ({ key }) =>
    isTrial(partsOfKey(key).version) ? "trial" : "release",
  );
  const word = release.every(({ key }) => partsOfKey(key).run !== undefined) ? "run" : "production";
  return joinedBy(
    [
      ...(release.length === 0 ? [] : [counted(release.length, word)]),
      ...(trial.length === 0 ? [] : [counted(trial.length, "trial")]),
    ],
    "and",
  );
};

/** Follows "waits". */
export const untilNextDay = (startsPerDay: number): string =>
  `for another day: ${counted(startsPerDay, "job")} a day begin by themselves`;

/** Follows "waits": until when, and what ends it where too few of them can be good any more. */
export const untilFirst = ({ first: { runs, good }, lost }: Extract<Queued, { readonly first: unknown }>): string => {
  const share =
    runs === 1
      ? "the first run of its version is good"
      : `${good} of the first ${runs} runs of its version ${good === 1 ? "is" : "are"} good`;
  return `until ${share}${lost ? ", which cannot be reached any more: a new version ends it, or a lower `first` in the request on main" : ""}`;
};

/** Of `inputs`, 0 while nobody knows how many there are: those that are done, and those that PanDA gave up. */
export type InputsDone = { readonly done: number; readonly failed: number; readonly inputs: number };

const width = 10;

/**
 * `====xx....`: done, failed, still to do; empty where nobody knows of how many. It is full only when all are done, and
 * one that failed is seen among thousands. A line is never broken in it, as it would be at a hyphen.
 */
export const bar = ({ done, failed, inputs }: InputsDone): string => {
  if (inputs === 0) return "";
  const cells = (part: number): number => Math.min(width, Math.floor((width * part) / inputs));
  const good = Math.min(cells(done), failed === 0 ? width : width - 1);
  const bad = failed === 0 ? 0 : Math.max(1, cells(done + failed) - good);
  return "=".repeat(good) + "x".repeat(bad) + ".".repeat(width - good - bad);
};

/** The numbers, which stand beside each bar; `of` follows that of all. */
export const progressWords = ({ done, failed, inputs }: InputsDone, of = ""): string => {
  const bad = failed === 0 ? "" : `, ${thousands(failed)} failed`;
  return inputs === 0 ? "number not known yet" : `${thousands(done)} of ${thousands(inputs)}${of}${bad}`;
};

/** For a terminal: `====xx.... 400 of 1 000, 180 failed`. */
export const barText = (progress: InputsDone): string =>
  [bar(progress), progressWords(progress)].filter((part) => part !== "").join(" ");

export const barMarkdown = (progress: InputsDone, of = ""): Markdown => {
  const drawn = bar(progress);
  return drawn === "" ? md`${progressWords(progress, of)}` : md`${code(drawn)} ${progressWords(progress, of)}`;
};

export const progressOfTask = ({ finished, failed, files }: TaskSeen): InputsDone => ({
  done: finished,
  failed,
  inputs: files,
});

/** Of all tasks; PanDA counts a task by the files that it reads, or by its jobs where it reads none. */
export const progressOfTasks = (tasks: readonly TaskSeen[]): InputsDone => {
  const all = tasks.map(progressOfTask);
  const sum = (of: (one: InputsDone) => number): number => all.reduce((total, one) => total + of(one), 0);
  return { done: sum(({ done }) => done), failed: sum(({ failed }) => failed), inputs: sum(({ inputs }) => inputs) };
};
