import { entriesBelow, maxReadFolders, submoduleMode } from "../git/files-at.ts";
import { answerOnce } from "../git/run.ts";

/** Every file of a commit, or of these folders of it, with its object. */
export const blobsAt = async (
  dir: string,
  commit: string,
  folders: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> => {
  const named = folders.length === 0 ? undefined : folders.map((folder) => folder.replace(/\/$/, ""));
  const few = await entriesBelow(dir, commit, named, maxReadFolders);
  if (few !== undefined)
    return new Map(few.flatMap(({ path, mode, oid }) => (mode === submoduleMode ? [] : [[path, oid]])));
  const listed = await answerOnce(dir, ["ls-tree", "-r", "-z", commit, "--", ...folders]);
  const blobs = new Map<string, string>();
  // One after the other: a list of all matches is several times as large as what they hold.
  for (const [, oid = "", path = ""] of listed.matchAll(/blob ([0-9a-f]+)\t([^\0]+)\0/g)) blobs.set(path, oid);
  return blobs;
};
