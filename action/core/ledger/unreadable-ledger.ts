import { Failure } from "../problems/failure.ts";

/** `where`: a path of the branch, with the reason. */
export const unreadableLedger = (where: string): Failure =>
  new Failure(`The ledger is not readable at ${where}.`, {
    wayOut: "Nothing was written to it. `shrek ledger verify` shows what is wrong.",
  });
