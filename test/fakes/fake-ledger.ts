import { isOfMain, isOfReading, type LedgerEvent, type SubmissionKey } from "../../action/core/ledger/event.ts";
import {
  readFoundation,
  readLines,
  unreadableLedger,
  writeFoundation,
  writeLine,
} from "../../action/core/ledger/line.ts";
import { firstRead, frozenBy, keptOfMain, maxMainEvents } from "../../action/core/ledger/main-after.ts";
import {
  allParts,
  broughtPath,
  endedPath,
  eventsPath,
  foundationPath,
  keyOfPath,
  livePath,
  mainPath,
  noneEnded,
  pathsOfEvent,
  readKeys,
  streamsPath,
  watchedPath,
} from "../../action/core/ledger/paths.ts";
import { readSubmission, type SubmissionFile } from "../../action/core/ledger/submission-file.ts";
import { trialsWaiting } from "../../action/core/ledger/waiting-trials.ts";
import type { LedgerHead } from "../../action/core/pass/view.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import { readWatched } from "../../action/core/submission/watch.ts";
import { readEnded } from "../../action/core/view/ledger/recently-ended.ts";
import type { Ledger } from "../../action/ports/ledger.ts";
import { anyWay } from "./any-way.ts";

type Files = ReadonlyMap<string, string>;
type ReadFile = (key: SubmissionKey, text: string | undefined) => SubmissionFile;

/** The branch behind one or several fake ledgers: every commit that was ever made, and where the branch stands. */
export type FakeBranch = { commits: Map<string, Files>; head: string | undefined };

export const fakeBranch = (): FakeBranch => ({ commits: new Map(), head: undefined });

/** A commit on top of what stands; a file whose text is `undefined` goes. */
export const commitTo = (branch: FakeBranch, texts: Readonly<Record<string, string | undefined>>): string => {
  const id = (branch.commits.size + 1).toString(16).padStart(40, "0");
  const files = new Map(filesOf(branch, branch.head));
  for (const [path, text] of Object.entries(texts))
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  branch.commits.set(id, files);
  branch.head = id;
  return id;
};

export const beginFakeLedger = (branch: FakeBranch, repository = "0a1b2c3d", main?: string): string =>
  commitTo(branch, {
    [foundationPath]: writeFoundation({ format: 1, repository, ...(main === undefined ? {} : { main }) }),
    [livePath]: "[]\n",
    [watchedPath]: "[]\n",
    ...noSeeds,
  });
const noSeeds = Object.fromEntries(allParts.map((part) => [streamsPath(part), "[]\n"]));

/** Reads each text of a submission once, as the ledger on git does; texts in memory are told apart by themselves. */
const readEachOnce = (): ReadFile => {
  const known = new Map<SubmissionKey, { readonly text: string | undefined; readonly file: SubmissionFile }>();
  return (key, text) => {
    const before = known.get(key);
    if (before !== undefined && before.text === text) return before.file;
    const file = readSubmission(key, text);
    known.set(key, { text, file });
    return file;
  };
};

/** The same promises as the ledger on git, in memory. `beforeSwap` is where a test holds a writer. */
export const fakeLedger = (
  branch: FakeBranch,
  beforeSwap: () => Promise<void> = async () => {},
  readOnce = readEachOnce(),
): Ledger => ({
  head: async () => {
    if (branch.head === undefined) throw new Failure("There is no ledger: the branch `ledger` is missing.", anyWay);
    return headAt(branch, branch.head);
  },
  broughtBy: async (at, commit) => {
    const path = broughtPath(commit);
    return ours(readKeys(textAt(branch, at, path) ?? "[]"), path);
  },
  submissions: async (at, ...tags) =>
    [...filesOf(branch, at.commit).keys()]
      // Most files are made, and a list of parts: proofs ask this thousands of times.
      .flatMap((path) => (path.endsWith(".jsonl") ? (keyOfPath(path) ?? []) : []))
      .filter((key) => tags.length === 0 || tags.some((tag) => key.startsWith(`${tag}/`)))
      .toSorted(),
  texts: async (at, paths) => paths.map((path) => textAt(branch, at, path)),
  read: async (at, keys) =>
    new Map(
      keys.map((key) => {
        const events = submissionOf(branch, at.commit, key, readOnce);
        if (events.length === 0 && at.live.includes(key))
          throw unreadableLedger(`${eventsPath(key)}, which is missing`);
        return [key, events];
      }),
    ),
  append: async (at, events, pages) => {
    const texts = new Map(pages.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
    for (const event of events) {
      // Nothing is added to what cannot be read.
      if (isOfMain(event)) mainOf(branch, at.commit);
      else submissionOf(branch, at.commit, event.key, readOnce);
      for (const path of pathsOfEvent(event))
        texts.set(path, (texts.get(path) ?? textAt(branch, at, path) ?? "") + writeLine(event));
    }
    const main = readLines(texts.get(mainPath) ?? "");
    if (main.kind === "read" && main.events.length > maxMainEvents)
      texts.set(mainPath, keptOfMain(main.events).map(writeLine).join(""));
    await beforeSwap();
    if (branch.head !== at.commit) return { kind: "moved" };
    return { kind: "written", head: headAt(branch, commitTo(branch, Object.fromEntries(texts))) };
  },
});

const filesOf = (branch: FakeBranch, commit: string | undefined): Files =>
  (commit === undefined ? undefined : branch.commits.get(commit)) ?? new Map();

/** Files of a commit never change. */
const heads = new WeakMap<Files, LedgerHead>();

const headAt = (branch: FakeBranch, commit: string): LedgerHead => {
  const files = filesOf(branch, commit);
  const known = heads.get(files);
  const head = known?.commit === commit ? known : readHead(branch, commit);
  heads.set(files, head);
  return head;
};

const readHead = (branch: FakeBranch, commit: string): LedgerHead => {
  const foundation = readFoundation(filesOf(branch, commit).get(foundationPath) ?? "");
  if (foundation === undefined) throw new Failure("The branch `ledger` is not a ledger.", anyWay);
  const events = mainOf(branch, commit);
  const last = events.findLast(isOfReading);
  const text = (path: string): string => filesOf(branch, commit).get(path) ?? "";
  return {
    commit,
    repository: foundation.repository,
    began: foundation.main ?? firstRead(events),
    live: ours(readKeys(text(livePath)), livePath),
    watched: ours(readWatched(text(watchedPath)), watchedPath),
    ended: ours(readEnded(filesOf(branch, commit).get(endedPath) ?? JSON.stringify(noneEnded)), endedPath),
    trials: trialsWaiting(events),
    ...frozenBy(events),
    ...(last?.event === "main-read"
      ? { cursor: last.commit, accepted: undefined, refused: last.refused, growing: last.growing ?? [] }
      : { cursor: undefined, accepted: last?.head, refused: [], growing: [] }),
    releases: events.flatMap((one) => (one.event === "main-read" ? [one.releases] : [])).at(-1),
  };
};

const mainOf = (branch: FakeBranch, commit: string): readonly LedgerEvent[] => {
  const lines = readLines(filesOf(branch, commit).get(mainPath) ?? "");
  if (lines.kind === "unreadable") throw unreadableLedger(`${mainPath}:${lines.line}`);
  return lines.events;
};

const submissionOf = (
  branch: FakeBranch,
  commit: string,
  key: SubmissionKey,
  read: ReadFile,
): readonly LedgerEvent[] => {
  const file = read(key, filesOf(branch, commit).get(eventsPath(key)));
  if (file.kind === "unreadable") throw unreadableLedger(file.where);
  return file.events;
};

const textAt = (branch: FakeBranch, at: LedgerHead, path: string): string | undefined =>
  filesOf(branch, at.commit).get(path);

const ours = <T>(list: T | undefined, path: string): T => {
  if (list === undefined) throw unreadableLedger(path);
  return list;
};
