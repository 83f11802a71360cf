import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { deltaOf } from "./delta.ts";

/** An object of git that was made here. */
export type NewObject = {
  readonly type: keyof typeof typeNumbers;
  readonly body: Uint8Array;
  /** What stood in its place before. */
  readonly base?: { readonly oid: string; readonly body: Buffer } | undefined;
};

const typeNumbers = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;
/** What differs from the object that is named before it. */
const deltaNumber = 7;

/**
 * As git writes many objects after each other, gitformat-pack(5). `thin`: for who has all their bases, so that a pack is
 * as large as what changed. `format`: the hash by which the repository names objects.
 */
export const packOf = (objects: readonly NewObject[], format: string, thin?: "thin"): Buffer => {
  const head = Buffer.from("PACK\0\0\0\u0002\0\0\0\0");
  head.writeUInt32BE(objects.length, 8);
  const entries = objects.flatMap((object) => (thin && deltaEntry(object)) ?? wholeEntry(object));
  const pack = Buffer.concat([head, ...entries]);
  return Buffer.concat([pack, createHash(format).update(pack).digest()]);
};

const wholeEntry = ({ type, body }: NewObject): readonly Buffer[] => [
  entryHead(typeNumbers[type], body.length),
  deflateSync(body, { level: fastest }),
];

const deltaEntry = ({ body, base }: NewObject): readonly Buffer[] | undefined => {
  const delta = base && deltaOf(base.body, Buffer.from(body.buffer, body.byteOffset, body.length));
  if (base === undefined || delta === undefined) return undefined;
  return [entryHead(deltaNumber, delta.length), Buffer.from(base.oid, "hex"), deflateSync(delta, { level: fastest })];
};

/** Most of what is packed is sent once, and names of objects do not get smaller. */
const fastest = 1;

/** The type and four bits of the size, then seven bits a byte; the highest bit says that more follow. */
const entryHead = (type: number, size: number): Buffer => {
  const bytes = [(type << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128))
    bytes.push((bytes.pop() ?? 0) | 128, rest & 127);
  return Buffer.from(bytes);
};
