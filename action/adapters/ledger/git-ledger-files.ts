import { largestLedgerFile } from "../../core/ledger/line.ts";
import type { LedgerFiles, LedgerTip } from "../../ports/ledger-files.ts";
import { commitFiles, isOwnCommit } from "../git/commit.ts";
import { filesAt } from "../git/files-at.ts";
import { objectSizes, readObjects } from "../git/objects.ts";
import { git, linesUntilNul } from "../git/run.ts";
import { contains, type LedgerPlace, ledgerRef, noteSeen, seenBefore } from "./git-ledger.ts";
import { blobsAt } from "./ledger-blobs.ts";

export const gitLedgerFiles = ({ dir, refs, clock }: LedgerPlace): LedgerFiles => {
  // What was listed last is mostly read next; all of a large ledger would be too much to remember.
  let last: { readonly commit: string; readonly blobs: ReadonlyMap<string, string> } | undefined;
  return {
    tip: async () => {
      const commit = await refs.read(ledgerRef);
      if (commit === undefined) return undefined;
      return { commit, ours: await lastOwn(dir, commit), lost: await lostFrom(dir, commit) };
    },
    forward: async (from, to) => ((await refs.swap(ledgerRef, from, to)) === "swapped" ? "written" : "moved"),
    list: async (commit, folders) => {
      last = { commit, blobs: await blobsAt(dir, commit, folders) };
      return [...last.blobs.keys()];
    },
    texts: async (commit, paths) => {
      const listed = last?.commit === commit ? last.blobs : undefined;
      const others = await filesAt(
        dir,
        commit,
        paths.filter((path) => listed?.has(path) !== true),
      );
      const there = paths.flatMap((path) => {
        const oid = listed?.get(path) ?? others.get(path);
        return oid === undefined ? [] : [{ path, oid }];
      });
      const found = await readObjects(
        dir,
        there.map(({ oid }) => oid),
      );
      return new Map(there.map(({ path }, index) => [path, found[index]?.toString("utf8")]));
    },
    tooLarge: async (commit) => {
      const blobs = [...(await blobsAt(dir, commit))];
      const found = await objectSizes(
        dir,
        blobs.map(([, oid]) => oid),
      );
      return blobs
        .map(([path], at) => ({ path, bytes: found[at] ?? 0 }))
        .filter(({ bytes }) => bytes > largestLedgerFile);
    },
    changed: async (from, to) =>
      linesUntilNul(await git(dir, ["diff-tree", "-r", "-z", "--no-renames", "--name-only", from, to])),
    write: async (parent, files, gone, why) => {
      const commit = await commitFiles(dir, clock, { parent, files, why, gone });
      if ((await refs.swap(ledgerRef, parent, commit)) === "moved") return "moved";
      await noteSeen(dir, commit, refs.remembered(ledgerRef));
      return "written";
    },
  };
};

const lostFrom = async (dir: string, tip: string): Promise<LedgerTip["lost"]> => {
  const seen = await seenBefore(dir);
  if (seen === undefined || (await contains(dir, tip, seen))) return undefined;
  return { commit: seen, followsTip: await contains(dir, seen, tip) };
};

/** Seldom far back: a writer first checks whether the last commit is ours. */
const lastOwn = async (dir: string, tip: string): Promise<string | undefined> => {
  const isOwn = async (commit: string): Promise<boolean> => isOwnCommit((await readObjects(dir, [commit]))[0]);
  if (await isOwn(tip)) return tip;
  const history = (await git(dir, ["rev-list", "--first-parent", tip])).trimEnd().split("\n");
  for (const commit of history) if (await isOwn(commit)) return commit;
  return undefined;
};
