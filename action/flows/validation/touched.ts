import {
  belowShared,
  foldersAbove,
  reachesFurther,
  touchedFolders,
  usesShared,
} from "../../core/files/changed-productions.ts";
import { isRequested, productionsFolder } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** Productions whose own files, shared files or conventions a change touches, in the order given. */
export const touchedProductions = async (
  snapshot: Pick<Snapshot, "requests">,
  folders: readonly string[],
  paths: readonly string[],
): Promise<readonly string[]> => {
  const sure = touchedFolders(folders, paths);
  const known = new Set(sure);
  const perhaps = belowShared(folders, paths).filter((folder) => !known.has(folder));
  if (perhaps.length === 0) return sure;
  for (const { folder } of (await snapshot.requests(perhaps)).filter((one) => usesShared(one, paths)))
    known.add(folder);
  return folders.filter((folder) => known.has(folder));
};

/** The same of all productions, which are only listed where rules or shared files reach further than the change says. */
export const touchedBy = async (snapshot: Snapshot, paths: readonly string[]): Promise<readonly string[]> =>
  reachesFurther(paths)
    ? touchedProductions(snapshot, await snapshot.productions(productionsFolder), paths)
    : snapshot.holding([...foldersAbove(paths)].filter((folder) => isRequested(`${folder}/`)));
