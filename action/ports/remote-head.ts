/** The present commit of a branch of another repository. Asked only when somebody wants resources moved. */
export interface RemoteHead {
  /**
   * For a production in this folder. Without a branch, the one that the repository itself calls its head. What goes
   * wrong belongs to one resource.
   */
  newest(folder: string, git: string, branch: string | undefined): Promise<RemoteCommit>;
}

export type RemoteCommit =
  | { readonly kind: "found"; readonly commit: string }
  | { readonly kind: "not-in-force" }
  | { readonly kind: "missing"; readonly message: string };
