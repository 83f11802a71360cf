import { type TreeRow, treesHere } from "./tree-rows.ts";

/** What a commit holds at a path: a file, a link or a submodule. */
export type EntryAt = { readonly path: string; readonly mode: string; readonly oid: string };

/** A folder on the way, or one that is wanted whole: then nothing is `wanted` of it. */
type OnTheWay = {
  readonly path: string;
  readonly tree: string;
  readonly wanted: readonly (readonly string[])[] | undefined;
  readonly holds: (EntryAt | OnTheWay)[];
};

/**
 * What a commit holds at these paths and below them, in git's order; what is not there is left out. Each folder is read
 * once, a floor of folders at a time and by a process of git that runs already: to start one for `ls-tree` costs as much as
 * a hundred folders.
 */
export const entriesAt = async (dir: string, commit: string, paths: readonly string[]): Promise<readonly EntryAt[]> =>
  (await entriesBelow(dir, commit, paths)) ?? [];

/** Without paths all of it; `undefined`: that is in more than so many folders. */
export const entriesBelow = async (
  dir: string,
  commit: string,
  paths: readonly string[] | undefined,
  max = Number.POSITIVE_INFINITY,
): Promise<readonly EntryAt[] | undefined> => {
  const wanted = paths?.map((path) => path.split("/"));
  const top: OnTheWay = { path: "", tree: `${commit}^{tree}`, wanted, holds: [] };
  let left = max;
  for (let floor = paths?.length === 0 ? [] : [top]; floor.length > 0; ) {
    left -= floor.length;
    if (left < 0) return undefined;
    const rows = await treesHere(
      dir,
      floor.map(({ tree }) => tree),
    );
    for (const [at, folder] of floor.entries()) folder.holds.push(...(rows[at] ?? []).flatMap(wantedIn(folder)));
    floor = floor.flatMap(({ holds }) => holds.filter(isFolder));
  }
  return flat(top);
};

/** git lists so many folders later than we read them. */
export const maxReadFolders = 60;

const wantedIn = ({ path, wanted }: OnTheWay): ((row: TreeRow) => readonly (EntryAt | OnTheWay)[]) => {
  const byName = wanted && Map.groupBy(wanted, ([name = ""]) => name);
  return ({ name, mode, oid }) => {
    const here = byName?.get(name)?.map((names) => names.slice(1));
    if (byName !== undefined && here === undefined) return [];
    const isWhole = here === undefined || here.some(({ length }) => length === 0);
    const at = path === "" ? name : `${path}/${name}`;
    const known = asGitReads(mode);
    if (known === "folder") return [{ path: at, tree: oid, wanted: isWhole ? undefined : here, holds: [] }];
    return isWhole ? [{ path: at, mode: known, oid }] : [];
  };
};

export const submoduleMode = "160000";

/** git takes modes for these that a tree made by hand holds in another form, such as `040000` and `100664`. */
export const asGitReads = (mode: string): string => {
  const bits = Number.parseInt(mode, 8);
  switch (bits & 0o170000) {
    case 0o040000:
      return "folder";
    case 0o100000:
      return bits & 0o100 ? "100755" : "100644";
    case 0o120000:
      return "120000";
    default:
      return submoduleMode;
  }
};

const isFolder = (one: EntryAt | OnTheWay): one is OnTheWay => "holds" in one;

const flat = ({ holds }: OnTheWay): readonly EntryAt[] => holds.flatMap((one) => (isFolder(one) ? flat(one) : [one]));

/** The objects of files of a commit by their paths; what is not there is left out. It costs what is asked for, however much else the commit holds. */
export const filesAt = async (
  dir: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const asked = new Set(paths);
  const found = await entriesAt(dir, commit, paths);
  return new Map(found.flatMap(({ path, oid }) => (asked.has(path) ? [[path, oid]] : [])));
};
