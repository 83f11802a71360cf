import { dirname, join } from "node:path/posix";
import { usesShared } from "../../core/judge/changed-productions.ts";
import { indexPath, type Line, writeIndex, writeIndexLine } from "../../core/neighbours/index-file.ts";
import { allLines } from "../../core/neighbours/search-lines.ts";
import {
  isConventionsPath,
  type ProductionSource,
  productionsFolder,
  type SourceFile,
  sharedFolder,
} from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { lookAround } from "./on-tree.ts";
import { seeReaders } from "./see-readers.ts";

/** The index of a commit: the lines of the one before that are still right, and new ones. `undefined`: nothing to name. */
export const makeIndex = async (
  snapshot: Snapshot,
  before: Uint8Array | undefined,
): Promise<SourceFile | undefined> => {
  const now = await snapshot.ids.now();
  if (now === undefined) return undefined;
  const [looked, ids] = await Promise.all([lookAround(snapshot, productionsFolder, before), snapshot.ids.all()]);
  const { index, sources, byFolder } = looked;
  const kept = index === undefined ? [] : allLines(index.lines).filter(({ path }) => !index.gone.has(path));
  const named = sources.filter((source) => dependsOnTreeAlone(source) && ids.has(source.folder));
  const made = named.flatMap((source) => (byFolder.get(source.folder) ?? []).map((one) => lineOf(source, one, ids)));
  const lines = await seeReaders(snapshot, [...kept, ...made]);
  const conventions = [...ids].filter(([path]) => isConventionsPath(path));
  const bytes = writeIndex(
    {
      productions: now.productions,
      conventions: Object.fromEntries(conventions),
      absent: sources.filter((source) => !named.includes(source)).map(({ folder }) => folder),
    },
    lines.map(writeIndexLine),
  );
  return { path: indexPath, mode: "100644", bytes };
};

/** Whether another repository answers, and what it says of a commit, may be different tomorrow. */
const dependsOnTreeAlone = ({ foreign }: ProductionSource): boolean => foreign.every(({ kind }) => kind === "fetched");

const lineOf = (source: ProductionSource, one: Omit<Line, "tree">, ids: ReadonlyMap<string, string>): Line => {
  const tree = ids.get(source.folder) ?? "";
  const shared = usesShared(source)
    ? (ids.get(join(dirname(source.conventions?.file ?? ""), sharedFolder)) ?? "none")
    : undefined;
  return { ...one, tree, ...(shared === undefined ? {} : { shared }) } as Line;
};
