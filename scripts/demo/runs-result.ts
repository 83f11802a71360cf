/**
 * The payload of `toy-runs` once more, written apart from it: the histogram of a run from its number and its events
 * alone. What the jobs made is good only if every line can be computed again.
 */
export const histogramOf = (run: number, events: number, segments = 4): string => {
  const bins = new Array<number>(7).fill(0);
  for (let segment = 1; segment <= segments; segment++) {
    let state = (run * 10 + segment) * 7919 + 17;
    for (let event = 0; event < events; event++) {
      state = (state * 16807) % 2147483647;
      const bin = Math.floor(((state % 100) * 3 + (run % 7)) / 50);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
  }
  return [`run ${run}`, ...bins.map((count, bin) => `${bin * 50} ${count}`)].map((line) => `${line}\n`).join("");
};
