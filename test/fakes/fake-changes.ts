import { keyOfPath } from "../../action/core/ledger/paths.ts";
import type { LedgerChanges } from "../../action/ports/ledger-changes.ts";
import type { FakeBranch } from "./fake-ledger.ts";

/** What differs between two commits of a branch in memory. */
export const fakeChanges = (branch: FakeBranch): LedgerChanges => {
  const added: LedgerChanges["added"] = async (earlier, later) => {
    const [before, after] = [branch.commits.get(earlier), branch.commits.get(later)];
    if (before === undefined || after === undefined) return undefined;
    const linesOf = (text = ""): number => text.split("\n").length - 1;
    return new Map(
      [...after].flatMap(([path, text]) => {
        const key = keyOfPath(path);
        const was = before.get(path);
        return key === undefined || was === text ? [] : [[key, linesOf(text) - linesOf(was)] as const];
      }),
    );
  };
  return {
    added,
    between: async (earlier, later) => {
      const counted = await added(earlier, later);
      return counted && new Set(counted.keys());
    },
  };
};
