import { join } from "node:path";
import { gitIn } from "./scene.ts";

/** A GitHub repository as it is made: no commit, no branch. */
export const emptyRepository = async (dir: string): Promise<string> => {
  const bare = join(dir, "empty.git");
  await gitIn(dir, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", bare);
  for (const name of ["http.receivepack", "uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"])
    await gitIn(bare, "config", name, "true");
  return bare;
};
