/** Starts the reconcile workflow on main. */
export interface Starter {
  startReconcile(): Promise<void>;
}
