/** Git's names of what stands in a snapshot: equal names are equal content. */
export interface TreeIds {
  /** The folder of productions and the conventions above it; `undefined`: nothing there has a name. */
  now(): Promise<TreeNames | undefined>;
  /**
   * Where the folder of productions, or the conventions above it, differ from a folder of that name: paths of files,
   * and of whole folders with a slash at their end. `undefined`: there is no folder of that name here.
   */
  differing(productions: string): Promise<readonly string[] | undefined>;
  /** Every folder and every `conventions.yaml`, by path. */
  all(): Promise<ReadonlyMap<string, string>>;
}

export type TreeNames = { readonly productions: string; readonly conventionsAbove: string | undefined };
