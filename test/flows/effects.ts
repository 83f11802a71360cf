import type { ReconcilePorts } from "../../action/flows/reconcile/ports.ts";

/** Called around each side effect of a reconcile, in the order in which they happen, counted from 1. */
export type AtEffect = (count: number, when: "before" | "after", name: string) => Promise<void>;

/** The same ports with a stop before and behind everything that leaves the process. */
export const aroundEffects = (ports: ReconcilePorts, at: AtEffect): ReconcilePorts => {
  let count = 0;
  const stop = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const mine = ++count;
    await at(mine, "before", name);
    const result = await act();
    await at(mine, "after", name);
    return result;
  };
  const { ledger, tags, panda, cache } = ports;
  return {
    ...ports,
    ledger: { ...ledger, append: (...args) => stop(`append: ${args[3]}`, () => ledger.append(...args)) },
    tags: { ...tags, create: (...args) => stop("tag", () => tags.create(...args)) },
    cache: { hold: (...args) => stop("upload", () => cache.hold(...args)) },
    panda: {
      ...panda,
      check: (...args) => stop("check", () => panda.check(...args)),
      submit: (...args) => stop("submit", () => panda.submit(...args)),
      order: (...args) => stop("order", () => panda.order(...args)),
    },
  };
};
