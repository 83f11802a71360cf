/** The one issue of the repository that shows the status of everything. */
export interface Overview {
  /** What it says; `undefined`: there is none yet. Whoever may edit issues may have changed it: for people, no evidence. */
  current(): Promise<string | undefined>;
  /**
   * Creates, pins, reopens or edits it, only where it says something else; `false`: it said so already. An issue that
   * was made and could not be pinned is a Failure, and is not pinned later: a person may have unpinned it.
   */
  keep(markdown: string): Promise<boolean>;
}

/** The one issue about what PanDA or git has and the ledger does not say. */
export interface DriftIssue {
  /** Makes it, edits it, or opens it again; without words closes the one that is open. `false`: it said so already. */
  keep(markdown: string | undefined): Promise<boolean>;
}
