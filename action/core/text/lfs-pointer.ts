const maxPointerLength = 1024;
const begin = "version https://git-lfs.github.com/spec/";

/** What git has instead of a file that Git LFS keeps elsewhere: a payload would read it as the data. */
export const isLfsPointer = (bytes: Uint8Array): boolean =>
  bytes.length < maxPointerLength && new TextDecoder("latin1").decode(bytes.subarray(0, begin.length)) === begin;
