export interface Starter {
  /** Why none can start, in a sentence with the way out; `undefined`: it starts. */
  startReconcile(): Promise<string | undefined>;
}
