import type { Foreign } from "../action/ports/foreign.ts";

/** For trees whose requests name nothing of other repositories: that they ask is a fault. */
export const noForeign: Foreign = {
  tree: async (_, { git, commit }) => {
    throw new Error(`${git} at ${commit} was asked for`);
  },
};
