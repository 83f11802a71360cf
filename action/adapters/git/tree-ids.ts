import { posix } from "node:path";
import { conventionsName, productionsFolder } from "../../core/text/source-file.ts";
import type { TreeIds } from "../../ports/tree-ids.ts";
import { git, gitOutcome, linesUntilNul } from "./run.ts";
import type { WorkStatus } from "./work-status.ts";

/** Names in a commit. */
export const gitTreeIds = (dir: string, commit: string): TreeIds => {
  let asked: ReturnType<TreeIds["now"]> | undefined;
  const now: TreeIds["now"] = () => (asked ??= ask());
  const ask: TreeIds["now"] = async () => {
    const { code, stdout } = await gitOutcome(dir, ["ls-tree", "-z", commit, "--", productionsFolder, conventionsName]);
    if (code !== 0) return undefined;
    const named = entriesOf(stdout.toString("utf8"));
    const productions = named.get(productionsFolder);
    return productions?.kind === "tree"
      ? { productions: productions.id, conventionsAbove: named.get(conventionsName)?.id }
      : undefined;
  };
  return {
    now,
    differing: async (productions) => {
      const here = await now();
      if (here === undefined) return undefined;
      if (here.productions === productions) return [];
      const { code, stdout } = await gitOutcome(dir, [
        "diff-tree",
        "-r",
        "-z",
        "--no-renames",
        "--name-only",
        productions,
        here.productions,
      ]);
      if (code !== 0) return undefined;
      return linesUntilNul(stdout.toString("utf8")).map((path) => posix.join(productionsFolder, path));
    },
    all: async () => {
      const listed = await git(dir, ["ls-tree", "-r", "-t", "-z", commit, "--", productionsFolder, conventionsName]);
      return new Map(
        [...entriesOf(listed)].flatMap(([path, { kind, id }]) =>
          kind === "tree" || posix.basename(path) === conventionsName ? [[path, id] as const] : [],
        ),
      );
    },
  };
};

/** Names at the last commit, and where the files on disk differ from it. */
export const workTreeIds = (top: string, status: () => Promise<WorkStatus | undefined>): TreeIds => {
  const { now, differing, all } = gitTreeIds(top, "HEAD");
  return {
    now,
    all,
    differing: async (productions) => {
      const [committed, seen] = await Promise.all([differing(productions), status()]);
      if (committed === undefined || seen === undefined) return undefined;
      return [...committed, ...[...seen.changed, ...seen.ignored].filter(isMeant)];
    },
  };
};

const isMeant = (path: string): boolean =>
  [productionsFolder, conventionsName].some((name) => path === name || path.startsWith(`${name}/`));

type Entry = { readonly kind: string; readonly id: string };

/** A link or an executable is told from a plain file of the same bytes. */
const entriesOf = (listed: string): ReadonlyMap<string, Entry> =>
  new Map(
    linesUntilNul(listed).flatMap((line) => {
      const [, mode, kind, id, path] = /^(\d{6}) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      if (mode === undefined || kind === undefined || id === undefined || path === undefined) return [];
      return [[path, { kind, id: mode === "120000" ? `link ${id}` : id }] as const];
    }),
  );
