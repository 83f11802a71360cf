import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";

/** A request as it came, with the body read. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** Bytes on the wire: `sources.*` may have 768 MiB on PanDA; here nothing larger than this is taken in. */
const largestBody = 64 * 1024 * 1024;

export const readCall = async (request: IncomingMessage): Promise<Call> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  const url = new URL(request.url ?? "/", "http://sandbox");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : (value ?? ""),
      ]),
    ),
    body: Buffer.concat(chunks),
  };
};

/** A `; charset=utf-8` suffix is not recognised, as on PanDA (PANDA P2). */
export const isJsonBody = (call: Call): boolean => call.headers["content-type"] === "application/json";
export const wantsJson = (call: Call): boolean => call.headers["accept"] === "application/json" || isJsonBody(call);

export const inflated = (call: Call): Uint8Array =>
  call.headers["content-encoding"] === "gzip" ? gunzipSync(call.body) : call.body;

export const bodyText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The part named `file` of a multipart upload. */
export const uploadedFile = async (
  call: Call,
): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined> => {
  const headers = { "content-type": call.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(call.body), { headers }).formData().catch(() => undefined);
  const file = form?.get("file");
  if (file === undefined || file === null || typeof file === "string") return undefined;
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
};
