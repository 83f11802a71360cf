const numbers = Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 200_003);

/**
 * Milliseconds that are the most for who took so many: `least`, or sixty times what sorting 200,000 numbers takes here and
 * now. On a busy machine both take longer, also by the processor's own clock, as its caches are shared.
 */
export const limitFor = (took: number, least: number): number => (took < least ? least : Math.max(least, 60 * pace()));

const pace = (): number => {
  const begin = process.cpuUsage();
  numbers.toSorted((a, b) => a - b);
  return process.cpuUsage(begin).user / 1000;
};
