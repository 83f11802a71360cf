import type { SubmissionKey, TaskSeen } from "../ledger/event.ts";
import { broughtPath, livePath, pagePath, streamsPath, watchedPath } from "../ledger/line.ts";
import { lastSeed, type Streams } from "../ledger/streams.ts";
import { compareText } from "../problems/problem.ts";
import { isLive, type SubmissionState } from "../submission/state.ts";
import { type WatchedSuccess, watchedOf } from "../submission/watch.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import { describeState } from "./state-words.ts";

export type States = ReadonlyMap<SubmissionKey, SubmissionState>;

/**
 * The files that are made from the events and stand beside them: what is still followed, the seeds that were given, and pages
 * for people. `live` holds every live submission; `touched` those that the commit changes.
 */
export const pagesOf = (
  live: States,
  touched: States,
  streams: Streams,
  watched: readonly WatchedSuccess[] = [],
): readonly SourceFile[] => {
  const following = [...new Map([...live, ...touched])]
    .filter(([, state]) => isLive(state))
    .toSorted(([a], [b]) => compareText(a, b));
  return [
    textFile(livePath, list(following.map(([key]) => key))),
    textFile(streamsPath, list([...streams].toSorted(([a], [b]) => compareText(a, b)))),
    textFile(watchedPath, list(watchedAfter(watched, touched))),
    textFile("README.md", overview(following)),
    ...[...touched].map(([key, state]) => textFile(pagePath(key), page(key, state))),
  ];
};

/** Successes that are watched, after these submissions changed. */
export const watchedAfter = (before: readonly WatchedSuccess[], touched: States): readonly WatchedSuccess[] =>
  [
    ...[
      ...before.filter(({ key }) => !touched.has(key)),
      ...[...touched].flatMap(([key, state]) => watchedOf(key, state) ?? []),
    ],
  ].toSorted((a, b) => compareText(a.key, b.key));

/** The submissions that one commit brought to main, those that ended or were skipped too. */
export const broughtPage = (commit: string, keys: readonly SubmissionKey[]): SourceFile =>
  textFile(broughtPath(commit), list([...new Set(keys)].toSorted(compareText)));

/** One entry a line, so that git's deltas stay small. */
const list = (entries: readonly unknown[]): string =>
  entries.length === 0 ? "[]\n" : `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;

/** The last seed that each stream gave away, after these submissions took theirs. */
export const takeSeeds = (streams: Streams, states: States): Streams => {
  const after = new Map(streams);
  for (const state of states.values()) {
    if (!("intent" in state)) continue;
    for (const range of state.intent.seeds)
      after.set(range.stream, Math.max(after.get(range.stream) ?? 0, lastSeed(range)));
  }
  return after;
};

const overview = (following: readonly (readonly [SubmissionKey, SubmissionState])[]): string => {
  const head = "# Ledger\n\nWritten by shrek from the events under `submissions/`; edit nothing here.\n\n";
  if (following.length === 0) return `${head}There are no active submissions.\n`;
  const rows = following.map(
    ([key, state]) => `| [${key}](${pagePath(key)}) | ${state.kind} | ${cell(describeState(state))} |`,
  );
  return `${head}| submission | state | |\n|---|---|---|\n${rows.join("\n")}\n`;
};

const page = (key: SubmissionKey, state: SubmissionState): string => {
  const [tag, version] = key.split("/");
  const title = `# ${tag} ${version}\n\n**${state.kind}**: ${cell(describeState(state))}\n`;
  if (!("intent" in state)) return title;
  const { intent } = state;
  const facts: readonly (readonly [string, string])[] = [
    ["requester", intent.requester],
    ["commit", intent.commit],
    ["folder", intent.folder],
    ["content digest", intent.contentDigest],
    ["outDS", intent.outDS],
    ["attempt", String(state.attempt)],
    ["PanDA", `${intent.panda.url} as ${intent.panda.userName}, ${intent.panda.prodSourceLabel}`],
    ...("request" in state ? [["request", String(state.request)] as const] : []),
    ...intent.seeds.map(
      (range) => [`seeds of ${range.step}`, `${range.first} to ${lastSeed(range)} of ${range.stream}`] as const,
    ),
  ];
  const table = facts.map(([name, value]) => `| ${name} | ${cell(value)} |`).join("\n");
  return `${title}\n| | |\n|---|---|\n${table}\n${"tasks" in state ? taskTable(intent.monitor, state.tasks) : ""}`;
};

const taskTable = (monitor: string, tasks: readonly TaskSeen[]): string => {
  const rows = tasks.map(
    ({ step, id, status, files, finished, failed }) =>
      `| ${step} | [${id}](${address(monitor)}/task/${id}/) | ${cell(status)} | ${finished} of ${files} | ${failed} |`,
  );
  return `\n| step | task | status | files | failed |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
};

/** Nothing of an address ends the link or the cell in which it stands. */
const address = (url: string): string =>
  url.replace(/[^A-Za-z0-9:/?&=.,_~%+-]/g, (mark) => encodeURIComponent(mark).replace(/[()!'*]/g, percent));
const percent = (mark: string): string => `%${mark.charCodeAt(0).toString(16)}`;

/** Nothing of a stranger's text leaves its cell, becomes a link, or calls a person. */
const cell = (text: string): string =>
  text
    .replace(/[\r\n]+/g, " ")
    .replace(/[&\\`*_{}[\]()#+!|<>~@$]|:(?=\/\/)|(?<=www)\./gi, (mark) => `&#${mark.charCodeAt(0)};`)
    // Mail addresses and mentions are found in the text that entities became; a space of no width parts them.
    .replaceAll("&#64;", "&#64;&#8203;");
