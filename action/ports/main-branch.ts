import type { Snapshot } from "./snapshot.ts";

/** What was merged, in the order in which it was. */
export interface MainBranch {
  head(): Promise<string>;
  /** First-parent commits after `cursor`, oldest first. "rewritten": the cursor is not on main any more. */
  since(cursor: string, head: string): Promise<readonly string[] | "rewritten">;
  /** Production folders whose files a commit changed against its first parent, and that it still has. */
  changed(commit: string): Promise<readonly string[]>;
  at(commit: string): Snapshot;
  /** Makes the head of a pull request readable here; `false`: it cannot be had. */
  bring(head: string, pullRequest: number): Promise<boolean>;
  /** Every path that a commit changed against its first parent. */
  paths(commit: string): Promise<readonly string[]>;
  /** Who made the commit that gave each path its present content, and which commit that was; asked for all together, because history is walked once. */
  lastChanges(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, LastChange>>;
}

export type LastChange = { readonly commit: string; readonly author: string };
