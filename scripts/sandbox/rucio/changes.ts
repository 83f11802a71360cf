import type { Answer } from "../panda/envelope.ts";
import { objectOf, textOf } from "../panda/json.ts";
import { type Asked, created, fine, listBody, needed, objectBody, owns, type RucioRoute } from "./asked.ts";
import { checkName, didNamed, namesIn } from "./dids.ts";
import { denied, notFound, RucioRefusal, unsupported } from "./refusal.ts";
import { addFiles } from "./replicas.ts";
import { metaColumns } from "./rows.ts";
import { type DidRecord, filesIn, keyOf, type RucioState, sumOf } from "./state.ts";
import { storageNamed } from "./storages.ts";

const attachTo = (state: RucioState, parent: DidRecord, names: ReturnType<typeof namesIn>): void => {
  const full = keyOf(parent.scope, parent.name);
  if (parent.kind === "FILE") throw unsupported(`Data identifier '${full}' is a file`);
  if (parent.open !== true) throw unsupported(`Data identifier '${full}' is closed`);
  for (const { scope, name } of names) {
    if (keyOf(scope, name) === full) throw unsupported("Self-append is not valid!");
    const child = didNamed(state, scope, name);
    if (parent.kind === "CONTAINER" && child.kind === "FILE")
      throw unsupported(`Adding a file (${scope}:${name}) to a container (${full}) is forbidden`);
    if (parent.kind === "DATASET" && child.kind !== "FILE")
      throw unsupported(`Data identifier ${scope}:${name} of type DIDType.${child.kind} cannot be added to a dataset `);
    if (parent.children.has(keyOf(scope, name)))
      throw new RucioRefusal(
        409,
        parent.kind === "DATASET" ? "FileAlreadyExists" : "DuplicateContent",
        "already there",
      );
  }
  for (const { scope, name } of names) parent.children.add(keyOf(scope, name));
};

const attach = (asked: Asked): Answer => {
  const [scope = "", name = ""] = asked.words;
  const body = objectBody(asked);
  const names = namesIn(needed(body, "dids"));
  for (const one of names) checkName(one.scope, one.name, "attachment");
  const rse = textOf(body["rse"]);
  const storage = rse === undefined ? undefined : storageNamed(asked.state, rse);
  if (!owns(asked, scope))
    throw denied(`Account ${asked.caller.account} can not add data identifiers to ${scope}:${name}`);
  const parent = didNamed(asked.state, scope, name);
  if (storage !== undefined && parent.kind === "DATASET" && parent.open === true) addFiles(asked, storage, names);
  attachTo(asked.state, parent, names);
  return created;
};

const attachMany = (asked: Asked): Answer => {
  for (const entry of listBody(asked).map(objectOf)) {
    const [scope, name] = [textOf(entry["scope"]) ?? "", textOf(entry["name"]) ?? ""];
    if (!owns(asked, scope)) throw denied(`Account ${asked.caller.account} can not add data identifiers`);
    attachTo(asked.state, didNamed(asked.state, scope, name), namesIn(needed(entry, "dids")));
  }
  return created;
};

const detach = (asked: Asked): Answer => {
  const [scope = "", name = ""] = asked.words;
  const names = namesIn(needed(objectBody(asked), "dids"));
  if (!owns(asked, scope))
    throw denied(`Account ${asked.caller.account} can not detach data identifiers from ${scope}:${name}`);
  const parent = asked.state.dids.get(keyOf(scope, name));
  if (parent === undefined || parent.kind === "FILE") throw notFound(scope, name);
  if (parent.children.size === 0)
    throw new RucioRefusal(
      404,
      "DataIdentifierNotFound",
      `Data identifier '${scope}:${name}' has no child data identifiers.`,
    );
  for (const one of names) {
    const key = keyOf(one.scope, one.name);
    if (!parent.children.delete(key))
      throw new RucioRefusal(
        404,
        "DataIdentifierNotFound",
        `Data identifier '${key}' not found under '${scope}:${name}'`,
      );
    const child = asked.state.dids.get(key);
    // What was counted when it was closed is kept up to date.
    if (parent.length !== null && parent.length > 0) parent.length -= 1;
    if (parent.bytes !== null) parent.bytes -= child?.bytes ?? 0;
    if (parent.events !== null) parent.events -= child?.events ?? 0;
  }
  return fine;
};

const setStatus = (asked: Asked): Answer => {
  const [scope = "", name = ""] = asked.words;
  const { open } = objectBody(asked);
  if (!owns(asked, scope))
    throw denied(`Account ${asked.caller.account} can not set status on data identifier ${scope}:${name}`);
  const did = didNamed(asked.state, scope, name);
  if (did.kind === "FILE" || did.open === open)
    throw unsupported(`The status of the data identifier '${scope}:${name}' cannot be changed`);
  did.open = open === true;
  if (did.open) return fine;
  const files = filesIn(asked.state, did);
  did.closed = new Date();
  [did.length, did.bytes, did.events] = [files.length, sumOf(files, "bytes"), sumOf(files, "events")];
  return fine;
};

const setMeta = (asked: Asked): Answer => {
  const [scope = "", name = ""] = asked.words;
  const meta = objectOf(needed(objectBody(asked), "meta"));
  // The only refusal of a DID that Rucio does not turn into 401 (41.5.1, dids.py:1501).
  if (!owns(asked, scope)) {
    const { why, message } = denied(
      `Account ${asked.caller.account} can not add metadata to data identifier ${scope}:${name}`,
    );
    throw new RucioRefusal(500, why, message);
  }
  const did = didNamed(asked.state, scope, name);
  if (did.kind !== "FILE" && "events" in meta)
    throw new RucioRefusal(500, "UnsupportedOperation", `events for ${scope}:${name} cannot be updated`);
  if (Object.keys(meta).some((key) => key.includes(".")))
    throw new RucioRefusal(
      400,
      "InvalidMetadata",
      'Restricted character "." found in metadata key. Reason: Used as a delimiter for key and operator (<key>.<operator>) in filtering engine.',
    );
  const foreign = Object.keys(meta).filter((key) => !metaColumns.includes(key) && !asked.state.holdsJson);
  if (foreign.length > 0)
    throw new RucioRefusal(
      400,
      "InvalidMetadata",
      `No plugin manages metadata keys [${foreign.map((key) => `'${key}'`).join(", ")}] on DID ${scope}:${name}`,
    );
  did.meta = { ...did.meta, ...meta };
  return created;
};

const did = String.raw`\/dids\/([^/]+)\/(.+?)`;
export const changeRoutes: readonly RucioRoute[] = [
  { method: "POST", path: /^\/dids\/attachments$/, key: "attachments", handle: attachMany },
  { method: "POST", path: new RegExp(`^${did}\\/dids$`), key: "attach", handle: attach },
  { method: "DELETE", path: new RegExp(`^${did}\\/dids$`), key: "detach", handle: detach },
  { method: "PUT", path: new RegExp(`^${did}\\/status$`), key: "set-status", handle: setStatus },
  { method: "POST", path: new RegExp(`^${did}\\/meta$`), key: "set-meta", handle: setMeta },
];
