export type Admission = "go" | "cancelled";

type Waiting = { readonly decide: (admission: Admission) => void };
type Group = { running: { readonly cancel: () => void } | undefined; waiting: readonly Waiting[] };

/** Of one group with `queue: max`; one more is cancelled (docs.github.com, Control the concurrency of workflows and jobs). */
const mostWaiting = 100;

export type Groups = {
  /** One runs, one waits; a newer one that waits cancels the older that waited, unless it queues behind them. */
  enter(
    group: string,
    how: { readonly cancelsInProgress: boolean; readonly queues: boolean },
    cancel: () => void,
  ): { readonly admission: Promise<Admission>; readonly withdraw: () => void };
  leave(group: string): void;
};

export const openGroups = (): Groups => {
  const groups = new Map<string, Group>();
  const of = (name: string): Group => {
    const known = groups.get(name.toLowerCase()) ?? { running: undefined, waiting: [] };
    groups.set(name.toLowerCase(), known);
    return known;
  };
  return {
    enter: (name, { cancelsInProgress, queues }, cancel) => {
      const group = of(name);
      if (group.running === undefined) {
        group.running = { cancel };
        return { admission: Promise.resolve("go"), withdraw: () => undefined };
      }
      if (!queues) for (const older of group.waiting) older.decide("cancelled");
      const { promise, resolve } = Promise.withResolvers<Admission>();
      const waiting: Waiting = {
        decide: (admission) => {
          group.waiting = group.waiting.filter((each) => each !== waiting);
          if (admission === "go") group.running = { cancel };
          resolve(admission);
        },
      };
      if (group.waiting.length >= mostWaiting) waiting.decide("cancelled");
      else group.waiting = [...group.waiting, waiting];
      if (cancelsInProgress) group.running.cancel();
      return { admission: promise, withdraw: () => waiting.decide("cancelled") };
    },
    leave: (name) => {
      const group = of(name);
      group.running = undefined;
      group.waiting[0]?.decide("go");
    },
  };
};
