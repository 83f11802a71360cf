import type { PendingCommand } from "../../submission/pending-command.ts";
import type { Authorization } from "./authorization.ts";

/** Why an order of more memory is not obeyed: the approved request on main must give it. `undefined`: it does. */
export const memoryFault = (authorization: Authorization, { step, memory }: PendingCommand): string | undefined => {
  const refused = (why: string): string => `a retry of step ${step} with ${memory} MB is not obeyed: ${why}`;
  switch (authorization.kind) {
    case "may-call": {
      const values = authorization.production.steps.find(({ name }) => name === step)?.retryMemory ?? [];
      return values.some((value) => value === memory) ? undefined : refused("the request does not say so");
    }
    case "replaced":
      return refused("main holds another version by now");
    case "left-main":
    case "not-allowed":
      return refused(authorization.reason);
    case "refused":
      return refused("the request on main is refused");
  }
};
