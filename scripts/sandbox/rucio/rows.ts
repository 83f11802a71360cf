import type { Json, JsonObject } from "../panda/json.ts";
import type { DidRecord, RuleRecord, StorageRecord } from "./state.ts";

/** `Mon, 30 Nov 2026 15:07:02 UTC`. */
export const rucioDate = (date: Date | null): string | null =>
  date === null ? null : date.toUTCString().replace("GMT", "UTC");

const now = (): string => rucioDate(new Date()) ?? "";

/** Columns of a DID that somebody may fill, with what stands there before (rucio 41.5.1, db/sqla/models.py). */
const emptyMeta: JsonObject = Object.fromEntries(
  [
    ...["project", "datatype", "run_number", "stream_name", "prod_step", "version", "campaign", "task_id", "panda_id"],
    ...["lumiblocknr", "provenance", "phys_group", "accessed_at", "eol_at", "is_archive", "constituent", "access_cnt"],
    ...["complete", "deleted_at"],
  ].map((key) => [key, null]),
);
export const metaColumns: readonly string[] = Object.keys(emptyMeta).filter((key) => key !== "deleted_at");

/** Of what a DID was told, the keys that are no columns: what a database with JSON holds besides. */
export const keyedRow = ({ meta }: DidRecord): JsonObject =>
  Object.fromEntries(Object.entries(meta).filter(([key]) => !metaColumns.includes(key)));

export const metaRow = (did: DidRecord): JsonObject => ({
  ...emptyMeta,
  scope: did.scope,
  name: did.name,
  account: did.account,
  did_type: did.kind,
  is_open: did.open,
  is_new: true,
  length: did.length,
  bytes: did.bytes,
  events: did.events,
  adler32: did.adler32,
  md5: did.md5,
  guid: did.guid,
  monotonic: did.monotonic,
  availability: "AVAILABLE",
  hidden: false,
  obsolete: false,
  suppressed: false,
  transient: false,
  purge_replicas: true,
  expired_at: rucioDate(did.expires),
  closed_at: rucioDate(did.closed),
  created_at: now(),
  updated_at: now(),
  ...Object.fromEntries(Object.entries(did.meta).filter(([key]) => metaColumns.includes(key))),
});

export const didRow = (
  did: DidRecord,
  counted: { readonly length: number | null; readonly bytes: number | null },
): Json =>
  did.kind === "FILE"
    ? {
        ...{ scope: did.scope, name: did.name, type: did.kind, account: did.account, bytes: did.bytes, length: 1 },
        ...{ md5: did.md5, adler32: did.adler32 },
      }
    : {
        ...{ scope: did.scope, name: did.name, type: did.kind, account: did.account, open: did.open },
        ...{ monotonic: did.monotonic, expired_at: rucioDate(did.expires), ...counted },
      };

export const fileRow = ({ scope, name, bytes, adler32, guid, events }: DidRecord): JsonObject => ({
  scope,
  name,
  bytes,
  adler32,
  guid: guid === null ? null : guid.toUpperCase(),
  events,
});

export const ruleRow = (rule: RuleRecord): JsonObject => ({
  id: rule.id,
  scope: rule.scope,
  name: rule.name,
  did_type: rule.kind,
  account: rule.account,
  rse_expression: rule.expression,
  copies: rule.copies,
  locked: rule.locked,
  grouping: rule.grouping,
  comments: rule.comment,
  expires_at: rucioDate(rule.expires),
  locks_ok_cnt: rule.ok,
  locks_replicating_cnt: rule.replicating,
  locks_stuck_cnt: 0,
  state: rule.replicating === 0 ? "OK" : "REPLICATING",
  activity: "User Subscriptions",
  priority: 3,
  notification: "NO",
  purge_replicas: false,
  split_container: false,
  ignore_availability: false,
  ignore_account_limit: false,
  source_replica_expression: null,
  subscription_id: null,
  child_rule_id: null,
  weight: null,
  stuck_at: null,
  eol_at: null,
  meta: null,
  deleted_at: null,
  error: null,
  created_at: now(),
  updated_at: now(),
});

export const storageRow = (storage: StorageRecord): JsonObject => ({
  id: storage.id,
  rse: storage.name,
  rse_type: storage.medium,
  deterministic: storage.deterministic,
  volatile: false,
  staging_area: false,
  availability: (storage.read ? 4 : 0) + (storage.write ? 2 : 0) + (storage.del ? 1 : 0),
  availability_read: storage.read,
  availability_write: storage.write,
  availability_delete: storage.del,
  vo: "def",
  deleted: false,
  created_at: now(),
  updated_at: now(),
  ...Object.fromEntries(
    [
      ...["region_code", "country_name", "continent", "deleted_at", "time_zone", "ISP", "qos_class"],
      ...["ASN", "longitude", "city", "latitude"],
    ].map((key) => [key, null]),
  ),
});
