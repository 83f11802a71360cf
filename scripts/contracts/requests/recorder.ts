import { createServer, request } from "node:http";
import { closeServer, onLoopback } from "../../sandbox/loopback.ts";

export type Recorded = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
};

export type Recorder = {
  readonly url: string;
  /** What came since the last time. */
  take(): readonly Recorded[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** Stands between a client and the sandbox, hands everything on unchanged, and remembers what was asked. */
export const startRecorder = async (target: string): Promise<Recorder> => {
  let seen: Recorded[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Uint8Array[] = [];
    incoming.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Uint8Array.from(Buffer.concat(chunks));
      const { method = "GET", url = "/", headers } = incoming;
      seen.push({
        method,
        path: url,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body,
      });
      const onward = request(`${target}${url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      onward.end(body);
    });
  });
  return {
    url: await onLoopback(server),
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    [Symbol.asyncDispose]: () => closeServer(server),
  };
};
