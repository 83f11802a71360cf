import { Failure, Outage } from "../../core/problems/failure.ts";
import type { UploadedArchive } from "../../core/submission/panda-answer.ts";
import { sha256 } from "../../core/text/canonical-json.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PandaCache } from "../../ports/panda-cache.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { isPassing, repeatRead, repeatWhile } from "./repeat-read.ts";
import { askDoctor, callPanda, dataOf, serverText } from "./wire.ts";

export const pandaCache = (login: Login, clock: Clock, limits: Limits = defaultLimits): PandaCache => ({
  hold: (archive) => uploadArchive(login, clock, archive, limits),
});

/**
 * The archive's name at PanDA. A file that is there already is used again only if its sha256 is ours: PanDA compares
 * size and CRC32, which a forged file can have too (SAFETY S7). A new name is random, and "cannot overwrite" is never
 * success.
 */
const uploadArchive = async (
  login: Login,
  clock: Clock,
  archive: Uint8Array,
  limits: Limits = defaultLimits,
): Promise<UploadedArchive> => {
  const known = await knownName(login, archive, limits);
  if (known !== undefined && (await holds(login, known, archive, limits))) return { kind: "held", sandbox: known };
  const name = `jobO.${uuid(clock.random(16))}.tar.gz`;
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(archive)]), name);
  const answer = await callPanda(login, {
    method: "POST",
    path: "/api/v1/file_server/upload_cache_file",
    body: form,
    timeout: limits.upload,
  });
  if (answer.kind === "answered" && answer.status === 200 && answer.text.includes("Exceeded size limit"))
    return { kind: "rejected", message: tooLarge(archive) };
  dataOf(answer, "upload the sandbox");
  if (!(await holds(login, name, archive, limits)))
    throw new Failure(`PanDA has other content than was uploaded as ${name}.`, {
      wayOut: "Nothing was submitted; try again.",
    });
  return { kind: "held", sandbox: name };
};

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
const tooLarge = ({ length }: Uint8Array): string =>
  `PanDA accepts archives of at most 10 MiB, and this one has ${mebibytes(length)} MiB. Name fewer or smaller files in resources, and put large ones on CVMFS or into a dataset.`;

const knownName = async (login: Login, archive: Uint8Array, limits: Limits): Promise<string | undefined> => {
  const answer = await repeatRead(limits, () =>
    callPanda(login, {
      method: "POST",
      path: "/api/v1/file_server/validate_cache_file",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ file_size: archive.length, checksum: checksumOf(archive) }),
      timeout: limits.read,
    }),
  );
  // "NOTFOUND" comes as success: false and is no failure.
  const value = answer.kind === "answered" && answer.status === 200 ? parseJson(answer.text) : undefined;
  if (typeof value === "object" && value !== null && "success" in value && "message" in value) {
    if (value.success === true && typeof value.message === "string")
      return /^FOUND:.*:([\w.-]+)$/.exec(value.message)?.[1];
    if (value.message === "NOTFOUND") return undefined;
    throw new Failure(`PanDA refused to look for the sandbox: ${serverText(String(value.message))}`, askDoctor);
  }
  dataOf(answer, "look for the sandbox");
  return undefined;
};

const holds = async (login: Login, name: string, archive: Uint8Array, limits: Limits): Promise<boolean> => {
  const cached = await repeatWhile(
    limits,
    () => readCache(`${login.url}/cache/${encodeURIComponent(name)}`, limits),
    (answer) => (answer instanceof Error || isPassing(answer.status) ? 0 : undefined),
  );
  if (cached instanceof Error || isPassing(cached.status))
    throw new Outage("PanDA's cache cannot be read.", {
      wayOut: "Nothing was submitted; try again later.",
      ...(cached instanceof Error ? { cause: cached } : {}),
    });
  return cached.status === 200 && sha256(cached.bytes) === sha256(archive);
};

/** Anybody may read it: no token goes along. */
const readCache = async (
  url: string,
  { upload }: Limits,
): Promise<{ readonly status: number; readonly bytes: Uint8Array } | Error> => {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(upload) });
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** First little-endian uint32 of gzip's last eight bytes: the CRC32 of what is inside (PANDA P7). */
const checksumOf = (archive: Uint8Array): number =>
  new DataView(archive.buffer, archive.byteOffset + archive.length - 8, 4).getUint32(0, true);

const uuid = (random: Uint8Array): string => {
  const hex = Buffer.from(random).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
};
