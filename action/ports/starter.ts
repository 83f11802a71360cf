export interface Starter {
  startReconcile(): Promise<void>;
}
