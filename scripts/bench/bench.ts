/** Figures as ratios to a peer measured in the same run; printed, never asserted. Usage: bench.ts [ROUNDS] */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textTable } from "../../action/core/view/text-table.ts";
import { buildScene, root } from "../demo/scene.ts";
import { timeInterleaved, type Variant } from "./interleaved.ts";
import { buildMany } from "./many.ts";

const rounds = Number(process.argv[2] ?? 15);
const node = process.execPath;
const dir = mkdtempSync(join(tmpdir(), "shrek-bench-"));

const actionVariant = (name: string, place: Awaited<ReturnType<typeof buildMany>>): Variant => {
  const event = join(dir, `${name.replace(/\W/g, "-")}.json`);
  writeFileSync(event, JSON.stringify({ pull_request: { base: { sha: place.base }, head: { sha: place.head } } }));
  writeFileSync(`${event}.summary`, "");
  const env = {
    GITHUB_EVENT_PATH: event,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_WORKSPACE: place.dir,
    GITHUB_STEP_SUMMARY: `${event}.summary`,
  };
  return { name, command: [node, join(root, "dist/check.js")], cwd: place.dir, env };
};

try {
  const { clone } = await buildScene(dir, ["mdc-hf-charm"]);
  const few = await buildMany(dir, 10);
  const many = await buildMany(dir, 1000);
  const timings = timeInterleaved(
    [
      { name: "node -e 0", command: [node, "-e", "0"], cwd: clone },
      { name: "shrek --help", command: [node, join(root, "dist/cli.js"), "--help"], cwd: clone },
      {
        name: "shrek check, one request",
        command: [node, join(root, "dist/cli.js"), "check", "productions/mdc-hf-charm"],
        cwd: clone,
      },
      actionVariant("check action, 10 productions, 3 changed", few),
      actionVariant("check action, 1,000 productions, 3 changed", many),
    ],
    rounds,
  );
  const floor = timings[0]?.median ?? Number.NaN;
  const targets: Readonly<Record<string, string>> = {
    "shrek check, one request": "2.3",
    "check action, 1,000 productions, 3 changed": "6",
  };
  const rows = timings.map(({ name, median }) => [
    name,
    median.toFixed(1),
    (median / floor).toFixed(2),
    targets[name] ?? "",
  ]);
  process.stdout.write(
    `${textTable(["whole process", "median ms", "ratio to node -e 0", "target"], rows)}\n\n${rounds} rounds, interleaved, Node ${process.versions.node}.\n`,
  );
} finally {
  rmSync(dir, { recursive: true, force: true });
}
