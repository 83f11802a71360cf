/**
 * The last seed that each stream gave away. Ledgers of renderer 1 and 2 wrote the first free one there, by a count that
 * was one below that of the jobs: the number is the same.
 */
export type Streams = ReadonlyMap<string, number>;

/** The seed after the last one. A stream begins at 1: ROOT takes seed 0 as "choose one by the clock". */
export const nextSeed = (last: number | undefined): number => (last ?? 0) + 1;

/** The seed of a range's last job. */
export const lastSeed = ({ first, count }: { readonly first: number; readonly count: number }): number =>
  first + count - 1;
