const numbers = Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 200_003);

/**
 * Milliseconds of the processor that sorting 200,000 numbers takes here and now. A limit is so many times this: on a
 * busy machine both take longer, also by the processor's own clock, as its caches are shared.
 */
export const pace = (): number => {
  const begin = process.cpuUsage();
  numbers.toSorted((a, b) => a - b);
  return process.cpuUsage(begin).user / 1000;
};
