import { Failure } from "../core/failure.ts";
import { type GitRefs, localRefs } from "./git-refs.ts";
import { git, gitOutcome } from "./git-run.ts";

/** The ledger as this clone knows it, without asking the network: its own branch, or what was last fetched. */
export const knownLedgerRefs = (dir: string): GitRefs => {
  const { read, swap } = localRefs(dir);
  return {
    read: async (ref) => (await read(ref)) ?? (await read(ref.replace("refs/heads/", "refs/remotes/origin/"))),
    swap,
  };
};

/** Paths that differ from a revision, those git does not track yet included. */
export const changedSince = async (dir: string, base: string): Promise<readonly string[]> => {
  const found = await gitOutcome(dir, ["rev-parse", "--verify", "--quiet", `${base}^{commit}`]);
  if (found.code !== 0)
    throw new Failure(`There is no revision ${base} here.`, { wayOut: "Fetch it, or name another." });
  const [tracked, untracked] = await Promise.all([
    git(dir, ["diff", "--name-only", "-z", "--merge-base", base]),
    git(dir, ["ls-files", "-z", "--others", "--exclude-standard"]),
  ]);
  return [...tracked.split("\0"), ...untracked.split("\0")].filter((path) => path !== "");
};

/** The remote that holds main and the ledger: the one that is named, or `origin`, or none. */
export const chooseRemote = async (dir: string, named: string | undefined): Promise<string | undefined> => {
  const remotes = (await git(dir, ["remote"])).split("\n").filter((name) => name !== "");
  if (named === undefined) return remotes.includes("origin") ? "origin" : undefined;
  if (!remotes.includes(named))
    throw new Failure(`This repository has no remote "${named}".`, {
      wayOut: `Known: ${remotes.join(", ") || "none"}.`,
    });
  return named;
};
