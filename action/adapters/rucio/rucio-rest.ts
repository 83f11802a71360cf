import { type CatalogueFile, type Did, didText, type KeepRules, type Storage } from "../../core/catalogue/data-seen.ts";
import type { RucioSettings } from "../../core/login/rucio-settings.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import { type Limits, rucioLimits } from "../panda/limits.ts";
import { pathOf, readCollections } from "./collections.ts";
import { readReplicas } from "./replicas.ts";
import {
  countIn,
  dateIn,
  dateOf,
  flagIn,
  onlyRow,
  type RucioRow,
  readStream,
  rucioLater,
  textIn,
} from "./rucio-call.ts";
import { openRucio, type RucioSession } from "./rucio-session.ts";

/** The experiment's Rucio over its REST interface: nothing of Python is needed at run time. */
export const rucioRest = (settings: RucioSettings, limits: Limits = rucioLimits): Catalogue => {
  const rucio = openRucio(settings, limits);
  return {
    account: () => readAccount(rucio),
    collections: (dids) => readCollections(rucio, dids),
    replicas: (collections) => readReplicas(rucio, collections),
    storages: (names) => readStorages(rucio, names),
    files: (did) => readFiles(rucio, did),
    rules: (did, made = []) => readRules(rucio, did, made),
  };
};

/** Rucio names it by the address that it leads to (RUCIO C1). */
const readAccount = async (rucio: RucioSession): Promise<string> => {
  const { status, headers } = await rucio.read({ method: "GET", path: "/accounts/whoami" }, "log in");
  const [account] = /[^/]+$/.exec(headers.get("location") ?? "") ?? [];
  if (status === 303 && account !== undefined) return account;
  throw new Failure("The answer to a login is not Rucio's.", { wayOut: "Check `rucio: server` in the conventions." });
};

/** One list, and a question for each of those that are meant: an experiment may have hundreds. */
const readStorages = async (rucio: RucioSession, names: readonly string[]): Promise<ReadonlyMap<string, Storage>> => {
  if (names.length === 0) return new Map();
  const what = "list storage elements";
  const { text } = await rucio.read({ method: "GET", path: "/rses/" }, what);
  const rows = readStream(text, what).filter((row) => names.includes(textIn(row, "rse")));
  const known = await Promise.all(rows.map(async (row) => storageOf(row, await siteOf(rucio, textIn(row, "rse")))));
  return new Map(known.map((storage) => [storage.name, storage]));
};

const storageOf = (row: RucioRow, site: string | undefined): Storage => {
  const medium = row["rse_type"];
  return {
    name: textIn(row, "rse"),
    medium: medium === "DISK" ? "disk" : medium === "TAPE" ? "tape" : "other",
    readable: flagIn(row, "availability_read"),
    site,
  };
};

const siteOf = async (rucio: RucioSession, name: string): Promise<string | undefined> => {
  const what = `read the attributes of ${name}`;
  const { text } = await rucio.read({ method: "GET", path: `/rses/${encodeURIComponent(name)}/attr/` }, what);
  const site = onlyRow(text, what)["site"];
  return typeof site === "string" ? site : undefined;
};

const absent = (did: Did): Failure =>
  new Failure(`Rucio does not know ${didText(did)}.`, { wayOut: "Check the name, and its scope before the colon." });

/** Each with its own scope, which may be another than that of the dataset. */
const readFiles = async (rucio: RucioSession, did: Did): Promise<readonly CatalogueFile[]> => {
  const what = `list the files of ${didText(did)}`;
  const [answer, counted] = await Promise.all([
    rucio.read({ method: "GET", path: `/dids/${pathOf(did)}/files` }, what),
    rucio.read({ method: "GET", path: `/dids/${pathOf(did)}?dynamic_depth=FILE` }, what),
  ]);
  if (answer.status === 404 || counted.status === 404) throw absent(did);
  const files = readStream(answer.text, what).map(fileOf);
  const expected = countIn(onlyRow(counted.text, what), "length") ?? 0;
  if (files.length !== expected)
    throw new Outage(`Rucio counts ${expected} files in ${didText(did)}, but lists ${files.length}.`, rucioLater);
  return files;
};

const fileOf = (row: RucioRow): CatalogueFile => ({
  did: { scope: textIn(row, "scope"), name: textIn(row, "name") },
  bytes: countIn(row, "bytes") ?? 0,
  adler32: typeof row["adler32"] === "string" ? row["adler32"] : undefined,
  events: countIn(row, "events"),
});

const readRules = async (rucio: RucioSession, did: Did, made: readonly string[]): Promise<KeepRules> => {
  const what = `list the rules of ${didText(did)}`;
  const answer = await rucio.read({ method: "GET", path: `/dids/${pathOf(did)}/rules` }, what);
  if (answer.status === 404) throw absent(did);
  const rules = readStream(answer.text, what).map((row) => ({
    id: textIn(row, "id"),
    did: { scope: textIn(row, "scope"), name: textIn(row, "name") },
    account: textIn(row, "account"),
    where: textIn(row, "rse_expression"),
    copies: countIn(row, "copies") ?? 1,
    state: textIn(row, "state"),
    comment: typeof row["comments"] === "string" ? row["comments"] : "",
    isLocked: row["locked"] === true,
    until: dateIn(row, "expires_at"),
  }));
  const lacks = made.filter((id) => rules.every((one) => one.id !== id));
  await Promise.all(lacks.map((id) => beOfOthers(rucio, did, id)));
  return { rules, now: dateOf(answer.headers) };
};

/** A list that was cut looks whole (RUCIO C4): only the rule's own call says that it is gone, or of other data. */
const beOfOthers = async (rucio: RucioSession, did: Did, id: string): Promise<void> => {
  const what = `look up rule ${id}`;
  const { status, text } = await rucio.read({ method: "GET", path: `/rules/${encodeURIComponent(id)}` }, what);
  if (status === 404) return;
  const row = onlyRow(text, what);
  if (textIn(row, "scope") === did.scope && textIn(row, "name") === did.name)
    throw new Outage(`Rucio has rule ${id} of ${didText(did)}, but left it out of its list.`, rucioLater);
};
