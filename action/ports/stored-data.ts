import type { Did, StoredFiles } from "../core/catalogue/data-seen.ts";

/** What is in the experiment's Rucio of data that we made, file by file. Read only; each throws Failure, an Outage where that ends by itself. */
export interface StoredData {
  /** `undefined`: Rucio answered that it has no such DID. */
  files(did: Did): Promise<StoredFiles | undefined>;
  /** The columns that describe it; what nobody filled is absent. */
  meta(did: Did): Promise<Readonly<Record<string, string | number>>>;
  /** The datasets and containers in it; `undefined`: there is no such container. */
  members(container: Did): Promise<readonly Did[] | undefined>;
}
