export type Admission = "go" | "cancelled";

type Waiting = { readonly decide: (admission: Admission) => void };
type Group = { running: { readonly cancel: () => void } | undefined; waiting: Waiting | undefined };

export type Groups = {
  /** One runs, one waits; a newer one that waits cancels the older that waited. */
  enter(
    group: string,
    cancelInProgress: boolean,
    cancel: () => void,
  ): { readonly admission: Promise<Admission>; readonly withdraw: () => void };
  leave(group: string): void;
};

export const openGroups = (): Groups => {
  const groups = new Map<string, Group>();
  const of = (name: string): Group => {
    const known = groups.get(name.toLowerCase()) ?? { running: undefined, waiting: undefined };
    groups.set(name.toLowerCase(), known);
    return known;
  };
  return {
    enter: (name, cancelInProgress, cancel) => {
      const group = of(name);
      if (group.running === undefined) {
        group.running = { cancel };
        return { admission: Promise.resolve("go"), withdraw: () => undefined };
      }
      group.waiting?.decide("cancelled");
      const { promise, resolve } = Promise.withResolvers<Admission>();
      const waiting: Waiting = {
        decide: (admission) => {
          if (group.waiting === waiting) group.waiting = undefined;
          if (admission === "go") group.running = { cancel };
          resolve(admission);
        },
      };
      group.waiting = waiting;
      if (cancelInProgress) group.running.cancel();
      return { admission: promise, withdraw: () => waiting.decide("cancelled") };
    },
    leave: (name) => {
      const group = of(name);
      group.running = undefined;
      group.waiting?.decide("go");
    },
  };
};
