import { gunzipSync } from "node:zlib";
import { type PackedFiles, packedFiles } from "./packed-files.ts";
import type { Recorded } from "./recorder.ts";

/** A request as names and values: `headers.accept`, `body.file_size`, `params.taskParams.container.vo` ... */
type Message = ReadonlyMap<string, unknown>;

type Upload = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** `POST /api/v1/file_server/upload_cache_file`; a file in the cache goes without its name. */
const callOf = ({ method, path }: Recorded): string =>
  `${method} ${path.replace(/\?.*$/, "").replace(/^\/cache\/.*/, "/cache/<archive>")}`;

const messageOf = async (recorded: Recorded): Promise<Message> =>
  new Map([
    ...Object.entries(recorded.headers).map(([name, value]) => [`headers.${name}`, withoutBoundary(value)] as const),
    ...(await bodyOf(recorded)),
  ]);

/** The part of a multipart upload that is a file. */
const uploadOf = async ({ headers, body }: Recorded): Promise<Upload | undefined> => {
  const file = (await formOf(headers, body)).find(([, value]) => typeof value !== "string")?.[1];
  return file === undefined || typeof file === "string"
    ? undefined
    : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
};

const withoutBoundary = (value: string): string => value.replace(/boundary=.*/, "boundary=<any>");

type Leaves = readonly (readonly [name: string, value: unknown])[];

const bodyOf = async ({ method, path, headers, body }: Recorded): Promise<Leaves> => {
  if (method === "GET") return [];
  if (headers["content-type"]?.startsWith("multipart/") === true)
    return (await formOf(headers, body)).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[`form.${name}`, value] as const]
        : [[`form.${name}.filename`, value.name] as const, [`form.${name}.type`, value.type] as const],
    );
  // The old interface wants gzip and says so nowhere.
  const text = new TextDecoder().decode(path.startsWith("/server/panda/") ? gunzipSync(body) : body);
  const { data, ...rest } = JSON.parse(text) as { readonly data?: unknown };
  return [...leaves("body", rest), ...(typeof data === "string" ? leaves("params", JSON.parse(data)) : [])];
};

const formOf = async (
  headers: Recorded["headers"],
  body: Recorded["body"],
): Promise<readonly (readonly [string, string | File])[]> => {
  const form = await new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData();
  return [...form.entries()];
};

/** An empty list or object is a value too. */
const leaves = (name: string, value: unknown): Leaves => {
  if (typeof value !== "object" || value === null) return [[name, value]];
  const inner = Object.entries(value);
  return inner.length === 0
    ? [[name, Array.isArray(value) ? "[]" : "{}"]]
    : inner.flatMap(([key, item]) => leaves(`${name}.${key}`, item));
};

/** One check or one submission, as it went over the wire. */
export type Exchange = {
  /** How often each address was asked. */
  readonly calls: ReadonlyMap<string, number>;
  /** The first request to each address that has a body. */
  readonly messages: ReadonlyMap<string, Message>;
  /** In the order they were sent. */
  readonly archives: readonly PackedFiles[];
};

export const exchangeOf = async (recorded: readonly Recorded[]): Promise<Exchange> => {
  const calls = new Map<string, number>();
  const messages = new Map<string, Message>();
  const archives: PackedFiles[] = [];
  for (const request of recorded) {
    const call = callOf(request);
    calls.set(call, (calls.get(call) ?? 0) + 1);
    if (request.method === "POST" && !messages.has(call)) messages.set(call, await messageOf(request));
    const upload = call.endsWith("upload_cache_file") ? await uploadOf(request) : undefined;
    if (upload !== undefined) archives.push(await packedFiles(upload.bytes));
  }
  return { calls, messages, archives };
};
