export interface Starter {
  /** Why none can start, in a sentence with the way out; `undefined`: it starts. */
  startReconcile(): Promise<string | undefined>;
  /** Why no merge starts one, likewise; nothing is started. */
  stopped(): Promise<string | undefined>;
}
