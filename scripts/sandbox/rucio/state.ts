import type { JsonObject } from "../panda/json.ts";

export type DidKind = "FILE" | "DATASET" | "CONTAINER";

export type DidRecord = {
  readonly scope: string;
  readonly name: string;
  readonly kind: DidKind;
  readonly account: string;
  /** `null`: a file. */
  open: boolean | null;
  /** Counted when it is closed; `null`: not counted. */
  length: number | null;
  bytes: number | null;
  events: number | null;
  readonly adler32: string | null;
  readonly md5: string | null;
  guid: string | null;
  closed: Date | null;
  readonly expires: Date | null;
  readonly monotonic: boolean;
  meta: JsonObject;
  /** Of a collection, in the order of their coming. */
  readonly children: Set<string>;
};

export type ReplicaState = "AVAILABLE" | "BAD" | "COPYING";

export type RuleRecord = {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly kind: DidKind;
  readonly account: string;
  readonly expression: string;
  readonly copies: number;
  locked: boolean;
  readonly grouping: string;
  comment: string | null;
  expires: Date | null;
  readonly ok: number;
  readonly replicating: number;
};

export type StorageRecord = {
  readonly id: string;
  readonly name: string;
  readonly medium: string | null;
  readonly deterministic: boolean;
  readonly read: boolean;
  readonly write: boolean;
  readonly del: boolean;
  readonly attributes: Map<string, string | boolean>;
  readonly protocols: JsonObject[];
};

/** A daemon of Rucio counts it, where a rule has made it. */
export type CountedReplica = { length: number; bytes: number; available: number; availableBytes: number };

export type RucioState = {
  readonly accounts: Map<
    string,
    { readonly type: string; readonly email: string | null; readonly attributes: Map<string, string> }
  >;
  /** By name of the user: the password, and the accounts that it may be. */
  readonly users: Map<string, { readonly password: string; readonly accounts: Set<string> }>;
  /** The account that owns it. */
  readonly scopes: Map<string, string>;
  readonly storages: Map<string, StorageRecord>;
  /** By account and storage element. */
  readonly quotas: Map<string, number>;
  readonly dids: Map<string, DidRecord>;
  readonly replicas: Map<string, Map<string, ReplicaState>>;
  readonly counted: Map<string, Map<string, CountedReplica>>;
  /** What changed since it was counted. */
  readonly uncounted: Set<string>;
  readonly rules: Map<string, RuleRecord>;
  /** Its database holds metadata of any name, as SQLite's does not. */
  holdsJson: boolean;
  /** Milliseconds by which its clock is ahead of this machine's. */
  ahead: number;
  /** Tokens, with their account and user. */
  readonly tokens: Map<string, { readonly account: string; readonly user: string; readonly expires: Date }>;
};

export const emptyState = (password: string): RucioState => ({
  accounts: new Map([["root", { type: "SERVICE", email: null, attributes: new Map() }]]),
  users: new Map([["root", { password, accounts: new Set(["root"]) }]]),
  scopes: new Map(),
  storages: new Map(),
  quotas: new Map(),
  dids: new Map(),
  replicas: new Map(),
  counted: new Map(),
  uncounted: new Set(),
  rules: new Map(),
  holdsJson: false,
  ahead: 0,
  tokens: new Map(),
});

export const nowAt = ({ ahead }: Pick<RucioState, "ahead">): Date => new Date(Date.now() + ahead);

export const keyOf = (scope: string, name: string): string => `${scope}:${name}`;

export const childrenOf = (state: RucioState, did: DidRecord): readonly DidRecord[] =>
  [...did.children].flatMap((key) => state.dids.get(key) ?? []);

/** The datasets in a container, with those of containers in it, each once; of a dataset itself. */
export const datasetsIn = (state: RucioState, did: DidRecord): readonly DidRecord[] => {
  const found = new Map<string, DidRecord>();
  const walk = (one: DidRecord): void => {
    if (one.kind === "DATASET") found.set(keyOf(one.scope, one.name), one);
    if (one.kind === "CONTAINER") for (const child of childrenOf(state, one)) walk(child);
  };
  walk(did);
  return [...found.values()];
};

export const filesIn = (state: RucioState, did: DidRecord): readonly DidRecord[] =>
  did.kind === "FILE" ? [did] : datasetsIn(state, did).flatMap((dataset) => childrenOf(state, dataset));

export const sumOf = (files: readonly DidRecord[], field: "bytes" | "events"): number =>
  files.reduce((sum, file) => sum + (file[field] ?? 0), 0);
