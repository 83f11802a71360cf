import type { HeldWithin } from "../../ledger/queued.ts";

/** What a gate lets go, and what it holds back, each with the reason. */
export type Gated<T, Why = HeldWithin> = {
  readonly go: readonly T[];
  readonly held: readonly (T & { readonly why: Why })[];
};
