/** What was asked of this process since it started, and what moved in it; what had an effect is in the state. */
export type Activity = {
  count(endpoint: string): void;
  calls(): Readonly<Record<string, number>>;
  /** A turn of the daemons, or a fault that met a request. */
  move(): void;
  moves(): number;
  clear(): void;
};

export const openActivity = (): Activity => {
  const calls = new Map<string, number>();
  let moves = 0;
  return {
    count: (endpoint) => {
      calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
    },
    calls: () => Object.fromEntries(calls),
    move: () => {
      moves += 1;
    },
    moves: () => moves,
    clear: () => calls.clear(),
  };
};
