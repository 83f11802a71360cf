import { type Did, didText, type StoredFile, type StoredFiles } from "../../core/catalogue/data-seen.ts";
import type { RucioSettings } from "../../core/login/rucio-settings.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import type { StoredData } from "../../ports/stored-data.ts";
import { type Limits, rucioLimits } from "../panda/limits.ts";
import { pathOf } from "./collections.ts";
import { goodCopies } from "./replicas.ts";
import { countIn, dateOf, onlyRow, type RucioRow, readStream, rucioLater, textIn } from "./rucio-call.ts";
import { openRucio, type RucioSession } from "./rucio-session.ts";

export const rucioStored = (settings: RucioSettings, limits: Limits = rucioLimits): StoredData => {
  const rucio = openRucio(settings, limits);
  return {
    files: (did) => readStored(rucio, did),
    meta: (did) => readColumns(rucio, did),
    members: (container) => readMembers(rucio, container),
  };
};

/**
 * Sizes, checksums and states are in one list, events in another, and Rucio's own count says whether one of them was cut
 * (RUCIO C4). A storage element that cannot be read for now has its copies still (RUCIO C17). Three questions; one where it knows no such name.
 */
const readStored = async (rucio: RucioSession, did: Did): Promise<StoredFiles | undefined> => {
  const what = `look for the files of ${didText(did)}`;
  const counted = await rucio.read({ method: "GET", path: `/dids/${pathOf(did)}?dynamic_depth=FILE` }, what);
  if (counted.status === 404) return undefined;
  const body = { dids: [{ scope: did.scope, name: did.name }], all_states: true, ignore_availability: true };
  const [copies, named] = await Promise.all([
    rucio.read({ method: "POST", path: "/replicas/list", body }, what),
    rucio.read({ method: "GET", path: `/dids/${pathOf(did)}/files` }, what),
  ]);
  const files = readStream(copies.text, what).map(storedOf);
  const rows = readStream(named.text, what);
  const expected = countIn(onlyRow(counted.text, what), "length") ?? 0;
  if (files.length !== expected || rows.length !== expected)
    throw new Outage(
      `Rucio counts ${expected} files in ${didText(did)}, but lists ${files.length} and ${rows.length}.`,
      rucioLater,
    );
  const events = rows.reduce((sum, row) => sum + (countIn(row, "events") ?? Number.NaN), 0);
  return { files, events: Number.isNaN(events) ? undefined : events, readOn: dateOf(counted.headers).toISOString() };
};

const storedOf = (row: RucioRow): StoredFile => ({
  name: textIn(row, "name"),
  bytes: countIn(row, "bytes") ?? 0,
  adler32: checksumIn(row, "adler32"),
  md5: checksumIn(row, "md5"),
  at: goodCopies(row),
});

const checksumIn = (row: RucioRow, field: string): string | undefined => {
  const value = row[field];
  return typeof value === "string" && value !== "" ? value.toLowerCase() : undefined;
};

const readColumns = async (rucio: RucioSession, did: Did): Promise<Readonly<Record<string, string | number>>> => {
  const what = `read what ${didText(did)} is`;
  const { status, text } = await rucio.read({ method: "GET", path: `/dids/${pathOf(did)}/meta` }, what);
  if (status === 404)
    throw new Failure(`Rucio does not know ${didText(did)} any more.`, {
      wayOut: "The next pass asks again; if it was erased, ask those who operate Rucio.",
    });
  return Object.fromEntries(
    Object.entries(onlyRow(text, what)).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );
};

const readMembers = async (rucio: RucioSession, container: Did): Promise<readonly Did[] | undefined> => {
  const what = `list what is in ${didText(container)}`;
  const { status, text } = await rucio.read({ method: "GET", path: `/dids/${pathOf(container)}/dids` }, what);
  return status === 404
    ? undefined
    : readStream(text, what).map((row) => ({ scope: textIn(row, "scope"), name: textIn(row, "name") }));
};
