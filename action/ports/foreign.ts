import type { ForeignTree } from "../core/text/source-file.ts";

/** Files of other repositories at full commits. Only hosts that the conventions allow are asked. */
export interface Foreign {
  /**
   * The entries that a glob fits, from the copy that is kept here, or by https. What goes wrong is an answer and not
   * thrown: it belongs to one request.
   */
  tree(git: string, commit: string, globs: readonly string[]): Promise<ForeignTree>;
}
