/** A resource as a request names it. */
export type NamedCommit = { readonly git: string; readonly branch: string | undefined; readonly commit: string };

/** The present commit of a branch of another repository. Asked only when somebody wants resources moved. */
export interface RemoteHead {
  /**
   * For a production in this folder. Without a branch, the one that the repository itself calls its head. What goes
   * wrong belongs to one resource.
   */
  newest(folder: string, named: NamedCommit): Promise<RemoteCommit>;
}

export type RemoteCommit =
  | { readonly kind: "found"; readonly commit: string }
  | { readonly kind: "not-in-force" }
  /** Where only what is newer is wanted: the branch does not go on from the commit that is named. */
  | { readonly kind: "aside" }
  | { readonly kind: "missing"; readonly message: string };
