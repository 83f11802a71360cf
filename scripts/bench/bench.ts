/** Figures as ratios to a peer measured in the same run; printed, never asserted. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textTable } from "../../action/core/view/text-table.ts";
import { buildScene, root } from "../demo/scene.ts";
import { timeInterleaved } from "./interleaved.ts";

const rounds = Number(process.argv[2] ?? 25);
const dir = mkdtempSync(join(tmpdir(), "shrek-bench-"));
try {
  const { clone } = await buildScene(dir, ["mdc-hf-charm"]);
  const node = process.execPath;
  const cli = join(root, "dist/cli.js");
  const timings = timeInterleaved(
    [
      { name: "node -e 0", command: [node, "-e", "0"], cwd: clone },
      { name: "shrek --help", command: [node, cli, "--help"], cwd: clone },
      { name: "shrek check, one request", command: [node, cli, "check", "productions/mdc-hf-charm"], cwd: clone },
    ],
    rounds,
  );
  const floor = timings[0]?.median ?? Number.NaN;
  const rows = timings.map(({ name, median }) => [name, median.toFixed(1), (median / floor).toFixed(2)]);
  process.stdout.write(
    `${textTable(["whole process", "median ms", "ratio to node -e 0"], rows)}\n\n${rounds} rounds, interleaved, Node ${process.versions.node}. Target of check: 2.3.\n`,
  );
} finally {
  rmSync(dir, { recursive: true, force: true });
}
