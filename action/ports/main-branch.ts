import type { LastChange, RuleChange } from "../core/policy/changes-of-main.ts";
import type { Snapshot } from "./snapshot.ts";

/** What was merged, in the order in which it was. */
export interface MainBranch extends BranchHeads, ChangesOnMain {
  head(): Promise<string>;
  /** First-parent commits after `cursor`, oldest first. "rewritten": the cursor is not on main any more. */
  since(cursor: string, head: string): Promise<readonly string[] | "rewritten">;
  /** Production folders whose files a commit changed against its first parent, and that it still has. */
  changed(commit: string): Promise<readonly string[]>;
  at(commit: string): Snapshot;
  /** Makes the head of a pull request readable here; `false`: it cannot be had. */
  fetch(head: string, pullRequest: number): Promise<boolean>;
  /**
   * Main before a merge, and every path that the merge changed, or that the head of its pull request did, if that is
   * here: a rebase puts earlier commits of a pull request on main before the last one. `undefined`: nothing was before.
   */
  merged(
    commit: string,
    head?: string,
  ): Promise<{ readonly base: string; readonly paths: readonly string[] } | undefined>;
  /** Whether a commit is one of those, up to `last`, that a rebase made of a head that is here. */
  rebased(commit: string, last: string, head: string): Promise<boolean>;
  /** Who made the commit that gave each path its present content, and which commit that was; the newest first. Asked for all together, because history is walked once. */
  lastChanges(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, LastChange>>;
}

/** By first parents, the newest first. */
export interface ChangesOnMain {
  /** All changes of rules up to this commit. */
  ruleChanges(commit: string): Promise<readonly RuleChange[]>;
}

/** Branches that are not merged, as git has them; their heads were fetched before. Read only. */
interface BranchHeads {
  /** Every path that a branch changed since it left main; all that differs, if it never did. */
  changedSinceMain(head: string, mainHead: string): Promise<readonly string[]>;
  /** Whether a commit is this head, or in its history. */
  holds(head: string, commit: string): Promise<boolean>;
}
