/** Ends a validation that takes too much. */
export interface Bounds {
  /** Called where the next file begins, so that what a long computation holds is seen. */
  look(): void;
  /** Runs what computes without waiting for anything, and what may run twice. Does not come back where that takes more than there is. */
  run<Made>(work: () => Made): Made;
}

/** Another process ends the validation, or nothing does. */
export const boundless: Bounds = { look: () => undefined, run: (work) => work() };
