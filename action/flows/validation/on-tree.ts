import { statusIn } from "../../core/cross-checks/check-sources.ts";
import type { Neighbour } from "../../core/cross-checks/facts.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { inParts } from "./in-parts.ts";

/** The productions on a tree below `place`, without the folders of `except`. */
export const statusesAround = async (
  snapshot: Snapshot,
  place: string,
  except: ReadonlySet<string> = new Set(),
): Promise<readonly Neighbour[]> => [...(await openByFolder(snapshot, place, except)).values()].flat();

/** The same by folder: each request is read, validated by itself, and forgotten except for its facts. */
export const openByFolder = async (
  snapshot: Snapshot,
  place: string,
  except: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, readonly Neighbour[]>> => {
  const folders = (await snapshot.productions(place)).filter((folder) => !except.has(folder));
  return new Map(await inParts(snapshot, folders, (part) => [...statusIn(part)]));
};
