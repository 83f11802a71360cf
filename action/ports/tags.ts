/** The annotated tags `production/<tag>/<version>`. They are made once and never move. */
export interface Tags {
  message(name: string): Promise<string | undefined>;
  names(): Promise<readonly string[]>;
  /** The tags as they stand now: their messages can be asked for part by part. */
  list(): Promise<TagList>;
  /**
   * Of a commit that holds this folder, as a commit of main has it, and no file of `.github`. Throws RepositoryRefusal
   * where the remote does not allow such a tag.
   */
  create(
    name: string,
    production: { readonly commit: string; readonly folder: string },
    message: string,
  ): Promise<"created" | "exists">;
}

export type TagList = {
  readonly names: ReadonlySet<string>;
  /** Of those that are there; one that is not annotated has an empty one. */
  messages(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
};
