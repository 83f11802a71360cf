import { Failure } from "../core/failure.ts";
import type { LedgerEvent, SubmissionKey } from "../core/ledger/event.ts";
import { readFoundation, writeFoundation } from "../core/ledger/foundation.ts";
import {
  eventsPath,
  foundationPath,
  keyOfPath,
  livePath,
  mainPath,
  readLines,
  readLive,
  readStreams,
  streamsPath,
  writeLine,
} from "../core/ledger/line.ts";
import { type SourceFile, textFile } from "../core/source-file.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger, LedgerHead } from "../ports/ledger.ts";
import { commitFiles } from "./git-commit.ts";
import { readObjects } from "./git-objects.ts";
import type { GitRefs } from "./git-refs.ts";
import { git, gitOutcome } from "./git-run.ts";

export const ledgerRef = "refs/heads/ledger";
/** Where this clone last saw the ledger: a branch that went back has lost events. */
const seenRef = "refs/shrek/ledger-seen";

type Place = { readonly dir: string; readonly refs: GitRefs; readonly clock: Clock };

export const gitLedger = ({ dir, refs, clock }: Place): Ledger => {
  const text = async (at: LedgerHead, path: string): Promise<string | undefined> =>
    (await readObjects(dir, [`${at.commit}:${path}`]))[0]?.toString("utf8");
  return {
    head: async () => {
      // Read before the branch is: what another process of this clone writes meanwhile is not a way back.
      const seen = await seenBefore(dir);
      const commit = await refs.read(ledgerRef);
      if (commit === undefined)
        throw new Failure("There is no ledger: the branch `ledger` is missing.", {
          wayOut: "If this repository never had one, make it with `shrek ledger init`; if it had, fetch it.",
        });
      await refuseRewound(dir, seen, commit);
      const head = await headAt(dir, commit);
      await noteSeen(dir, commit);
      return head;
    },
    live: async (at) => ours(readLive((await text(at, livePath)) ?? "[]"), livePath),
    submissions: async (at, tag) => {
      const listed = await git(dir, [
        "ls-tree",
        "-r",
        "-z",
        "--name-only",
        at.commit,
        "--",
        tag === undefined ? "submissions/" : `submissions/${tag}/`,
      ]);
      return listed.split("\0").flatMap((path) => keyOfPath(path) ?? []);
    },
    streams: async (at) => new Map(ours(readStreams((await text(at, streamsPath)) ?? "[]"), streamsPath)),
    read: async (at, keys) => {
      const found = await readObjects(
        dir,
        keys.map((key) => `${at.commit}:${eventsPath(key)}`),
      );
      return new Map(keys.map((key, index) => [key, eventsOf(found[index]?.toString("utf8") ?? "", eventsPath(key))]));
    },
    append: async (at, events, pages, why) => {
      const commit = await commitFiles(dir, clock, at.commit, [...(await lengthened(dir, at, events)), ...pages], why);
      const swapped = await refs.swap(ledgerRef, at.commit, commit);
      if (swapped === "moved") return { kind: "moved" };
      await noteSeen(dir, commit);
      return { kind: "written", head: await headAt(dir, commit) };
    },
  };
};

/** Makes the branch. Only `ledger init` calls it; a branch that is there already is left alone. */
export const createLedger = async (
  { dir, refs, clock }: Place,
  id: string | undefined,
  pages: readonly SourceFile[],
): Promise<"created" | "exists"> => {
  if ((await refs.read(ledgerRef)) !== undefined) return "exists";
  const repository = id ?? Buffer.from(clock.random(4)).toString("hex");
  const commit = await commitFiles(
    dir,
    clock,
    undefined,
    [textFile(foundationPath, writeFoundation({ format: 1, repository })), ...pages],
    "Begin the ledger",
  );
  return (await refs.swap(ledgerRef, undefined, commit)) === "swapped" ? "created" : "exists";
};

const headAt = async (dir: string, commit: string): Promise<LedgerHead> => {
  const [first, main] = await readObjects(dir, [`${commit}:${foundationPath}`, `${commit}:${mainPath}`]);
  const foundation = first === undefined ? undefined : readFoundation(first.toString("utf8"));
  if (foundation === undefined)
    throw new Failure("The branch `ledger` is not a ledger: its first file is missing or unreadable.", {
      wayOut: "Nothing is done on it. Restore the branch, or try `shrek ledger verify`.",
    });
  const last = eventsOf(main?.toString("utf8") ?? "", mainPath).at(-1);
  return {
    commit,
    repository: foundation.repository,
    ...(last?.event === "main-read"
      ? { cursor: last.commit, refused: last.refused }
      : { cursor: undefined, refused: [] }),
  };
};

const seenBefore = async (dir: string): Promise<string | undefined> => {
  const { code, stdout } = await gitOutcome(dir, ["rev-parse", "--verify", "--quiet", seenRef]);
  return code === 0 ? stdout.toString("utf8").trim() : undefined;
};

/** A memory only: that it could not be noted (another process is at it) takes nothing from what was read or written. */
const noteSeen = async (dir: string, commit: string): Promise<void> => {
  await gitOutcome(dir, ["update-ref", seenRef, commit]);
};

const refuseRewound = async (dir: string, seen: string | undefined, commit: string): Promise<void> => {
  if (seen === undefined || seen === commit) return;
  if ((await gitOutcome(dir, ["merge-base", "--is-ancestor", seen, commit])).code === 0) return;
  throw new Failure(`The ledger went back: ${seen.slice(0, 12)} is not part of it any more.`, {
    wayOut: "Somebody rewrote the branch. Restore it; nothing is done until then.",
  });
};

/** The files that the events go into, with the new lines at their ends. */
const lengthened = async (
  dir: string,
  at: LedgerHead,
  events: readonly LedgerEvent[],
): Promise<readonly SourceFile[]> => {
  const added = new Map<string, string>();
  for (const event of events) {
    const path = event.event === "main-read" ? mainPath : eventsPath(event.key);
    added.set(path, (added.get(path) ?? "") + writeLine(event));
  }
  const before = await readObjects(
    dir,
    [...added.keys()].map((path) => `${at.commit}:${path}`),
  );
  return [...added].map(([path, lines], index) => {
    const text = before[index]?.toString("utf8") ?? "";
    eventsOf(text, path); // nothing is added to what cannot be read
    return textFile(path, text + lines);
  });
};

const eventsOf = (text: string, path: string): readonly LedgerEvent[] => {
  const lines = readLines(text);
  if (lines.kind === "unreadable") throw unreadable(`${path}:${lines.line}`);
  return lines.events;
};

const ours = <T>(list: T | undefined, path: string): T => {
  if (list === undefined) throw unreadable(path);
  return list;
};

const unreadable = (where: string): Failure =>
  new Failure(`The ledger is not readable at ${where}.`, {
    wayOut: "Nothing is done on it. See `shrek ledger verify`.",
  });
