/** Numbers that look like chance and are the same for every run of one seed. */
export type Chance = {
  /** 0 up to, and without, `below`. */
  below(below: number): number;
  of<T>(choices: readonly T[]): T;
  /** True in one of so many cases. */
  oneIn(cases: number): boolean;
};

/** mulberry32: small, quick, and good enough to choose by. */
export const chance = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    of: <T>(choices: readonly T[]): T => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error("nothing to choose from");
      return choice;
    },
    oneIn: (cases) => below(cases) === 0,
  };
};
