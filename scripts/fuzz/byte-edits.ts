import fc from "fast-check";

/** Another text from this one. Places are numbers of any size, taken by what the text has. */
export type TextEdit = (text: Uint8Array) => Uint8Array;

const odd = [
  [0x00],
  [0x09],
  [0x0d],
  [0x7f],
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xe2, 0x80, 0xa8],
  [0xf4, 0x90, 0x80, 0x80],
].map((bytes) => Uint8Array.from(bytes));

const few = fc.nat(40);
const some = fc.oneof(few, few, fc.constant(Number.POSITIVE_INFINITY));

/** Bytes go, come twice, or others come for them: by chance, odd ones, or a piece of another text. */
export const aByteEdit = (others: readonly Uint8Array[]): fc.Arbitrary<TextEdit> => {
  const piece = fc
    .tuple(fc.constantFrom(...others), fc.nat(), some)
    .map(([other, from, length]) => other.subarray(from % (other.length + 1)).subarray(0, length));
  const fresh = fc.oneof(fc.uint8Array({ maxLength: 2 }), fc.constantFrom(...odd), piece);
  const replaced = fc.tuple(fc.nat(), some, fresh).map(([place, length, instead]) => (bytes: Uint8Array) => {
    const at = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at).subarray(length)]);
  });
  const twice = fc.tuple(fc.nat(), few).map(([place, length]) => (bytes: Uint8Array) => {
    const at = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  });
  return fc.oneof({ weight: 5, arbitrary: replaced }, { weight: 1, arbitrary: twice });
};
