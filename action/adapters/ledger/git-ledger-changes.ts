import { keyOfPath } from "../../core/ledger/paths.ts";
import type { LedgerChanges } from "../../ports/ledger-changes.ts";
import { gitOutcome } from "../git/run.ts";

/** `bring`: for a clone that has the end of the ledger alone. */
export const gitLedgerChanges = (dir: string, bring?: (commit: string) => Promise<void>): LedgerChanges => {
  const rows = async (as: string, earlier: string, later: string): Promise<readonly string[] | undefined> => {
    if (earlier === later) return [];
    const listed = ["diff-tree", "-r", "-z", "--no-renames", as, earlier, later, "--", "submissions"];
    let known = await gitOutcome(dir, listed);
    if (known.code !== 0 && bring !== undefined) {
      await bring(earlier);
      known = await gitOutcome(dir, listed);
    }
    return known.code === 0 ? known.stdout.toString("utf8").split("\0") : undefined;
  };
  return {
    between: async (earlier, later) => {
      const paths = await rows("--name-only", earlier, later);
      return paths && new Set(paths.flatMap((path) => keyOfPath(path) ?? []));
    },
    added: async (earlier, later) => {
      const counted = await rows("--numstat", earlier, later);
      return (
        counted &&
        new Map(
          counted.flatMap((row) => {
            const [count = "", , path = ""] = row.split("\t");
            const key = keyOfPath(path);
            return key === undefined ? [] : [[key, Number(count)] as const];
          }),
        )
      );
    },
  };
};
