import type { GithubAccount } from "./login.ts";

/** A branch moved. `before` is 40 zeros where it began. */
export type BranchMove = {
  readonly before: string;
  readonly after: string;
  /** `undefined`: the account is gone. */
  readonly by: GithubAccount | undefined;
  /** The commit before is no ancestor of the commit after. */
  readonly forced: boolean;
};

/** Who pushed what a pull request holds. A commit says of itself who wrote it; GitHub knows who pushed it. */
export type Pushers = { readonly accounts: readonly GithubAccount[]; readonly unknown: string | undefined };

/** 40 zeros. */
export const noCommit = "0".repeat(40);

/**
 * Follows the moves of a branch, newest first, from the head back to where its commits began. What a push by force took
 * away counts too: its writers may be the authors of its replacement. A gap in the moves leaves somebody unknown.
 */
export const pushersOf = (head: string, commits: readonly string[], moves: readonly BranchMove[]): Pushers => {
  const own = new Set([head, ...commits]);
  const followed = new Set([head]);
  const awaited = new Set([head]);
  const accounts = new Map<string, GithubAccount>();
  for (const { before, after, by, forced } of moves) {
    if (!followed.has(after)) continue;
    if (by === undefined) return { accounts: [], unknown: `the account that pushed ${after.slice(0, 12)} is gone` };
    accounts.set(by.login, by);
    awaited.delete(after);
    const beganHere = before === noCommit || (!forced && own.has(after) && !own.has(before));
    if (beganHere) continue;
    followed.add(before);
    awaited.add(before);
  }
  const [gap] = awaited;
  return {
    accounts: [...accounts.values()],
    unknown: gap === undefined ? undefined : `GitHub does not say who pushed ${gap.slice(0, 12)}`,
  };
};
