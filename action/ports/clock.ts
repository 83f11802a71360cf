/** Time and chance come through a door, so that proofs can hold them. */
export interface Clock {
  now(): Date;
  /** Milliseconds that never run backwards. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
  random(bytes: number): Uint8Array;
}
