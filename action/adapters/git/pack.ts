import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

/** Bytes that are looked for together. A name of an object is 20 bytes, so what stands between two that changed is found. */
const block = 16;
/** A copy that is longer is several. */
const maxCopied = 0xffff;
const maxInserted = 127;

/** Pieces of the base by place and length, and what is new (gitformat-pack(5)). `undefined`: it would save little. */
export const deltaOf = (base: Buffer, target: Buffer): Buffer | undefined => {
  const places = placesOf(base);
  const parts: Buffer[] = [sizeOf(base.length), sizeOf(target.length)];
  let fresh = 0;
  for (let at = 0; at < target.length; ) {
    const place = at + block > target.length ? undefined : places.get(target.toString("latin1", at, at + block));
    const length = place === undefined ? 0 : equalBytes(base, place, target, at);
    if (place === undefined) at += 1;
    else {
      parts.push(...insertsOf(target.subarray(fresh, at)), ...copiesOf(place, length));
      at += length;
      fresh = at;
    }
  }
  const delta = Buffer.concat([...parts, ...insertsOf(target.subarray(fresh))]);
  return delta.length * 2 < target.length ? delta : undefined;
};

const placesOf = (base: Buffer): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  for (let at = 0; at + block <= base.length; at += block) {
    const text = base.toString("latin1", at, at + block);
    if (!places.has(text)) places.set(text, at);
  }
  return places;
};

const equalBytes = (base: Buffer, place: number, target: Buffer, at: number): number => {
  const most = Math.min(base.length - place, target.length - at);
  let length = block;
  while (length < most && base[place + length] === target[at + length]) length += 1;
  return length;
};

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
const sizeOf = (size: number): Buffer => {
  const bytes = [size & 127];
  for (let rest = size >>> 7; rest > 0; rest >>>= 7) bytes.push((bytes.pop() ?? 0) | 128, rest & 127);
  return Buffer.from(bytes);
};

const copiesOf = (place: number, length: number): readonly Buffer[] =>
  chunks(length, maxCopied).map(([from, count]) => {
    const head = Buffer.alloc(7);
    head[0] = 0b1011_1111;
    head.writeUInt32LE(place + from, 1);
    head.writeUInt16LE(count, 5);
    return head;
  });

const insertsOf = (bytes: Buffer): readonly Buffer[] =>
  chunks(bytes.length, maxInserted).map(([from, count]) =>
    Buffer.concat([Buffer.from([count]), bytes.subarray(from, from + count)]),
  );

const chunks = (length: number, most: number): readonly (readonly [from: number, count: number])[] =>
  Array.from({ length: Math.ceil(length / most) }, (_, n) => [n * most, Math.min(most, length - n * most)]);

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
