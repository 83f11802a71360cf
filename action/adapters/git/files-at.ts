import { folderMode, treesHere } from "./tree-rows.ts";

type Wanted = { readonly path: string; readonly names: readonly string[] };
type OnTheWay = { readonly tree: string; readonly wanted: readonly Wanted[] };

/**
 * The objects of files of a commit by their paths; what is not there is left out. Each folder on the way is read once, a
 * floor of folders at a time, so it costs what is asked for, however much else the commit holds.
 */
export const filesAt = async (
  dir: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  const wanted = paths.map((path) => ({ path, names: path.split("/") }));
  let floor: readonly OnTheWay[] = wanted.length === 0 ? [] : [{ tree: `${commit}^{tree}`, wanted }];
  for (let depth = 0; floor.length > 0; depth += 1) {
    const rows = await treesHere(
      dir,
      floor.map(({ tree }) => tree),
    );
    floor = floor.flatMap(({ wanted }, at) => {
      const byName = Map.groupBy(wanted, ({ names }) => names[depth] ?? "");
      return (rows[at] ?? []).flatMap(({ name, mode, oid }): readonly OnTheWay[] => {
        const here = byName.get(name) ?? [];
        if (mode === folderMode) {
          const below = here.filter(({ names }) => names.length > depth + 1);
          return below.length === 0 ? [] : [{ tree: oid, wanted: below }];
        }
        for (const { path, names } of here) if (names.length === depth + 1) found.set(path, oid);
        return [];
      });
    });
  }
  return found;
};
