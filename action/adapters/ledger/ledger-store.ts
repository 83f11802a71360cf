import type { SourceFile } from "../../core/text/source-file.ts";

/** A branch of files with compare-and-swap, wherever it is kept. */
export type LedgerStore = {
  /** The commit at the branch's end; `undefined`: there is no such branch. */
  tip(): Promise<string | undefined>;
  /** Whether SHREK made this commit. Whoever edits the branch by hand, amends or reverts, leaves a commit of their own at its end. */
  isOurs(commit: string): Promise<boolean>;
  texts(commit: string, paths: readonly string[]): Promise<readonly (string | undefined)[]>;
  list(commit: string, folders: readonly string[]): Promise<readonly string[]>;
  /** A commit of these files on top of a parent, with a random value in it (SAFETY S9). The branch stays. */
  commit(parent: string, files: readonly SourceFile[], why: string): Promise<string>;
  move(from: string, to: string): Promise<"swapped" | "moved">;
};
