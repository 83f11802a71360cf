import type { Answer } from "../panda/envelope.ts";
import { type JsonObject, numberOf, objectOf, textOf } from "../panda/json.ts";
import {
  type Asked,
  fine,
  isAdmin,
  jsonAnswer,
  needed,
  objectBody,
  oneJson,
  type RucioRoute,
  stream,
  streamAnswer,
} from "./asked.ts";
import { checkName, namesIn } from "./dids.ts";
import { denied, RucioRefusal } from "./refusal.ts";
import { beginCounting, setReplica, stateAt } from "./replicas.ts";
import { ruleRow } from "./rows.ts";
import { type DidRecord, filesIn, keyOf, nowAt, type RuleRecord } from "./state.ts";
import { newId, storagesOf } from "./storages.ts";

const ends = ({ state }: Asked, seconds: unknown): Date | null =>
  typeof seconds === "number" ? new Date(nowAt(state).getTime() + seconds * 1000) : null;

const add = (asked: Asked): Answer => {
  const body = objectBody(asked);
  const dids = namesIn(needed(body, "dids"));
  const [account, copies] = [String(needed(body, "account")), numberOf(needed(body, "copies")) ?? 0];
  const expression = String(needed(body, "rse_expression"));
  for (const { scope, name } of dids) checkName(scope, name, "rule");
  if (!isAdmin(asked) && (account !== asked.caller.account || body["locked"] === true))
    // The one refusal of this call that Rucio does not turn into 401 (41.5.1, rules.py:400).
    throw new RucioRefusal(500, "AccessDenied", `Account ${asked.caller.account} can not add replication rule. `);
  const storages = storagesAsked(asked, expression);
  const [storage, enough] = [storages.find(({ name }) => hasQuota(asked, account, name)), storages.length >= copies];
  if (!enough)
    throw new RucioRefusal(409, "InsufficientTargetRSEs", "Target RSE set not sufficient for number of copies. (#)");
  if (storage === undefined)
    throw new RucioRefusal(
      409,
      "InsufficientAccountLimit",
      "There is insufficient quota on any of the target RSE's to fulfill the operation.",
    );
  const ids = dids.map(({ scope, name }) => {
    const did = asked.state.dids.get(keyOf(scope, name));
    if (did === undefined)
      throw new RucioRefusal(404, "DataIdentifierNotFound", `Data identifier ${scope}:${name} is not valid.`);
    return addOne(asked, did, storage.name, { account, copies, expression, body });
  });
  return { ...jsonAnswer(ids, 201), contentType: "text/html; charset=utf-8" };
};

const storagesAsked = (asked: Asked, expression: string): ReturnType<typeof storagesOf> => {
  try {
    return storagesOf(asked.state, expression);
  } catch (error) {
    if (error instanceof RucioRefusal) throw new RucioRefusal(409, error.why, error.message);
    throw error;
  }
};

const hasQuota = ({ state }: Asked, account: string, storage: string): boolean =>
  (state.quotas.get(`${account}@${storage}`) ?? 0) > 0;

type Wished = {
  readonly account: string;
  readonly copies: number;
  readonly expression: string;
  readonly body: JsonObject;
};

const addOne = (
  asked: Asked,
  did: DidRecord,
  storage: string,
  { account, copies, expression, body }: Wished,
): string => {
  const { state } = asked;
  const same = ({ scope, name, ...rule }: RuleRecord): boolean =>
    keyOf(scope, name) === keyOf(did.scope, did.name) &&
    rule.account === account &&
    rule.expression === expression &&
    rule.copies === copies;
  if ([...state.rules.values()].some(same)) throw new RucioRefusal(409, "DuplicateRule", "UNIQUE constraint failed");
  const files = filesIn(state, did);
  const missing = files.filter((file) => stateAt(state, file, storage) !== "AVAILABLE");
  for (const file of missing)
    if (stateAt(state, file, storage) === undefined) setReplica(state, file, storage, "COPYING");
  beginCounting(state, did, storage);
  const id = newId();
  const isTape = state.storages.get(storage)?.medium === "TAPE";
  state.rules.set(id, {
    ...{ id, scope: did.scope, name: did.name, kind: did.kind, account, expression, copies },
    locked: body["locked"] === true || (isTape && typeof body["lifetime"] !== "number"),
    grouping: textOf(body["grouping"]) ?? "DATASET",
    comment: textOf(body["comment"]) ?? null,
    expires: ends(asked, body["lifetime"]),
    ...{ ok: files.length - missing.length, replicating: missing.length },
  });
  return id;
};

const ruleOfPath = ({ state, words: [id = ""] }: Asked): RuleRecord => {
  const rule = state.rules.get(id);
  if (rule !== undefined) return rule;
  if (!/^[0-9a-f]{32}$/i.test(id)) throw new RucioRefusal(500, "RucioException", `Badly formatted rule id (${id})`);
  throw new RucioRefusal(404, "RuleNotFound", `No rule with the id ${id} found`);
};

const validOptions = ["comment", "locked", "lifetime", "account", "state", "activity", "priority", "meta"];

const update = (asked: Asked): Answer => {
  const options = objectOf(needed(objectBody(asked), "options"));
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not update this replication rule`);
  const wrong = Object.keys(options).find((key) => !validOptions.includes(key));
  if (wrong !== undefined)
    throw new RucioRefusal(409, "InputValidationError", `${wrong} is not a valid option to set.`);
  const rule = ruleOfPath(asked);
  if ("lifetime" in options) rule.expires = ends(asked, options["lifetime"]);
  if ("locked" in options) rule.locked = options["locked"] === true;
  if ("comment" in options) rule.comment = textOf(options["comment"]) ?? null;
  return fine;
};

const remove = (asked: Asked): Answer => {
  objectBody(asked);
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not remove this replication rule`);
  const rule = ruleOfPath(asked);
  if (rule.locked)
    throw new RucioRefusal(
      401,
      "UnsupportedOperation",
      "The replication rule is locked and has to be unlocked before it can be deleted.",
    );
  // Rucio does not delete it: it ends in an hour, and a daemon takes it away.
  const inAnHour = new Date(nowAt(asked.state).getTime() + 3600_000);
  if (rule.expires === null || rule.expires > inAnHour) rule.expires = inAnHour;
  return fine;
};

const list = (asked: Asked): Answer => {
  const wanted = [...asked.call.query].map(([key, value]) => [key === "comment" ? "comments" : key, value] as const);
  const rows = [...asked.state.rules.values()].map((rule) => ({
    ...ruleRow(rule),
    bytes: asked.state.dids.get(keyOf(rule.scope, rule.name))?.bytes ?? null,
  }));
  const fits = (row: JsonObject): boolean => wanted.every(([key, value]) => String(row[key]) === value);
  return streamAnswer(rows.filter(fits));
};

export const ruleRoutes: readonly RucioRoute[] = [
  { method: "POST", path: /^\/rules\/$/, key: "add-rule", handle: add },
  { method: "GET", path: /^\/rules\/$/, key: "rules", form: stream, handle: list },
  {
    ...{ method: "GET", path: /^\/rules\/([^/]+)$/, key: "rule", form: oneJson },
    handle: (asked) => jsonAnswer(ruleRow(ruleOfPath(asked))),
  },
  { method: "PUT", path: /^\/rules\/([^/]+)$/, key: "update-rule", handle: update },
  { method: "DELETE", path: /^\/rules\/([^/]+)$/, key: "delete-rule", handle: remove },
];
