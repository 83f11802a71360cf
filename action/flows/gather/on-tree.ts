import { foldersAbove } from "../../core/judge/changed-productions.ts";
import type { OnTree } from "../../core/neighbours/beside.ts";
import type { Neighbour } from "../../core/neighbours/facts.ts";
import { type Index, readIndex } from "../../core/neighbours/index-file.ts";
import { standingIn } from "../../core/neighbours/judge-sources.ts";
import { searchLines } from "../../core/neighbours/search-lines.ts";
import {
  conventionsName,
  isConventionsPath,
  type ProductionSource,
  sharedFolder,
} from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { inParts, withoutFiles } from "./in-parts.ts";

/** What stands on a tree: lines of the index where they are right, and what was looked at because they are not. */
export type Looked = OnTree & {
  /** Without the bytes of their files. */
  readonly sources: readonly ProductionSource[];
  readonly byFolder: ReadonlyMap<string, readonly Neighbour[]>;
};

/**
 * The facts of everything below `place` but `except`. Only the folders in which the tree differs from the one that the
 * index was made of are read; all of them where that cannot be said.
 */
export const lookAround = async (
  snapshot: Snapshot,
  place: string,
  bytes: Uint8Array | undefined,
  except: ReadonlySet<string> = new Set(),
): Promise<Looked> => {
  const index = bytes === undefined ? undefined : readIndex(bytes);
  const changed = index === undefined ? undefined : await changedSince(snapshot, index);
  const folders =
    changed === undefined ? await snapshot.productions(place) : await snapshot.holding([...changed.folders]);
  const stood = await inParts(
    snapshot,
    folders.filter((folder) => !except.has(folder)),
    (part) => {
      const found = standingIn(part);
      return part.map((source) => ({ source: withoutFiles(source), standing: found.get(source.folder) ?? [] }));
    },
  );
  const byFolder = new Map(stood.map(({ source, standing }) => [source.folder, standing]));
  return {
    index:
      index === undefined || changed === undefined
        ? undefined
        : { lines: index.lines, gone: new Set([...changed.folders, ...except]) },
    fresh: [...byFolder.values()].flat(),
    sources: stood.map(({ source }) => source),
    byFolder,
  };
};

/** Folders whose line, if they have one, is not of this tree. `undefined`: nobody knows, or it could be any. */
const changedSince = async (
  snapshot: Snapshot,
  index: Index,
): Promise<{ readonly folders: ReadonlySet<string> } | undefined> => {
  const now = await snapshot.ids.now();
  if (now === undefined || now.conventionsAbove !== index.conventions[conventionsName]) return undefined;
  const paths = await snapshot.ids.differing(index.productions);
  // A folder that git names as a whole may hold conventions, and whoever is below them.
  if (paths === undefined || paths.some(isConventionsPath)) return undefined;
  const whole = paths.filter((path) => path.endsWith("/"));
  const below = (await Promise.all(whole.map((folder) => snapshot.productions(folder.slice(0, -1))))).flat();
  const shared = paths.some((path) => path.split("/").includes(sharedFolder)) ? usersOfShared(index) : [];
  return { folders: new Set([...foldersAbove(paths), ...below, ...shared, ...index.absent]) };
};

const usersOfShared = ({ lines }: Index): readonly string[] => searchLines(lines)('"shared":"').map(({ path }) => path);
