import type { CatalogueFile, Collection, Did, KeepRules, Replicas, Storage } from "../core/catalogue/data-seen.ts";

/**
 * What the experiment's Rucio knows of data. Read only. Each method throws Failure where it could not ask, an Outage
 * where that ends by itself: what an answer lacks is not there, because somebody looked (SAFETY rule 10).
 */
export interface Catalogue {
  /** The account that the login belongs to. */
  account(): Promise<string>;
  /** By DID; one that Rucio does not know, or that is a file, is absent. */
  collections(dids: readonly Did[]): Promise<ReadonlyMap<string, Collection>>;
  replicas(collections: readonly Collection[]): Promise<ReadonlyMap<string, Replicas>>;
  storages(names: readonly string[]): Promise<ReadonlyMap<string, Storage>>;
  files(did: Did): Promise<readonly CatalogueFile[]>;
  /** `made`: rules that must be in the list where they are of this DID. An Outage where the list was cut before one of them. */
  rules(did: Did, made?: readonly string[]): Promise<KeepRules>;
}
