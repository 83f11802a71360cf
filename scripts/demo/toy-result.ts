/**
 * The payload of `toy-pileup` once more, written apart from it: from the seeds alone. What the jobs made is good only
 * if every line can be computed again.
 */
export type ToyTotal = { readonly events: number; readonly signal: number; readonly pileup: number };

const energy = (seed: number, event: number, slope: number): number => {
  let state = BigInt(seed) * 7919n + 17n;
  for (let n = 0; n < event; n++) state = (state * 16807n) % 2147483647n;
  return Number(state % 1000n) * slope;
};

const signalSlope = 7;
const backgroundSlope = 3;

/** Adds up again what a merged file should hold; throws at the first line that does not follow from its seeds. */
export const recompute = (merged: string): { readonly recomputed: ToyTotal; readonly made: ToyTotal } => {
  const total = { events: 0, signal: 0, pileup: 0 };
  let made: ToyTotal | undefined;
  for (const line of merged.trim().split("\n")) {
    const [kind, ...words] = line.split(" ");
    const [a = 0, b = 0, c = 0, d = 0] = words.map(Number);
    if (kind === "total") {
      made = { events: a, signal: b, pileup: c };
      continue;
    }
    const seeds = (words[4] ?? "").split(",").map(Number);
    const own = energy(a, b, signalSlope);
    const under = seeds.reduce((sum, seed) => sum + energy(seed, b, backgroundSlope), 0);
    if (c !== own || d !== under) throw new Error(`event ${b} of seed ${a} should be ${own} and ${under}: ${line}`);
    total.events += 1;
    total.signal += own;
    total.pileup += under;
  }
  if (made === undefined) throw new Error("the merged file has no total");
  return { recomputed: total, made };
};
