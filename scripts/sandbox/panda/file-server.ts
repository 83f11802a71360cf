import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "./auth.ts";
import { type Call, uploadedFile } from "./call.ts";
import { type Answer, declined, type Envelope, notFoundPage, succeeded } from "./envelope.ts";
import type { Sandbox } from "./sandbox.ts";
import type { State } from "./state.ts";

const mebibyte = 1024 * 1024;

export const cachedPath = (state: State, name: string): string => join(state.dir, "cache", basename(name));

/**
 * PanDA 1.0.4 tells none. The real client, which speaks through httpx, sends its next upload to the host that it is told,
 * before the port that it has.
 */
export const hostToTell = ({ headers }: Call): string =>
  /^python-httpx\//.test(headers["user-agent"] ?? "") ? (headers["host"] ?? "127.0.0.1").replace(/:\d+$/, "") : "";

/** Size, checksum and user are all that is compared: another file with the same three is "found" (SAFETY S7). */
export const validateCacheFile = (
  sandbox: Sandbox,
  caller: Caller,
  host: string,
  size: number,
  checksum: number,
): Envelope => {
  const found = sandbox.state.files
    .all()
    .find((file) => file.size === size && file.checksum === checksum && file.user === caller.userName);
  return found === undefined ? declined("NOTFOUND") : succeeded(null, `FOUND:${host}:${found.name}`);
};

export const uploadCacheFile = async (sandbox: Sandbox, caller: Caller, call: Call): Promise<Envelope> => {
  const file = await uploadedFile(call);
  if (file === undefined) return declined("Argument error: missing a required argument: 'file'");
  const { state } = sandbox;
  const overwrites = file.name.endsWith(".__ow__");
  const name = basename(overwrites ? file.name.slice(0, -".__ow__".length) : file.name);
  const limit = name.startsWith("sources.") ? 768 : 10;
  if (call.body.length > limit * mebibyte)
    return declined(
      `ERROR: upload failure. Exceeded size limit ${Math.floor(call.body.length / mebibyte)} MB > ${limit} MB.${limit === 10 ? " Please submit the job without --noBuild/--libDS since those options impose a tighter size limit" : ""}`,
    );
  if (existsSync(cachedPath(state, name)) && !overwrites) return declined("ERROR: cannot overwrite file");
  mkdirSync(join(state.dir, "cache"), { recursive: true });
  writeFileSync(cachedPath(state, name), file.bytes);
  if (!(await callsItself(sandbox)))
    return declined("ERROR : failed to register sandbox to DB with 255 HTTPSConnectionPool: Read timed out.");
  state.files.put(name, { name, size: file.bytes.length, checksum: checksumOf(file.bytes), user: caller.userName });
  return succeeded();
};

/**
 * The file is noted by a call to the server's own address, which needs a second process while the upload holds its own:
 * as many uploads at once as there are processes wait for each other (panda-server 1.0.4, api/v1/file_server_api.py:380).
 */
const callsItself = async ({ processes, settings, stopped }: Sandbox): Promise<boolean> =>
  Promise.race([
    processes(() => true),
    sleep(settings.ownCall, false, { signal: stopped, ref: false }).catch(() => false),
  ]);

/** First little-endian uint32 of the last eight bytes: in a gzip file the CRC32 of what is packed; in any other, garbage. */
const checksumOf = (bytes: Uint8Array): number =>
  bytes.length < 8
    ? 0
    : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.byteLength - 8, true);

/** `GET /cache/<name>`: anybody may read (SAFETY S7). */
export const serveCacheFile = (sandbox: Sandbox, name: string): Answer => {
  const path = cachedPath(sandbox.state, name);
  if (!existsSync(path)) return notFoundPage;
  return { status: 200, contentType: "application/gzip", body: readFileSync(path) };
};
