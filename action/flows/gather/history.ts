import { Failure } from "../../core/failure.ts";
import type { Problem } from "../../core/problem.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { History } from "./judge-sources.ts";

/** The ledger where it is in reach; else why not. An author on a train should still see a typo. */
export const historyOf = async (ledger: Ledger): Promise<{ readonly found: History; readonly why: string }> => {
  try {
    return { found: { ledger, head: await ledger.head() }, why: "" };
  } catch (error) {
    if (error instanceof Failure) return { found: undefined, why: error.message };
    throw error;
  }
};

export const noHistory = (file: string, why: string): Problem => ({
  code: "no-history",
  severity: "note",
  file,
  line: 1,
  col: 1,
  message: `Versions were not compared with what was submitted before: ${why}`,
});
