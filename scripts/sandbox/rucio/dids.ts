import { type Answer, html } from "../panda/envelope.ts";
import { type Json, type JsonObject, listOf, objectOf, textOf } from "../panda/json.ts";
import {
  type Asked,
  created,
  jsonAnswer,
  listBody,
  needed,
  objectBody,
  oneJson,
  owns,
  type RucioRoute,
  stream,
  streamAnswer,
} from "./asked.ts";
import { denied, invalid, notFound, RucioRefusal } from "./refusal.ts";
import { didRow, fileRow, keyedRow, metaRow, ruleRow } from "./rows.ts";
import { childrenOf, type DidRecord, filesIn, keyOf, type RucioState, sumOf } from "./state.ts";

export const didNamed = (state: RucioState, scope: string, name: string): DidRecord => {
  const did = state.dids.get(keyOf(scope, name));
  if (did === undefined) throw notFound(scope, name);
  return did;
};

const didOfPath = ({ state, words: [scope = "", name = ""] }: Asked): DidRecord => didNamed(state, scope, name);

export const namesIn = (
  value: Json,
): readonly { readonly scope: string; readonly name: string; readonly more: JsonObject }[] =>
  listOf(value).map((entry) => {
    const more = objectOf(entry);
    const [scope, name] = [textOf(more["scope"]), textOf(more["name"])];
    if (scope === undefined || name === undefined) throw invalid("dids");
    return { scope, name, more };
  });

/** As the generic schema has it (rucio 41.5.1, common/schema/generic.py:46 and 57). */
export const checkName = (scope: string, name: string, what: string): void => {
  if (!/^[a-zA-Z_\-.0-9]{1,25}$/.test(scope) || !/^[/A-Za-z0-9][/A-Za-z0-9._-]{0,249}$/.test(name)) throw invalid(what);
};

const show = (asked: Asked): Answer => {
  const did = didOfPath(asked);
  const { query } = asked.call;
  const files = filesIn(asked.state, did);
  const dynamic = query.has("dynamic") || /^file$/i.test(query.get("dynamic_depth") ?? "");
  const counted = dynamic
    ? { length: files.length, bytes: sumOf(files, "bytes") }
    : { length: did.length, bytes: did.bytes };
  return jsonAnswer(didRow(did, counted));
};

const addOne = (asked: Asked, body: JsonObject, scope: string, name: string): void => {
  const { state, caller } = asked;
  const kind = textOf(needed(body, "type"));
  if (kind !== "DATASET" && kind !== "CONTAINER") throw invalid("did");
  if (!state.scopes.has(scope)) throw new RucioRefusal(404, "ScopeNotFound", "Scope not found!");
  if (state.dids.has(keyOf(scope, name)))
    throw new RucioRefusal(409, "DataIdentifierAlreadyExists", "Data Identifier already exists!");
  const lifetime = body["lifetime"];
  state.dids.set(keyOf(scope, name), {
    ...{ scope, name, kind, account: caller.account, open: true, length: null, bytes: null, events: null },
    ...{ adler32: null, md5: null, guid: null, closed: null, meta: objectOf(body["meta"]), children: new Set() },
    expires: typeof lifetime === "number" ? new Date(Date.now() + lifetime * 1000) : null,
    monotonic: objectOf(body["statuses"])["monotonic"] === true,
  });
};

const add = (asked: Asked): Answer => {
  const [scope = "", name = ""] = asked.words;
  const body = objectBody(asked);
  needed(body, "type");
  checkName(scope, name, "did");
  if (!owns(asked, scope))
    throw denied(`Account ${asked.caller.account} can not add data identifier to scope ${scope}`);
  addOne(asked, body, scope, name);
  return created;
};

const addMany = (asked: Asked): Answer => {
  const wanted = namesIn(listBody(asked));
  if (!wanted.every(({ scope }) => owns(asked, scope)))
    throw denied(`Account ${asked.caller.account} can not bulk add data identifier`);
  for (const { scope, name, more } of wanted) addOne(asked, more, scope, name);
  return created;
};

const content = (asked: Asked): Answer =>
  streamAnswer(
    childrenOf(asked.state, didOfPath(asked)).map(({ scope, name, kind, bytes, adler32, md5 }) => ({
      ...{ scope, name, type: kind, bytes: kind === "FILE" ? bytes : null, adler32, md5 },
    })),
  );

const files = (asked: Asked): Answer => streamAnswer(filesIn(asked.state, didOfPath(asked)).map(fileRow));

const bulkFiles = (asked: Asked): Answer =>
  streamAnswer(
    namesIn(objectBody(asked)["dids"] ?? []).flatMap(({ scope, name }) => {
      const did = asked.state.dids.get(keyOf(scope, name));
      const rows = did === undefined ? [] : filesIn(asked.state, did).map(fileRow);
      return rows.map((row) => ({ ...row, parent_scope: scope, parent_name: name }));
    }),
  );

const bulkMeta = (asked: Asked): Answer => {
  const wanted = namesIn(needed(objectBody(asked), "dids"));
  // The only check of names that Rucio does not turn into 400 (41.5.1, dids.py:1880).
  for (const { scope, name } of wanted) {
    try {
      checkName(scope, name, "dids");
    } catch {
      throw new RucioRefusal(500, "InvalidObject", `Problem validating dids: '${name}' does not match`);
    }
  }
  const keys = new Set(wanted.map(({ scope, name }) => keyOf(scope, name)));
  return streamAnswer([...keys].flatMap((key) => asked.state.dids.get(key) ?? []).map(metaRow));
};

const rules = (asked: Asked): Answer => {
  const { scope, name, bytes } = didOfPath(asked);
  const own = [...asked.state.rules.values()].filter((rule) => rule.scope === scope && rule.name === name);
  return streamAnswer(own.map((rule) => ({ ...ruleRow(rule), bytes })));
};

const parents = (asked: Asked): Answer => {
  const { scope, name } = didOfPath(asked);
  const holding = [...asked.state.dids.values()].filter(({ children }) => children.has(keyOf(scope, name)));
  return streamAnswer(holding.map((did) => ({ scope: did.scope, name: did.name, type: did.kind })));
};

const meta = (asked: Asked): Answer => {
  const plugin = asked.call.query.get("plugin") ?? "DID_COLUMN";
  if (/^did_column$/i.test(plugin)) return jsonAnswer(metaRow(didOfPath(asked)));
  if (!/^(json|all)$/i.test(plugin))
    throw new RucioRefusal(
      400,
      "UnsupportedMetadataPlugin",
      `Metadata plugin "${plugin}" is not enabled on the server.`,
    );
  const columns = /^all$/i.test(plugin) ? metaRow(didOfPath(asked)) : {};
  if (!asked.state.holdsJson) return html("", 500);
  // Of a name that it does not know it holds no key.
  const [scope = "", name = ""] = asked.words;
  const did = asked.state.dids.get(keyOf(scope, name));
  return jsonAnswer({ ...columns, ...(did === undefined ? {} : keyedRow(did)) });
};

const search = ({ state, words: [scope = ""], call: { query } }: Asked): Answer => {
  const pattern = new RegExp(
    `^${(query.get("name") ?? "*").replace(/[.+?^$()[\]{}|\\]/g, "\\$&").replaceAll("*", ".*")}$`,
  );
  const type = (query.get("type") ?? "collection").toUpperCase();
  const fits = ({ kind }: DidRecord): boolean => (type === "COLLECTION" ? kind !== "FILE" : kind === type);
  const found = [...state.dids.values()].filter((did) => did.scope === scope && fits(did) && pattern.test(did.name));
  return streamAnswer(found.map(({ name }) => name));
};

const did = String.raw`\/dids\/([^/]+)\/(.+?)`;
export const didRoutes: readonly RucioRoute[] = [
  { method: "POST", path: /^\/dids\/bulkmeta$/, key: "bulkmeta", form: stream, handle: bulkMeta },
  { method: "POST", path: /^\/dids\/bulkfiles$/, key: "bulkfiles", form: stream, handle: bulkFiles },
  { method: "POST", path: /^\/dids$/, key: "add-dids", form: oneJson, handle: addMany },
  { method: "GET", path: /^\/dids\/([^/]+)\/dids\/search$/, key: "search", form: stream, handle: search },
  { method: "GET", path: new RegExp(`^${did}\\/dids$`), key: "content", form: stream, handle: content },
  { method: "GET", path: new RegExp(`^${did}\\/files$`), key: "files", form: stream, handle: files },
  { method: "GET", path: new RegExp(`^${did}\\/rules$`), key: "did-rules", form: stream, handle: rules },
  { method: "GET", path: new RegExp(`^${did}\\/parents$`), key: "parents", form: stream, handle: parents },
  { ...{ method: "GET", path: new RegExp(`^${did}\\/meta$`), key: "meta", form: oneJson }, handle: meta },
  { method: "GET", path: new RegExp(`^${did}$`), key: "did", form: oneJson, handle: show },
  { method: "POST", path: new RegExp(`^${did}$`), key: "add-did", handle: add },
];
