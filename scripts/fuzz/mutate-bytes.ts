import type { Chance } from "./chance.ts";

const oddities = [
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
];

/** Bytes that flip, go, come twice, or come from another file. */
export const mutateBytes = (by: Chance, bytes: Uint8Array, other: Uint8Array): Uint8Array => {
  const at = by.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + by.below(40));
  const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  switch (by.below(7)) {
    case 0: {
      const flipped = Uint8Array.from(bytes);
      if (at < bytes.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << by.below(8));
      return flipped;
    }
    case 1:
      return Buffer.concat([head, tail]);
    case 2:
      return Buffer.concat([head, middle, middle, tail]);
    case 3: {
      const from = by.below(other.length + 1);
      return Buffer.concat([head, other.subarray(from, from + by.below(80)), tail]);
    }
    case 4:
      return Buffer.concat([head, Uint8Array.from(by.of(oddities)), bytes.subarray(at)]);
    case 5:
      return head;
    default:
      return Buffer.concat([head, other.subarray(by.below(other.length + 1))]);
  }
};
