import type { SourceFile } from "../core/text/source-file.ts";

/** The ledger's branch as plain files, for verify and repair: nothing that can be read is refused here. */
export interface LedgerFiles {
  /** `undefined`: there is no such branch. */
  tip(): Promise<LedgerTip | undefined>;
  /** Moves the branch forward to a commit that this clone has. */
  forward(from: string, to: string): Promise<"written" | "moved">;
  /** Paths of all files, or of those in these folders. */
  list(commit: string, folders?: readonly string[]): Promise<readonly string[]>;
  texts(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, string | undefined>>;
  /** Files that no pass reads, since they are larger than any that it writes. */
  tooLarge(commit: string): Promise<readonly { readonly path: string; readonly bytes: number }[]>;
  changed(from: string, to: string): Promise<readonly string[]>;
  /** A commit on top of `parent` with these files and without the removed ones, if the branch is still at `parent`. */
  write(
    parent: string,
    files: readonly SourceFile[],
    gone: readonly string[],
    why: string,
  ): Promise<"written" | "moved">;
}

export type LedgerTip = {
  readonly commit: string;
  /** The last commit of SHREK's own: the same, unless somebody edited the branch. `undefined`: none is. */
  readonly ours: string | undefined;
  /** A commit that this clone saw there and that the branch does not contain any more. */
  readonly lost: { readonly commit: string; readonly followsTip: boolean } | undefined;
};
