import { isTrial } from "../../conventions/version-style.ts";
import { partsOfKey } from "../../ledger/event.ts";
import { priorityOf } from "../../ledger/intended-steps.ts";
import { noSiteOnlineText, type Queued, untilThawed, withinText } from "../../ledger/queued.ts";
import type { OfSubmission } from "../../ledger/run-names.ts";
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
