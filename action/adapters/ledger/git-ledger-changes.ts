import { keyOfPath } from "../../core/ledger/paths.ts";
import type { LedgerChanges } from "../../ports/ledger-changes.ts";
import { changedPaths } from "../git/changed-paths.ts";
import { readObjects } from "../git/objects.ts";
import { git } from "../git/run.ts";

/** `fetch`: for a clone that has the end of the ledger alone. */
export const gitLedgerChanges = (dir: string, fetch?: (commit: string) => Promise<void>): LedgerChanges => {
  /** The overview that names it can be edited, so it may be no commit. */
  const isHere = async (commit: string): Promise<boolean> =>
    (await readObjects(dir, [`${commit}^{tree}`]))[0] !== undefined;
  const isFetched = async (commit: string): Promise<boolean> => {
    if (await isHere(commit)) return true;
    await fetch?.(commit);
    return isHere(commit);
  };
  return {
    between: async (earlier, later) => {
      if (!(await isFetched(earlier))) return undefined;
      const changed = await changedPaths(dir, earlier, later);
      return new Set(changed.flatMap(({ path }) => keyOfPath(path) ?? []));
    },
    added: async (earlier, later) => {
      if (!(await isFetched(earlier))) return undefined;
      const asked = ["diff-tree", "-r", "-z", "--no-renames", "--numstat", earlier, later, "--", "submissions"];
      const counted = (await git(dir, asked)).split("\0");
      return new Map(
        counted.flatMap((row) => {
          const [count = "", , path = ""] = row.split("\t");
          const key = keyOfPath(path);
          return key === undefined ? [] : [[key, Number(count)] as const];
        }),
      );
    },
  };
};
