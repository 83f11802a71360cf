import type { MainBranch } from "../../ports/main-branch.ts";
import type { MainLine } from "../../ports/main-line.ts";

export const mainLine = (main: Pick<MainBranch, "head" | "since">): MainLine => ({
  head: main.head,
  descends: async (head, from) => (await main.since(from, head)) !== "rewritten",
});
