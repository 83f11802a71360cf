import { callOf, type Message, messageOf, uploadOf } from "./message.ts";
import { type PackedFiles, packedFiles } from "./packed-files.ts";
import type { Recorded } from "./recorder.ts";

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
