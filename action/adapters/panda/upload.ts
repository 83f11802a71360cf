import { sha256 } from "../../core/canonical-json.ts";
import { Failure } from "../../core/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Login } from "./login.ts";
import { callPanda, dataOf, parseJson, serverWords } from "./wire.ts";

const readTime = 60_000;
const uploadTime = 300_000;

/**
 * The archive's name at PanDA. A file that is there already is used again only if its sha256 is ours: PanDA compares
 * size and CRC32, which a forged twin can have too (SAFETY S7). A new name is random, and "cannot overwrite" is never
 * success.
 */
export const uploadArchive = async (login: Login, clock: Clock, archive: Uint8Array): Promise<string> => {
  const known = await knownName(login, archive);
  if (known !== undefined && (await holds(login, known, archive))) return known;
  const name = `jobO.${uuid(clock.random(16))}.tar.gz`;
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(archive)]), name);
  dataOf(
    await callPanda(login, {
      method: "POST",
      path: "/api/v1/file_server/upload_cache_file",
      body: form,
      timeout: uploadTime,
    }),
    "upload the sandbox",
  );
  if (!(await holds(login, name, archive)))
    throw new Failure(`PanDA holds other bytes than those uploaded as ${name}.`, {
      wayOut: "Nothing was submitted; try again.",
    });
  return name;
};

const knownName = async (login: Login, archive: Uint8Array): Promise<string | undefined> => {
  const answer = await callPanda(login, {
    method: "POST",
    path: "/api/v1/file_server/validate_cache_file",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ file_size: archive.length, checksum: checksumOf(archive) }),
    timeout: readTime,
  });
  // "NOTFOUND" comes as success: false and is no failure.
  const value = answer.kind === "answered" && answer.status === 200 ? parseJson(answer.text) : undefined;
  if (typeof value === "object" && value !== null && "success" in value && "message" in value) {
    if (value.success === true && typeof value.message === "string")
      return /^FOUND:.*:([\w.-]+)$/.exec(value.message)?.[1];
    if (value.message === "NOTFOUND") return undefined;
    throw new Failure(`PanDA refused to look for the sandbox: ${serverWords(String(value.message))}`);
  }
  dataOf(answer, "look for the sandbox");
  return undefined;
};

const holds = async (login: Login, name: string, archive: Uint8Array): Promise<boolean> => {
  const response = await fetch(`${login.url}/cache/${encodeURIComponent(name)}`, {
    redirect: "error",
    signal: AbortSignal.timeout(uploadTime),
  }).catch((cause: unknown) => {
    throw new Failure("PanDA's cache cannot be read.", { wayOut: "Nothing was submitted; try again later.", cause });
  });
  return response.ok && sha256(new Uint8Array(await response.arrayBuffer())) === sha256(archive);
};

/** First little-endian uint32 of gzip's last eight bytes: the CRC32 of what is inside (panda-wire part 6). */
const checksumOf = (archive: Uint8Array): number =>
  new DataView(archive.buffer, archive.byteOffset + archive.length - 8, 4).getUint32(0, true);

const uuid = (random: Uint8Array): string => {
  const hex = Buffer.from(random).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
};
