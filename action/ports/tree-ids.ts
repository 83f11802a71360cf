/** Git's ids of the entries of a snapshot: equal ids are equal content. */
export interface TreeIds {
  /** Every folder and every `conventions.yaml`, by path. */
  all(): Promise<ReadonlyMap<string, string>>;
}
