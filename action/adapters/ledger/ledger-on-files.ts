import type { LedgerEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { readFoundation, readLines, unreadableLedger, writeLine } from "../../core/ledger/line.ts";
import { firstRead, frozenBy, keptOfMain, mainAfter, maxMainEvents } from "../../core/ledger/main-after.ts";
import {
  broughtPath,
  endedPath,
  folderOfTag,
  foundationPath,
  keyOfPath,
  livePath,
  mainPath,
  noneEnded,
  pathsOfEvent,
  readKeys,
  submissionsFolder,
  watchedPath,
} from "../../core/ledger/paths.ts";
import { readSubmission } from "../../core/ledger/submission-file.ts";
import { trialsWaiting } from "../../core/ledger/waiting-trials.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { Failure } from "../../core/problems/failure.ts";
import { compareText } from "../../core/problems/problem.ts";
import { readWatched } from "../../core/submission/watch.ts";
import { type SourceFile, textFile } from "../../core/text/source-file.ts";
import { readEnded } from "../../core/view/ledger/recently-ended.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { rememberingOwn } from "./ledger-memory.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { believedEvents, readFollowed } from "./read-followed.ts";

/** This many tags are named to the store; more are picked from the list of everything. */
const fewTags = 50;

/** Beside the events of each stands its page. */
const keysIn = (paths: readonly string[]): readonly SubmissionKey[] =>
  paths.flatMap((path) => (path.endsWith(".md") ? [] : (keyOfPath(path) ?? []))).toSorted(compareText);

/** What a ledger is, on any store: the same files, the same refusals. */
export const ledgerOnFiles = (place: LedgerStore): Ledger => {
  const store = rememberingOwn(place);
  // A commit never changes: what it lists is asked once, however many productions are looked at.
  let listed: { readonly commit: string; readonly keys: Promise<readonly SubmissionKey[]> } | undefined;
  const keysAt = (commit: string): Promise<readonly SubmissionKey[]> => {
    if (listed?.commit !== commit) listed = { commit, keys: store.list(commit, [submissionsFolder]).then(keysIn) };
    return listed.keys;
  };
  return {
    head: async () => {
      const commit = await store.tip();
      if (commit === undefined) {
        throw new Failure("There is no ledger: the branch `ledger` is missing.", {
          wayOut:
            "In a new repository run `shrek ledger init`, which records what is on main as not to be submitted; otherwise fetch the branch.",
        });
      }
      return headAt(store, commit);
    },
    broughtBy: async (at, commit) => {
      const path = broughtPath(commit);
      const [text] = await store.texts(at.commit, [path]);
      return text === undefined ? [] : ours(readKeys(text), path);
    },
    submissions: async (at, ...tags) => {
      // Few tags are asked for by name, unless everything was listed already.
      if (tags.length > 0 && tags.length <= fewTags && listed?.commit !== at.commit)
        return keysIn(await store.list(at.commit, tags.map(folderOfTag)));
      const wanted = new Set(tags);
      return (await keysAt(at.commit)).filter((key) => wanted.size === 0 || wanted.has(key.slice(0, key.indexOf("/"))));
    },
    texts: (at, paths) => store.texts(at.commit, paths),
    read: readFollowed(store),
    append: async (at, events, pages, why) => {
      const commit = await store.commit(at.commit, [...(await lengthened(store, at, events)), ...pages], why);
      if ((await store.move(at.commit, commit)) === "moved") return { kind: "moved" };
      return { kind: "written", head: await headAt(store, commit) };
    },
  };
};

const headAt = async (store: LedgerStore, commit: string): Promise<LedgerHead> => {
  const [first, main = "", live = "", watched = "", ended] = await store.texts(commit, [
    foundationPath,
    mainPath,
    livePath,
    watchedPath,
    endedPath,
  ]);
  const foundation = first === undefined ? undefined : readFoundation(first);
  if (foundation === undefined) {
    throw new Failure("The branch `ledger` is not a ledger: its first file is missing or unreadable.", {
      wayOut: "Nothing was written to it. Restore the branch; `shrek ledger verify` shows what is wrong.",
    });
  }
  if (!(await store.isOurs(commit))) {
    throw new Failure(`The last commit of the branch \`ledger\`, ${commit.slice(0, 12)}, was not made by SHREK.`, {
      wayOut: "`shrek ledger verify` shows what it changed, `shrek ledger rebuild` takes it back.",
    });
  }
  const events = eventsOf(main, mainPath);
  return {
    commit,
    repository: foundation.repository,
    began: foundation.main ?? firstRead(events),
    live: ours(readKeys(live), livePath),
    watched: ours(readWatched(watched), watchedPath),
    ended: ended === undefined ? noneEnded : ours(readEnded(ended), endedPath),
    trials: trialsWaiting(events),
    ...frozenBy(events),
    ...mainAfter(events),
  };
};

/** The files that the events go into, with the new lines at their ends. */
const lengthened = async (
  store: LedgerStore,
  at: LedgerHead,
  events: readonly LedgerEvent[],
): Promise<readonly SourceFile[]> => {
  const added = new Map<string, LedgerEvent[]>();
  for (const event of events)
    for (const path of pathsOfEvent(event)) added.set(path, [...(added.get(path) ?? []), event]);
  const before = await store.texts(at.commit, [...added.keys()]);
  return [...added].map(([path, lines], index) => {
    const text = before[index];
    const key = keyOfPath(path);
    // Nothing is added to what cannot be read.
    const there = key === undefined ? eventsOf(text ?? "", path) : believedEvents(readSubmission(key, text));
    if (path === mainPath && there.length + lines.length > maxMainEvents)
      return textFile(
        path,
        keptOfMain([...there, ...lines])
          .map(writeLine)
          .join(""),
      );
    return textFile(path, (text ?? "") + lines.map(writeLine).join(""));
  });
};

const eventsOf = (text: string, path: string): readonly LedgerEvent[] => {
  const lines = readLines(text);
  if (lines.kind === "unreadable") throw unreadableLedger(`${path}:${lines.line}`);
  return lines.events;
};

const ours = <T>(list: T | undefined, path: string): T => {
  if (list === undefined) throw unreadableLedger(path);
  return list;
};
