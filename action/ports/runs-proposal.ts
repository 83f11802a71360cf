import type { SourceFile } from "../core/text/source-file.ts";

/** The one branch from which runs are proposed, and main under it. */
export interface RunsBranch {
  /** The present commits of both; `undefined`: there is no such branch. */
  heads(): Promise<{ readonly main: string; readonly branch: string | undefined }>;
  /** One commit of these files on top of main, if the branch is still at `from`. "moved": read and decide again. */
  rebuild(
    main: string,
    from: string | undefined,
    files: readonly SourceFile[],
    words: string,
  ): Promise<"swapped" | "moved">;
}

/** Pull requests from that branch into main. */
export interface RunsPulls {
  /** The newest first. */
  all(): Promise<readonly RunsPull[]>;
  /** `false`: one is open already, and GitHub allows no second. */
  open(words: PullWords): Promise<boolean>;
  say(number: number, words: PullWords): Promise<void>;
  close(number: number): Promise<void>;
}

export type PullWords = { readonly title: string; readonly body: string };

export type RunsPull = PullWords & {
  readonly number: number;
  readonly head: string;
  readonly state: "open" | "merged" | "closed";
};
