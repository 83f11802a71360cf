import type { HeldWithin } from "../../ledger/queued.ts";

/** What a gate lets go, and what it holds back, each with what is said of it. */
export type Parted<T, Held> = { readonly go: readonly T[]; readonly held: readonly (T & Held)[] };

export type Gated<T, Why = HeldWithin> = Parted<T, { readonly why: Why }>;
