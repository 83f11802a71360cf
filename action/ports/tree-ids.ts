/** Git's names of what stands in a snapshot: equal names are equal content. */
export interface TreeIds {
  /** Every folder and every `conventions.yaml`, by path. */
  all(): Promise<ReadonlyMap<string, string>>;
}
