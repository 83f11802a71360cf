import { largestLedgerFile } from "../../action/core/ledger/line.ts";
import type { LedgerFiles } from "../../action/ports/ledger-files.ts";
import { commitTo, type FakeBranch } from "./fake-ledger.ts";

/** The files of a branch in memory. `ours`: which of its commits SHREK made; all, unless a test says otherwise. */
export const fakeLedgerFiles = (branch: FakeBranch, ours: (commit: string) => boolean = () => true): LedgerFiles => {
  const filesOf = (commit: string) => branch.commits.get(commit) ?? new Map<string, string>();
  return {
    tip: async () =>
      branch.head === undefined
        ? undefined
        : { commit: branch.head, ours: [...branch.commits.keys()].findLast(ours), lost: undefined },
    forward: async () => "moved",
    list: async (commit, folders = [""]) =>
      [...filesOf(commit).keys()].filter((path) => folders.some((folder) => path.startsWith(folder))),
    texts: async (commit, paths) => new Map(paths.map((path) => [path, filesOf(commit).get(path)])),
    tooLarge: async (commit) =>
      [...filesOf(commit)]
        .map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }))
        .filter(({ bytes }) => bytes > largestLedgerFile),
    changed: async (from, to) => {
      const [before, after] = [filesOf(from), filesOf(to)];
      return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
    },
    write: async (parent, files, gone) => {
      if (branch.head !== parent) return "moved";
      const texts = files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);
      commitTo(branch, { ...Object.fromEntries(texts), ...Object.fromEntries(gone.map((path) => [path, undefined])) });
      return "written";
    },
  };
};
