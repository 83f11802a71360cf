import type { HistoryReads } from "../core/pass/reads.ts";
import type { LastChange } from "../core/policy/changes-of-main.ts";
import type { Snapshot } from "./snapshot.ts";

/** What was merged, in the order in which it was. */
export interface MainBranch
  extends Pick<
    HistoryReads,
    "since" | "changed" | "fetch" | "merged" | "rebased" | "ruleChanges" | "changedSinceMain" | "holds"
  > {
  head(): Promise<string>;
  at(commit: string): Snapshot;
  /** Who made the commit that gave each path its present content, and which commit that was; the newest first. Asked for all together, because history is walked once. */
  lastChanges(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, LastChange>>;
}

/** By first parents, the newest first. */
export type ChangesOnMain = Pick<HistoryReads, "ruleChanges">;
