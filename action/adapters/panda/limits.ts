/** Milliseconds. Only tests have others than the usual ones. */
export type Limits = {
  readonly read: number;
  readonly upload: number;
  readonly order: number;
  /** PanDA runs prun for every step before it answers, and waits up to 40 s for iDDS (docs/panda.md). */
  readonly request: number;
  /** Before the first repetition of a read; it doubles, and chance stretches it. */
  readonly pause: number;
  /** The longest that a server's Retry-After is obeyed. */
  readonly maxPause: number;
};

export const defaultLimits: Limits = {
  read: 60_000,
  upload: 300_000,
  order: 60_000,
  request: 180_000,
  pause: 300,
  maxPause: 20_000,
};

/** Of a read before the login, which asks little. Milliseconds. */
export const beforeLogin = 30_000;
