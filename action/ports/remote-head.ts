/** A resource as a request names it. */
export type NamedCommit = { readonly git: string; readonly branch: string | undefined; readonly commit: string };

/** The present commit of a branch of another repository. Asked only when somebody wants resources moved. */
export interface RemoteHead {
  /** For a production in this folder, of the branch or the one that the repository calls its head. */
  newest(folder: string, named: NamedCommit): Promise<RemoteCommit>;
}

export type RemoteCommit =
  | { readonly kind: "found"; readonly commit: string }
  | { readonly kind: "not-in-force" }
  /** Where only what is newer is wanted: the branch does not go on from the commit that is named. */
  | { readonly kind: "aside" }
  | { readonly kind: "missing"; readonly message: string };
