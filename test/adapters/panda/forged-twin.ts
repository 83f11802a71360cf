import { crc32, deflateRawSync } from "node:zlib";

/**
 * Another gzip file of the same size whose content has the same CRC32: all that PanDA compares. Four chosen bytes behind
 * the content make the sum, a comment in the header makes the size.
 */
export const forgeTwin = (archive: Uint8Array, content: Uint8Array): Uint8Array<ArrayBuffer> => {
  const target = trailerSum(archive);
  const forged = Buffer.concat([content, sumBytes(crc32(content), target)]);
  const body = deflateRawSync(forged);
  const rest = header.length + 1 + body.length + 8;
  if (archive.length < rest) throw new Error("the archive is too small to be forged");
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(forged), 0);
  trailer.writeUInt32LE(forged.length, 4);
  const comment = Buffer.alloc(archive.length - rest, "x");
  return Uint8Array.from(Buffer.concat([header, comment, Buffer.from([0]), body, trailer]));
};

/** Deflate, with a comment, no time, any system. */
const header = Buffer.from([0x1f, 0x8b, 8, 0b10000, 0, 0, 0, 0, 0, 255]);

export const trailerSum = (archive: Uint8Array): number =>
  new DataView(archive.buffer, archive.byteOffset + archive.length - 8, 4).getUint32(0, true);

const table = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** The four bytes that lead from one sum to another: the register is run backwards. */
const sumBytes = (from: number, to: number): Buffer => {
  let register = ~to >>> 0;
  for (let step = 0; step < 4; step++) {
    const index = table.findIndex((value) => value >>> 24 === register >>> 24);
    register = (((register ^ (table[index] ?? 0)) << 8) | index) >>> 0;
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE((register ^ ~from) >>> 0);
  return bytes;
};
