import { type EndedList, noneEnded } from "../ledger/ended-list.ts";
import { type Intent, type SubmissionKey, submissionKey } from "../ledger/event.ts";
import {
  endedPath,
  foundationPath,
  livePath,
  mainPath,
  readKeys,
  readLines,
  readStreams,
  streamsPath,
  watchedPath,
} from "../ledger/line.ts";
import { submissionLabel } from "../ledger/names.ts";
import { lastSeed } from "../ledger/streams.ts";
import { tagDue, tagFault } from "../ledger/tag-fault.ts";
import { compareText } from "../problems/problem.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isLive } from "../submission/states.ts";
import { readWatched } from "../submission/watch.ts";
import { takeSeeds, watchedAfter } from "../view/ledger/pages.ts";
import { endedAfter, readEnded, shownEnded } from "../view/ledger/recently-ended.ts";
import { readWhole, type WholeLedger } from "./read-ledger.ts";

/** The branch, what SHREK wrote on it last where that is something else, and the tags with their messages. */
export type LedgerWitnesses = {
  readonly texts: ReadonlyMap<string, string>;
  readonly lastOurs: ReadonlyMap<string, string> | undefined;
  readonly tags: ReadonlyMap<string, string>;
};

/** Do the events make states, do the made files say what the events say, and do the tags say the same? One line each. */
export const ledgerFaults = ({ texts, lastOurs, tags }: LedgerWitnesses): readonly string[] => {
  const whole = readWhole(texts);
  return [
    ...(whole.foundation === undefined ? [`${foundationPath} is missing or cannot be read`] : []),
    ...mainFaults(texts.get(mainPath) ?? ""),
    ...whole.broken.values(),
    ...[...whole.states].flatMap(([key, state]) => ("intent" in state ? labelFaults(key, state.intent) : [])),
    ...madeFaults(texts, whole),
    ...sharedSeeds(whole.states),
    ...[...tags].flatMap(([name, message]) => tagFaults(name, message, whole)),
    ...goneTags(tags, whole),
    ...(lastOurs === undefined ? [] : handFaults(texts, lastOurs)),
  ];
};

const mainFaults = (text: string): readonly string[] => {
  const lines = readLines(text);
  return lines.kind === "read" ? [] : [`${mainPath}:${lines.line} cannot be read`];
};

/** The label is a digest of names; PanDA's names are made of it. */
const labelFaults = (key: SubmissionKey, { repository, tag, version, run, label }: Intent): readonly string[] =>
  label === submissionLabel(repository, tag, version, run) ? [] : [`${key}: its label is not made of its names`];

const madeFaults = (texts: ReadonlyMap<string, string>, { states }: WholeLedger): readonly string[] => {
  const followed = [...states].filter(([, state]) => isLive(state)).map(([key]) => key);
  const seeds = takeSeeds(new Map(), states);
  return [
    ...madeFault(livePath, texts.get(livePath), readKeys, followed.toSorted(compareText)),
    ...madeFault(
      streamsPath,
      texts.get(streamsPath),
      readStreams,
      [...seeds].toSorted(([a], [b]) => compareText(a, b)),
    ),
    ...madeFault(watchedPath, texts.get(watchedPath) ?? "[]", readWatched, watchedAfter([], states)),
    ...endedFaults(texts.get(endedPath), endedAfter(noneEnded, states).ended),
  ];
};

/** Of the list only the last ones are compared: when earlier ones went to their pages depends on how many ended at once. */
const endedFaults = (text: string | undefined, { last }: EndedList): readonly string[] =>
  text === undefined && last.length === 0
    ? []
    : madeFault(endedPath, text, (there) => readEnded(there)?.last.slice(0, shownEnded), last.slice(0, shownEnded));

const madeFault = <T>(
  path: string,
  text: string | undefined,
  read: (text: string) => readonly T[] | undefined,
  should: readonly T[],
): readonly string[] => {
  if (text === undefined) return [`${path} is missing`];
  const found = read(text);
  if (found === undefined) return [`${path} cannot be read`];
  const sorted = found.toSorted((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  const wanted = should.toSorted((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  return JSON.stringify(sorted) === JSON.stringify(wanted) ? [] : [`${path} does not match the events`];
};

/** Ranges follow each other by construction; an import or a correction by hand may break that. */
const sharedSeeds = (states: ReadonlyMap<SubmissionKey, SubmissionState>): readonly string[] => {
  const ranges = [...states].flatMap(([key, state]) =>
    "intent" in state ? state.intent.seeds.map((range) => ({ key, ...range, last: lastSeed(range) })) : [],
  );
  const faults: string[] = [];
  for (const ofStream of Map.groupBy(ranges, ({ stream }) => stream).values()) {
    let [before, ...rest] = ofStream.toSorted((a, b) => a.first - b.first);
    for (const range of rest) {
      if (before !== undefined && range.first <= before.last)
        faults.push(
          `${range.key} and ${before.key} share the seeds ${range.first} to ${Math.min(range.last, before.last)} of ${range.stream}`,
        );
      if (before === undefined || range.last > before.last) before = range;
    }
  }
  return faults;
};

/** The tag was made after the intent, and repeats it. */
const tagFaults = (name: string, message: string, { events, broken }: WholeLedger): readonly string[] => {
  const [, tag = "", version = "", run] = name.split("/");
  const own = submissionKey(tag, version, run === undefined ? undefined : Number(run));
  const lines = events.get(own) ?? [];
  if (lines.length === 0)
    return broken.has(own) ? [] : [`the tag ${name} has no ledger entry: the ledger is incomplete`];
  const fault = tagFault(name, message, lines);
  return fault === undefined ? [] : [fault];
};

/** Tags that somebody deleted. */
const goneTags = (tags: ReadonlyMap<string, string>, { events }: WholeLedger): readonly string[] =>
  [...events.values()].flatMap((lines) => {
    const due = tagDue(lines);
    return due === undefined || tags.has(due) ? [] : (tagFault(due, undefined, lines) ?? []);
  });

const handFaults = (now: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>): readonly string[] => {
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((path) => now.get(path) !== before.get(path));
  return changed.length === 0
    ? ["the last commit of the branch was not made by SHREK"]
    : changed.toSorted(compareText).map((path) => `${path} was ${now.has(path) ? "changed" : "removed"} by hand`);
};
