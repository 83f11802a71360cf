import { keyOfPath } from "../../core/ledger/paths.ts";
import type { LedgerChanges } from "../../ports/ledger-changes.ts";
import { gitOutcome } from "../git/run.ts";

/** `bring`: for a clone that has the end of the ledger alone. */
export const gitLedgerChanges = (dir: string, bring?: (commit: string) => Promise<void>): LedgerChanges => ({
  between: async (earlier, later) => {
    if (earlier === later) return new Set();
    const listed = ["diff-tree", "-r", "-z", "--no-renames", "--name-only", earlier, later, "--", "submissions"];
    let known = await gitOutcome(dir, listed);
    if (known.code !== 0 && bring !== undefined) {
      await bring(earlier);
      known = await gitOutcome(dir, listed);
    }
    if (known.code !== 0) return undefined;
    return new Set(
      known.stdout
        .toString("utf8")
        .split("\0")
        .flatMap((path) => keyOfPath(path) ?? []),
    );
  },
});
