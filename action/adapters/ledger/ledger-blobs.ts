import { git } from "../git/run.ts";

/** Every file of a commit, with its object. */
export const blobsAt = async (dir: string, commit: string): Promise<ReadonlyMap<string, string>> => {
  const listed = await git(dir, ["ls-tree", "-r", "-z", commit]);
  return new Map([...listed.matchAll(/blob ([0-9a-f]+)\t([^\0]+)\0/g)].map(([, oid = "", path = ""]) => [path, oid]));
};
