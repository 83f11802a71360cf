import { keyOfPath } from "../../action/core/ledger/paths.ts";
import type { LedgerChanges } from "../../action/ports/ledger-changes.ts";
import type { FakeBranch } from "./fake-ledger.ts";

/** What differs between two commits of a branch in memory. */
export const fakeChanges = (branch: FakeBranch): LedgerChanges => ({
  between: async (earlier, later) => {
    const [before, after] = [branch.commits.get(earlier), branch.commits.get(later)];
    if (before === undefined || after === undefined) return undefined;
    const differs = [...after].filter(([path, text]) => before.get(path) !== text);
    return new Set(differs.flatMap(([path]) => keyOfPath(path) ?? []));
  },
});
