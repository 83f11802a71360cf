/** The annotated tags `production/<tag>/<version>`. They are made once and never move. */
export interface Tags {
  message(name: string): Promise<string | undefined>;
  names(): Promise<readonly string[]>;
  /** The tags as they stand now: their messages can be asked for part by part. */
  list(): Promise<TagList>;
  /** Of a commit with this folder and no file of `.github`. Throws RepositoryRefusal where no such tag is allowed. */
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
