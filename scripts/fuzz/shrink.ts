/** The smallest text that still fails: without lines first, then without single bytes, for as long as there is patience. */
export const shrink = (bytes: Uint8Array, fails: (smaller: Uint8Array) => boolean, tries = 2000): Uint8Array => {
  let [smallest, left] = [bytes, tries];
  for (const pieces of [lines, singles]) {
    for (
      let size = Math.ceil(pieces(smallest).length / 2);
      size >= 1 && left > 0;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let at = 0; at < pieces(smallest).length && left > 0; left--) {
        const smaller = Buffer.concat(pieces(smallest).toSpliced(at, size));
        if (fails(smaller)) smallest = smaller;
        else at += size;
      }
    }
  }
  return smallest;
};

const lines = (bytes: Uint8Array): readonly Uint8Array[] => {
  const found: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    const next = end === -1 ? bytes.length : end + 1;
    found.push(bytes.subarray(start, next));
    start = next;
  }
  return found;
};
const singles = (bytes: Uint8Array): readonly Uint8Array[] => Array.from(bytes, (byte) => Uint8Array.of(byte));
