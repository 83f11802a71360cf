import { keyOfPath } from "../../core/ledger/line.ts";
import type { LedgerChanges } from "../../ports/ledger-changes.ts";
import { gitOutcome } from "../git/run.ts";

export const gitLedgerChanges = (dir: string): LedgerChanges => ({
  between: async (earlier, later) => {
    if (earlier === later) return new Set();
    const listed = ["diff-tree", "-r", "-z", "--no-renames", "--name-only", earlier, later, "--", "submissions"];
    const { code, stdout } = await gitOutcome(dir, listed);
    if (code !== 0) return undefined;
    return new Set(
      stdout
        .toString("utf8")
        .split("\0")
        .flatMap((path) => keyOfPath(path) ?? []),
    );
  },
});
