import type { Ledger } from "../../../action/ports/ledger.ts";

/** The ledger fails at its n-th write, before or behind the effect. */
export const dying = (ledger: Ledger, at: number, effect: boolean): Ledger => {
  let count = 0;
  return {
    ...ledger,
    append: async (...args) => {
      count += 1;
      if (count !== at) return ledger.append(...args);
      if (effect) await ledger.append(...args);
      throw new Error("the process died");
    },
  };
};
