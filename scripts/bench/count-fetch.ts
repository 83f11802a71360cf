import { appendFileSync } from "node:fs";

/** One call of git's server. `down` and `up` are bytes, `at` milliseconds. */
export type ServerCall = {
  readonly service: string;
  readonly at: number;
  readonly down: number;
  readonly up: number;
  /** Of a push: the refs that it moves. */
  readonly refs: readonly string[];
};

/** With this variable, and loaded before a program, each of its calls of git's server is a line of that file. */
export const countedInto = "SHREK_BENCH_CALLS";

const log = process.env[countedInto];
const { fetch } = globalThis;
if (log !== undefined)
  globalThis.fetch = async (input, init) => {
    const at = Date.now();
    const response = await fetch(input, init);
    const service = /git-(?:receive|upload)-pack$/.exec(String(input))?.[0];
    if (service === undefined) return response;
    const body = init?.body instanceof Uint8Array ? Buffer.from(init.body) : Buffer.alloc(0);
    const down = (await response.clone().arrayBuffer()).byteLength;
    const named = body.toString("latin1").matchAll(/[0-9a-f]{40} [0-9a-f]{40} (refs\/[\w./-]+)/g);
    const call: ServerCall = { service, at, down, up: body.length, refs: [...named].map(([, ref = ""]) => ref) };
    appendFileSync(log, `${JSON.stringify(call)}\n`);
    return response;
  };
