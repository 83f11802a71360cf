import type { DiffLines } from "../../ports/diff-lines.ts";
import { git } from "./run.ts";

export const gitDiffLines = (dir: string): DiffLines => ({
  shown: async (from, to, path) => {
    const plain = ["--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "-U3"];
    const patch = await git(dir, ["--literal-pathspecs", "diff-tree", "-p", ...plain, from, to, "--", path]);
    const hunks = patch.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm);
    return new Set(
      [...hunks].flatMap(([, first, count = "1"]) =>
        Array.from({ length: Number(count) }, (_, index) => Number(first) + index),
      ),
    );
  },
});
