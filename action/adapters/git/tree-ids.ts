import { posix } from "node:path";
import { conventionsName, productionsFolder } from "../../core/text/source-file.ts";
import type { TreeIds } from "../../ports/tree-ids.ts";
import { git, linesUntilNul } from "./run.ts";

export const gitTreeIds = (dir: string, commit: string): TreeIds => ({
  all: async () => {
    const listed = await git(dir, ["ls-tree", "-r", "-t", "-z", commit, "--", productionsFolder, conventionsName]);
    return new Map(
      [...entriesOf(listed)].flatMap(([path, { kind, id }]) =>
        kind === "tree" || posix.basename(path) === conventionsName ? [[path, id] as const] : [],
      ),
    );
  },
});

type Entry = { readonly kind: string; readonly id: string };

/** A link or an executable differs from a plain file of the same bytes. */
const entriesOf = (listed: string): ReadonlyMap<string, Entry> =>
  new Map(
    linesUntilNul(listed).flatMap((line) => {
      const [, mode, kind, id, path] = /^(\d{6}) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      if (mode === undefined || kind === undefined || id === undefined || path === undefined) return [];
      return [[path, { kind, id: mode === "120000" ? `link ${id}` : id }] as const];
    }),
  );
