import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

/** An object of git that was made here. */
export type NewObject = { readonly type: keyof typeof typeNumbers; readonly body: Uint8Array };

const typeNumbers = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** As git writes many objects after each other, gitformat-pack(5), without deltas. `format`: the hash by which the repository names objects. */
export const packOf = (objects: readonly NewObject[], format: string): Buffer => {
  const head = Buffer.from("PACK\0\0\0\u0002\0\0\0\0");
  head.writeUInt32BE(objects.length, 8);
  const entries = objects.flatMap(({ type, body }) => [
    entryHead(type, body.length),
    deflateSync(body, { level: fastest }),
  ]);
  const pack = Buffer.concat([head, ...entries]);
  return Buffer.concat([pack, createHash(format).update(pack).digest()]);
};

/** Most of what is packed is sent once, and names of objects do not get smaller. */
const fastest = 1;

/** The type and four bits of the size, then seven bits a byte; the highest bit says that more follow. */
const entryHead = (type: NewObject["type"], size: number): Buffer => {
  const bytes = [(typeNumbers[type] << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128))
    bytes.push((bytes.pop() ?? 0) | 128, rest & 127);
  return Buffer.from(bytes);
};
