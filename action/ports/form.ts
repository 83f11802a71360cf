import type { Problem } from "../core/problems/problem.ts";
import type { SourceFile } from "../core/text/source-file.ts";
import type { RunsPulls } from "./runs-proposal.ts";

/** The branch of one issue, and main under it. */
export interface FormBranch {
  heads(): Promise<{ readonly main: string; readonly branch: FormTip | undefined }>;
  /** One commit of these files on top of main, on no branch yet. */
  commit(main: string, files: readonly SourceFile[], words: string): Promise<string>;
  /** "moved": the branch is not at `from` any more; read and decide again. */
  put(from: string | undefined, to: string): Promise<"swapped" | "moved">;
}

export type FormTip = {
  readonly oid: string;
  /** The form made this commit, and nobody another one on top. */
  readonly isOwn: boolean;
  readonly words: string;
};

/** Pull requests of that branch into main. */
export interface FormPulls extends RunsPulls {
  /** `false`: GitHub does not open it again. */
  reopen(number: number): Promise<boolean>;
  /** How many the form opened since a time, of all issues. */
  openedSince(time: Date): Promise<number>;
}

/** The check of a commit, as the pull request of this number will show it. */
export type JudgeCommit = (order: {
  readonly base: string;
  readonly head: string;
  readonly pullRequest: number;
  readonly authors: readonly string[];
}) => Promise<{ readonly problems: readonly Problem[]; readonly refused: boolean; readonly markdown: string }>;
