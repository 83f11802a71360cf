import type { Answer } from "../panda/envelope.ts";
import { type JsonObject, numberOf, objectOf, textOf } from "../panda/json.ts";
import {
  type Asked,
  created,
  isAdmin,
  isRoot,
  jsonAnswer,
  needed,
  objectBody,
  type RucioRoute,
  stream,
  streamAnswer,
} from "./asked.ts";
import { checkName, namesIn } from "./dids.ts";
import { denied, RucioRefusal } from "./refusal.ts";
import { rucioDate } from "./rows.ts";
import {
  childrenOf,
  type DidRecord,
  datasetsIn,
  filesIn,
  keyOf,
  type ReplicaState,
  type RucioState,
  type StorageRecord,
  sumOf,
} from "./state.ts";
import { storageNamed } from "./storages.ts";

export const setReplica = (state: RucioState, file: DidRecord, storage: string, at: ReplicaState): void => {
  const key = keyOf(file.scope, file.name);
  const copies = state.replicas.get(key) ?? new Map<string, ReplicaState>();
  copies.set(storage, at);
  state.replicas.set(key, copies);
};

export const stateAt = (state: RucioState, file: DidRecord, storage: string): ReplicaState | undefined =>
  state.replicas.get(keyOf(file.scope, file.name))?.get(storage);

/** Files are made by their first replica. */
export const addFiles = (asked: Asked, storage: StorageRecord, files: ReturnType<typeof namesIn>): void => {
  const { state, caller } = asked;
  for (const { scope, name, more } of files) {
    if (!state.scopes.has(scope)) throw new RucioRefusal(404, "ScopeNotFound", "Scope not found!");
    const meta = objectOf(more["meta"]);
    const file: DidRecord = state.dids.get(keyOf(scope, name)) ?? {
      ...{ scope, name, kind: "FILE", account: caller.account, open: null, length: null },
      ...{ bytes: numberOf(more["bytes"]) ?? 0, events: numberOf(meta["events"]) ?? null },
      ...{ adler32: textOf(more["adler32"]) ?? null, md5: textOf(more["md5"]) ?? null },
      ...{ guid: textOf(meta["guid"]) ?? null, closed: null, expires: null, monotonic: false, meta: {} },
      children: new Set(),
    };
    state.dids.set(keyOf(scope, name), file);
    setReplica(state, file, storage.name, "AVAILABLE");
  }
};

const add = (asked: Asked): Answer => {
  const body = objectBody(asked);
  const [rse, files] = [String(needed(body, "rse")), namesIn(needed(body, "files"))];
  for (const { scope, name } of files) checkName(scope, name, "dids");
  const storage = storageNamed(asked.state, rse);
  if (!isAdmin(asked)) throw denied(`Account ${asked.caller.account} can not add file replicas on ${rse}`);
  const twice = files.some(({ scope, name }) => asked.state.replicas.get(keyOf(scope, name))?.has(rse) === true);
  if (twice) throw new RucioRefusal(409, "Duplicate", "File replica already exists!");
  addFiles(asked, storage, files);
  return created;
};

const declareBad = (asked: Asked): Answer => {
  const body = objectBody(asked);
  const [rse, files] = [String(needed(body, "rse")), namesIn(needed(body, "dids"))];
  if (!isRoot(asked)) throw denied(`Account ${asked.caller.account} can not declare bad PFN or DIDs`);
  storageNamed(asked.state, rse);
  const unknown = files.flatMap(({ scope, name }) => {
    const file = asked.state.dids.get(keyOf(scope, name));
    const at = file === undefined ? undefined : stateAt(asked.state, file, rse);
    if (file === undefined || at === undefined) return [`${scope}:${name} Unknown replica`];
    if (at === "BAD") return [`${scope}:${name} Already declared`];
    setReplica(asked.state, file, rse, "BAD");
    return [];
  });
  return jsonAnswer(unknown, 201);
};

/**
 * What the daemon `abacus-collection-replica` does: only then is what a rule has made counted, and never again for a copy
 * that was declared bad.
 */
export const countCollections = (state: RucioState): void => {
  for (const [key, at] of state.counted) {
    const dataset = state.dids.get(key);
    if (dataset === undefined || !state.uncounted.delete(key)) continue;
    const files = childrenOf(state, dataset);
    for (const [storage, counted] of at) {
      const there = files.filter((file) => stateAt(state, file, storage) === "AVAILABLE");
      [counted.length, counted.bytes] = [files.length, sumOf(files, "bytes")];
      [counted.available, counted.availableBytes] = [there.length, sumOf(there, "bytes")];
    }
  }
};

const rowsOf = (state: RucioState, dataset: DidRecord): readonly JsonObject[] =>
  [...(state.counted.get(keyOf(dataset.scope, dataset.name)) ?? [])].map(([storage, counted]) => ({
    ...{ scope: dataset.scope, name: dataset.name, rse: storage, rse_id: storageNamed(state, storage).id },
    ...{ bytes: counted.bytes, length: counted.length },
    ...{ available_bytes: counted.availableBytes, available_length: counted.available },
    state: counted.length > 0 && counted.available === counted.length ? "AVAILABLE" : "UNAVAILABLE",
    ...dates(),
  }));

const dates = (): JsonObject => ({
  created_at: rucioDate(new Date()),
  updated_at: rucioDate(new Date()),
  accessed_at: null,
});

/** File by file, so without a daemon. */
const deepRows = (state: RucioState, dataset: DidRecord): readonly JsonObject[] => {
  const files = childrenOf(state, dataset);
  return [...state.storages.values()].flatMap((storage) => {
    const there = files.filter((file) => stateAt(state, file, storage.name) === "AVAILABLE");
    if (there.length === 0) return [];
    const row = { scope: dataset.scope, name: dataset.name, rse: storage.name, rse_id: storage.id };
    return [
      {
        ...row,
        ...{ length: files.length, bytes: sumOf(files, "bytes") },
        ...{ available_length: there.length, available_bytes: sumOf(there, "bytes") },
        state: there.length === files.length ? "AVAILABLE" : "UNAVAILABLE",
        ...dates(),
      },
    ];
  });
};

const ofDataset = ({ state, words: [scope = "", name = ""], call }: Asked): Answer => {
  const did = state.dids.get(keyOf(scope, name));
  if (did?.kind !== "DATASET") return streamAnswer([]);
  return streamAnswer(/^true$/i.test(call.query.get("deep") ?? "") ? deepRows(state, did) : rowsOf(state, did));
};

const ofDatasets = (asked: Asked): Answer => {
  const wanted = namesIn(needed(objectBody(asked), "dids"));
  if (wanted.length === 0) throw new RucioRefusal(400, "ValueError", "List of DIDs is empty");
  const known = wanted.flatMap(({ scope, name }) => asked.state.dids.get(keyOf(scope, name)) ?? []);
  return streamAnswer(known.flatMap((did) => (did.kind === "DATASET" ? rowsOf(asked.state, did) : [])));
};

/** Each file with its places. Addresses by the storage element's hash are left to the real one. */
const ofFiles = (asked: Asked): Answer => {
  const body = objectBody(asked);
  const all = body["all_states"] === true;
  const files = namesIn(body["dids"] ?? []).flatMap(({ scope, name }) => {
    const did = asked.state.dids.get(keyOf(scope, name));
    return did === undefined ? [] : filesIn(asked.state, did);
  });
  const ignores = body["ignore_availability"] === true;
  return streamAnswer(
    files.flatMap((file) => {
      const copies = [...(asked.state.replicas.get(keyOf(file.scope, file.name)) ?? [])];
      const at = copies.filter(([storage]) => ignores || asked.state.storages.get(storage)?.read !== false);
      const shown = at.filter(([, state]) => all || state === "AVAILABLE");
      if (shown.length === 0 && (!all || copies.length > 0)) return [];
      const { scope, name, bytes, md5, adler32 } = file;
      return [{ scope, name, bytes, md5, adler32, states: Object.fromEntries(shown) }];
    }),
  );
};

export const replicaRoutes: readonly RucioRoute[] = [
  { method: "POST", path: /^\/replicas$/, key: "add-replicas", handle: add },
  { method: "POST", path: /^\/replicas\/list$/, key: "replicas", form: stream, handle: ofFiles },
  { method: "POST", path: /^\/replicas\/datasets_bulk$/, key: "datasets_bulk", form: stream, handle: ofDatasets },
  { method: "POST", path: /^\/replicas\/bad\/dids$/, key: "declare-bad", handle: declareBad },
  { method: "GET", path: /^\/replicas\/([^/]+)\/(.+?)\/datasets$/, key: "datasets", form: stream, handle: ofDataset },
];

/** The datasets that a rule makes counters for, at each of its storage elements. */
export const beginCounting = (state: RucioState, did: DidRecord, storage: string): void => {
  for (const dataset of datasetsIn(state, did)) {
    const at = state.counted.get(keyOf(dataset.scope, dataset.name)) ?? new Map();
    if (!at.has(storage)) at.set(storage, { length: 0, bytes: 0, available: 0, availableBytes: 0 });
    state.counted.set(keyOf(dataset.scope, dataset.name), at);
    state.uncounted.add(keyOf(dataset.scope, dataset.name));
  }
};
