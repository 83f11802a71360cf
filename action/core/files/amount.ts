import { type BeyondAmount, maxOfRequest, maxOfValidation } from "../text/source-file.ts";

/** A file as git or the disk lists it. `at` names its content: an object, or a place on disk. */
export type NamedFile = { readonly at: string; readonly size: number };

/** Bytes. An empty file costs as much as its header in the archive, so that a million of them are not free. */
const leastSize = 512;

/** Says of each request whether its files are read. What two share counts once, and a refused one not. */
export const openAmount = (
  limits: { readonly request: number; readonly judgement: number } = {
    request: maxOfRequest,
    judgement: maxOfValidation,
  },
): ((files: readonly NamedFile[]) => BeyondAmount | undefined) => {
  const known = new Set<string>();
  let all = 0;
  return (files) => {
    const sizes = new Map(files.map(({ at, size }) => [at, Math.max(size, leastSize)]));
    const named = sum([...sizes.values()]);
    if (named > limits.request) return { of: "request", named, most: limits.request };
    const together = all + sum([...sizes].flatMap(([at, size]) => (known.has(at) ? [] : [size])));
    if (together > limits.judgement) return { of: "judgement", named: together, most: limits.judgement };
    for (const at of sizes.keys()) known.add(at);
    all = together;
    return undefined;
  };
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
