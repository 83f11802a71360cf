import type { PendingCommand } from "../../core/submission/pending-command.ts";
import type { CallAuthorization } from "./derived.ts";

/**
 * Why an order of more memory is not obeyed: the ledger is no permission, so the request that main holds today, and that
 * people approved, must give it. `undefined`: it does.
 */
export const memoryFault = (derived: CallAuthorization, { step, memory }: PendingCommand): string | undefined => {
  const refused = (why: string): string => `a retry of step ${step} with ${memory} MB is not obeyed: ${why}`;
  switch (derived.kind) {
    case "may-call": {
      const values = derived.production.steps.find(({ name }) => name === step)?.retryMemory ?? [];
      return values.some((value) => value === memory) ? undefined : refused("the request does not say so");
    }
    case "replaced":
      return refused("main holds another version by now");
    case "left-main":
    case "not-allowed":
      return refused(derived.reason);
    case "refused":
      return refused("the request on main is refused");
  }
};
