import type { Problem } from "../core/problems/problem.ts";
import type { ProductionSource, SourceFile } from "../core/text/source-file.ts";
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
  /** What the form opened since a time, of all issues, each with its issue. */
  openedSince(time: Date): Promise<readonly { readonly number: number; readonly issue: number }[]>;
}

/** The check of a commit, as the pull request of this number will show it. */
export type JudgeCommit = (order: {
  readonly base: string;
  readonly head: string;
  readonly pullRequest: number;
  readonly authors: readonly string[];
}) => Promise<{ readonly problems: readonly Problem[]; readonly refused: boolean; readonly markdown: string }>;

/** The branch of one extension as the App, and main under it. */
export type ExtensionPlace = {
  /** The App's name as its address has it. */
  readonly slug: string;
  readonly branch: FormBranch;
  readonly pulls: RunsPulls & {
    /** Those that are open into main, from branches of this repository. */
    fromBranches(): Promise<readonly { readonly number: number; readonly branch: string }[]>;
  };
  /** The production of a folder at a commit of main; `undefined`: none is there. */
  sourceAt(main: string, folder: string): Promise<ProductionSource | undefined>;
};

/** `undefined`: there is no App. */
export type OpenAsApp = (branch: string) => Promise<ExtensionPlace | undefined>;

/** What the upkeep has as the App. */
export type UpkeepPlace = {
  main(): Promise<string>;
  /** Pull requests that are open into main, from branches of this repository that begin so. */
  open(beginning: string): Promise<readonly { readonly number: number; readonly branch: string }[]>;
  at(branch: string): {
    readonly branch: FormBranch;
    readonly pulls: RunsPulls;
    /** Only if it is at `from`; it may be gone already. */
    remove(from: string): Promise<"gone" | "moved">;
  };
};
