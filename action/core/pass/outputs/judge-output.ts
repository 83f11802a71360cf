import { didText, type StoredFile, type StoredFiles } from "../../catalogue/data-seen.ts";
import type { ArrivedOutput } from "../../ledger/arrival.ts";
import type { MadeFile } from "../../ledger/completion.ts";
import { thousands } from "../../text/amounts.ts";
import type { ExpectedOutput } from "./expected-outputs.ts";

/** Whether Rucio has as many files as PanDA counts: until then nobody need ask PanDA for each. */
export const hasEnough = ({ files }: ExpectedOutput, found: StoredFiles): boolean =>
  found.files.length >= Math.max(1, files ?? 1);

export const outputOf = ({ step, did, isListed }: ExpectedOutput, { files, events }: StoredFiles): ArrivedOutput => {
  const copies = Map.groupBy(
    files.flatMap(({ at }) => at),
    (storage) => storage,
  );
  return {
    step,
    did: didText(did),
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    events: events ?? null,
    at: Object.fromEntries([...copies].map(([storage, each]) => [storage, each.length])),
    compared: isListed ? "files" : "number",
  };
};

/**
 * What of an output did not arrive; `undefined`: each file that PanDA says was made stands there, with its size, its
 * checksum and a good copy where it is wanted. `made`: those files; without them the number alone is compared.
 */
export const lackOf = (
  expected: ExpectedOutput,
  found: StoredFiles | undefined,
  made: readonly MadeFile[] | undefined,
): string | undefined => {
  const name = didText(expected.did);
  if (found === undefined) return `${name}, which Rucio does not know`;
  if (!hasEnough(expected, found)) {
    if (expected.files === undefined) return `${name}, which is empty`;
    return `${name}, which has ${thousands(found.files.length)} of ${thousands(expected.files)} files`;
  }
  const known = new Map(found.files.map((file) => [file.name, file]));
  const pairs = made?.map((one) => ({ one, file: known.get(bareName(one)) }));
  const faults = [
    ...(pairs === undefined
      ? []
      : absentText(pairs.flatMap(({ one, file }) => (file === undefined ? [one.file] : [])))),
    ...(pairs ?? []).flatMap(({ one, file }) => (file === undefined ? [] : differs(one, file))).slice(0, 1),
    ...copiesText(expected, pairs?.flatMap(({ file }) => file ?? []) ?? found.files),
  ];
  return faults.length === 0 ? undefined : `${name}: ${faults.join("; ")}`;
};

/** PanDA's adder reads a scope before a colon. */
const bareName = ({ file }: MadeFile): string => file.slice(file.indexOf(":") + 1);

const absentText = (absent: readonly string[]): readonly string[] => {
  const [first] = absent;
  if (first === undefined) return [];
  return [`it lacks ${absent.length === 1 ? first : `${thousands(absent.length)} files, such as ${first}`}`];
};

const differs = ({ file: name, bytes, checksum }: MadeFile, file: StoredFile): readonly string[] => {
  if (bytes !== undefined && bytes !== file.bytes)
    return [`${name} has ${thousands(file.bytes)} bytes there, and ${thousands(bytes)} at PanDA`];
  const [kind, digits = ""] = checksum?.toLowerCase().split(":") ?? [];
  const stored = kind === "ad" ? file.adler32 : kind === "md5" ? file.md5 : undefined;
  return stored === undefined || stored === digits.padStart(stored.length, "0")
    ? []
    : [`${name} has the checksum ${stored} there, and ${digits} at PanDA`];
};

const copiesText = ({ wanted }: ExpectedOutput, files: readonly StoredFile[]): readonly string[] => {
  const of = (count: number): string => `${thousands(count)} of ${thousands(files.length)} files`;
  const lost = files.filter(({ at }) => at.length === 0).length;
  if (lost > 0) return [`${of(lost)} have no good copy`];
  const elsewhere = wanted === undefined ? 0 : files.filter(({ at }) => !at.includes(wanted)).length;
  return elsewhere === 0 ? [] : [`${of(elsewhere)} have no good copy at ${wanted}`];
};
