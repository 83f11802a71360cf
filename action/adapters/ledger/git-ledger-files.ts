import type { LedgerFiles, LedgerTip } from "../../ports/ledger-files.ts";
import { commitFiles, isOwnCommit } from "../git/commit.ts";
import { readObjects } from "../git/objects.ts";
import { git } from "../git/run.ts";
import { contains, type LedgerPlace, ledgerRef, seenBefore } from "./git-ledger.ts";

export const gitLedgerFiles = ({ dir, refs, clock }: LedgerPlace): LedgerFiles => ({
  tip: async () => {
    const commit = await refs.read(ledgerRef);
    if (commit === undefined) return undefined;
    const history = (await git(dir, ["rev-list", "--first-parent", commit])).trimEnd().split("\n");
    return { commit, ours: await lastOwn(dir, history), lost: await lostFrom(dir, commit) };
  },
  forward: async (from, to) => ((await refs.swap(ledgerRef, from, to)) === "swapped" ? "written" : "moved"),
  texts: async (commit) => {
    const listed = await git(dir, ["ls-tree", "-r", "-z", commit]);
    const blobs = [...listed.matchAll(/blob ([0-9a-f]+)\t([^\0]+)\0/g)].map(([, oid = "", path = ""]) => ({
      oid,
      path,
    }));
    const found = await readObjects(
      dir,
      blobs.map(({ oid }) => oid),
    );
    return new Map(blobs.map(({ path }, index) => [path, found[index]?.toString("utf8") ?? ""]));
  },
  write: async (parent, files, gone, why) => {
    const commit = await commitFiles(dir, clock, { parent, files, why, gone });
    return (await refs.swap(ledgerRef, parent, commit)) === "swapped" ? "written" : "moved";
  },
});

const lostFrom = async (dir: string, tip: string): Promise<LedgerTip["lost"]> => {
  const seen = await seenBefore(dir);
  if (seen === undefined || (await contains(dir, tip, seen))) return undefined;
  return { commit: seen, followsTip: await contains(dir, seen, tip) };
};

/** Seldom far back: a writer first checks whether the last commit is ours. */
const lastOwn = async (dir: string, history: readonly string[]): Promise<string | undefined> => {
  for (const commit of history) if (isOwnCommit((await readObjects(dir, [commit]))[0])) return commit;
  return undefined;
};
