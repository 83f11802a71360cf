import { Failure } from "../../core/problems/failure.ts";
import { systemFault } from "../../core/problems/system-fault.ts";

/** `what` names file and deed, such as "x/plan.json cannot be written". */
export const notDone = (what: string, cause: unknown): Failure => {
  const { why, wayOut } = systemFault(cause);
  return new Failure(`${what}: ${why}.`, { wayOut, cause });
};
