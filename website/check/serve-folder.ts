import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".csv": "text/csv",
};

/** A folder as any server of files has it; compressed as GitHub's pages are, each file once. */
export const serveFolder = async (
  folder: string,
  { compressed = false } = {},
): Promise<{ readonly url: string; readonly close: () => void }> => {
  const sent = new Map<string, Promise<Buffer>>();
  const read = (file: string): Promise<Buffer> =>
    readFile(file).then((bytes) => (compressed ? gzipSync(bytes) : bytes));
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const named = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const file = extname(named) === "" ? `${named}.html` : named;
    const bytes = sent.get(file) ?? read(file);
    sent.set(file, bytes);
    if (compressed) response.setHeader("content-encoding", "gzip");
    response.setHeader("content-type", types[extname(file)] ?? "text/plain");
    bytes.then(
      (all) => response.end(all),
      () => {
        response.removeHeader("content-encoding");
        response.writeHead(404).end();
      },
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
};
