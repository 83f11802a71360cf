import { belowShared, touchedFolders, usesShared } from "../../core/judge/changed-productions.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** Productions whose own files, shared files or conventions a change touches, in the order given. */
export const touchedProductions = async (
  snapshot: Pick<Snapshot, "requests">,
  folders: readonly string[],
  paths: readonly string[],
): Promise<readonly string[]> => {
  const sure = touchedFolders(folders, paths);
  const perhaps = belowShared(folders, paths).filter((folder) => !sure.includes(folder));
  if (perhaps.length === 0) return sure;
  const users = (await snapshot.requests(perhaps)).filter(usesShared).map(({ folder }) => folder);
  return folders.filter((folder) => sure.includes(folder) || users.includes(folder));
};
