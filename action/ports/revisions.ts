import type { ChangesOnMain } from "./main-branch.ts";
import type { Snapshot } from "./snapshot.ts";

/** The history of a pull request, from git's objects: nothing of it is checked out. */
export interface Revisions extends ChangesOnMain {
  /** Throws Failure when either is not here. */
  mergeBase(base: string, head: string): Promise<string>;
  /** Paths that differ between two commits, both sides of a rename included; `gone`: not there at `to`. */
  changes(from: string, to: string): Promise<readonly { readonly path: string; readonly gone: boolean }[]>;
  /** The commit on the way to this one that gave each path its content, by first parents. */
  madeBy(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  at(commit: string): Snapshot;
}
