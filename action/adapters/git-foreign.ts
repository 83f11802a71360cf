import type { Foreign } from "../ports/foreign.ts";

/** Replaced by the cache and fetch of the next commit. */
export const gitForeign = (): Foreign => ({
  tree: async (git, commit) => ({ git, commit, kind: "unreachable", message: `${git} cannot be fetched yet.` }),
});
