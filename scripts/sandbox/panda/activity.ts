/** What was asked of this process since it started; what had an effect is in the state. */
export type Activity = {
  count(endpoint: string): void;
  calls(): Readonly<Record<string, number>>;
  clear(): void;
};

export const openActivity = (): Activity => {
  const calls = new Map<string, number>();
  return {
    count: (endpoint) => {
      calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
    },
    calls: () => Object.fromEntries(calls),
    clear: () => calls.clear(),
  };
};
