import type { ForeignFiles } from "../core/request/named-sources.ts";
import type { ForeignTree } from "../core/text/source-file.ts";

/** Files of other repositories at full commits. Only hosts that the conventions of main list are asked. */
export interface Foreign {
  /** The entries that a glob fits, from the copy here or by https. What goes wrong is an answer for one request. */
  tree(folder: string, files: ForeignFiles): Promise<ForeignTree>;
}

/** The hosts that a production in this folder may fetch from, by the rules in force: never by those of the validated change. */
export type HostsInForce = (folder: string) => Promise<readonly string[]>;
