import { randomBytes } from "node:crypto";
import type { Answer } from "../panda/envelope.ts";
import { objectOf, textOf } from "../panda/json.ts";
import {
  type Asked,
  created,
  isAdmin,
  jsonAnswer,
  needed,
  objectBody,
  oneJson,
  type RucioRoute,
  stream,
  streamAnswer,
} from "./asked.ts";
import { denied, invalid, RucioRefusal } from "./refusal.ts";
import { storageRow } from "./rows.ts";
import type { RucioState, StorageRecord } from "./state.ts";

export const newId = (): string => randomBytes(16).toString("hex");

export const storageNamed = (state: RucioState, name: string): StorageRecord => {
  const storage = state.storages.get(name);
  if (storage === undefined) throw new RucioRefusal(404, "RSENotFound", `RSE '${name}' cannot be found in vo 'def'`);
  return storage;
};

const add = (asked: Asked): Answer => {
  const [name = ""] = asked.words;
  const body = objectBody(asked);
  if (!/^([A-Z0-9]+([_-][A-Z0-9]+)*)$/.test(name)) throw invalid("rse");
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not add RSE`);
  if (asked.state.storages.has(name)) throw new RucioRefusal(409, "Duplicate", `RSE '${name}' already exists!`);
  asked.state.storages.set(name, {
    id: newId(),
    name,
    medium: textOf(body["rse_type"]) ?? "DISK",
    deterministic: body["deterministic"] !== false,
    read: body["availability_read"] !== false,
    write: body["availability_write"] !== false,
    del: body["availability_delete"] !== false,
    attributes: new Map([[name, true]]),
    protocols: [],
  });
  return created;
};

const addAttribute = (asked: Asked): Answer => {
  const [name = "", key = ""] = asked.words;
  const value = needed(objectBody(asked), "value");
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not add attributes for RSE ${name}`);
  storageNamed(asked.state, name).attributes.set(key, typeof value === "boolean" ? value : String(value));
  return created;
};

const addProtocol = (asked: Asked): Answer => {
  const [name = "", scheme = ""] = asked.words;
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not add protocols to RSE ${name}`);
  const body = objectBody(asked);
  const domains = objectOf(body["domains"]);
  const copying = { third_party_copy_read: null, third_party_copy_write: null };
  storageNamed(asked.state, name).protocols.push({
    ...{ scheme, extended_attributes: null, ...body },
    domains: { ...domains, wan: { ...copying, ...objectOf(domains["wan"]) } },
  });
  return created;
};

const show = ({ state, words: [name = ""] }: Asked): Answer => {
  const storage = storageNamed(state, name);
  const { id, rse, rse_type, deterministic, volatile, staging_area, availability, qos_class, ...rest } =
    storageRow(storage);
  return jsonAnswer({
    ...{ id: id ?? null, rse: rse ?? null, rse_type: rse_type ?? null, deterministic: deterministic ?? null },
    ...{ volatile: volatile ?? null, staging_area: staging_area ?? null, availability: availability ?? null },
    ...{ availability_read: rest["availability_read"] ?? null, availability_write: rest["availability_write"] ?? null },
    ...{ availability_delete: rest["availability_delete"] ?? null, qos_class: qos_class ?? null },
    ...{ credentials: null, domain: ["lan", "wan"], lfn2pfn_algorithm: "hash", sign_url: null, verify_checksum: true },
    protocols: storage.protocols,
  });
};

const list = (asked: Asked): Answer => {
  const expression = asked.call.query.get("expression");
  const { state } = asked;
  if (expression === null) return streamAnswer([...state.storages.values()].map(storageRow));
  return streamAnswer(storagesOf(state, expression).map(({ name }) => ({ rse: name })));
};

/** Names, and equalities of attributes and of the medium, joined by `|` and `&`: as much of Rucio's expressions as is used here. */
export const storagesOf = (state: RucioState, expression: string): readonly StorageRecord[] => {
  const found = [...state.storages.values()].filter((storage) =>
    expression.split("|").some((either) => either.split("&").every((term) => fits(storage, term.trim()))),
  );
  if (found.length > 0) return found;
  throw new RucioRefusal(400, "InvalidRSEExpression", "RSE Expression resulted in an empty set.");
};

const fits = (storage: StorageRecord, term: string): boolean => {
  const [key = "", value] = term.split("=");
  if (key === "*" || (value === undefined && key === storage.name)) return true;
  if (key === "rse_type") return storage.medium === value;
  return value !== undefined && storage.attributes.get(key) === value;
};

export const storageRoutes: readonly RucioRoute[] = [
  { method: "GET", path: /^\/rses\/$/, key: "rses", form: stream, handle: list },
  { method: "POST", path: /^\/rses\/([^/]+)$/, key: "add-rse", handle: add },
  { method: "GET", path: /^\/rses\/([^/]+)$/, key: "rse", form: oneJson, handle: show },
  { method: "POST", path: /^\/rses\/([^/]+)\/attr\/([^/]+)$/, key: "add-attribute", handle: addAttribute },
  {
    ...{ method: "GET", path: /^\/rses\/([^/]+)\/attr\/$/, key: "rse-attributes", form: oneJson },
    handle: ({ state, words: [name = ""] }) => jsonAnswer(Object.fromEntries(storageNamed(state, name).attributes)),
  },
  { method: "POST", path: /^\/rses\/([^/]+)\/protocols\/([^/]+)$/, key: "add-protocol", handle: addProtocol },
];
