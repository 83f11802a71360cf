import { join } from "node:path";
import { execa } from "execa";
import { root } from "../demo/scene.ts";
import type { Check } from "./check.ts";

let lines: readonly string[] = [];

/** Nobody edited them, and no operation was added to the sandbox GitHub without them. */
export const slicesCheck: Check = {
  name: "the slices of GitHub's descriptions are what `npm run update-github-specs` makes of their packages",
  run: async () => {
    const script = join(root, "scripts/sandbox/github/update-specs.ts");
    const { stdout } = await execa(process.execPath, [script, "--compare"], { cwd: root });
    lines = stdout.split("\n");
  },
  shown: () => lines,
};
