/** Ends a validation that takes too much, and can say where it was. */
export interface Bounds {
  /** Gets the file that is validated next, or the folder of all files when they are compared. */
  begin(place: string): void;
  /** Runs what computes without waiting for anything. Does not come back where that takes more than there is. */
  run<Made>(work: () => Made): Made;
}

/** Another process ends the validation, or nothing does. */
export const boundless: Bounds = { begin: () => undefined, run: (work) => work() };
