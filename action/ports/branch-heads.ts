/** Branches that are not merged, as git has them; their heads were brought before. Read only. */
export interface BranchHeads {
  /** Every path that a branch changed since it left main; all that differs, if it never did. */
  changedSinceMain(head: string, mainHead: string): Promise<readonly string[]>;
  /** Whether a commit is this head, or in its history. */
  holds(head: string, commit: string): Promise<boolean>;
}
