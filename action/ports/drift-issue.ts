/** The one issue about what PanDA or git has and the ledger does not say. */
export interface DriftIssue {
  /** Makes it, edits it, or opens it again; without words closes the one that is open. `false`: it said so already. */
  keep(markdown: string | undefined): Promise<boolean>;
}
