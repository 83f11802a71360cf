import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFolder } from "../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { gitIn } from "../../scripts/demo/scene.ts";
import { workflowFiles } from "../../scripts/demo/world.ts";
import { raise } from "./stand.ts";
import { shrekWarm } from "./warm/start.ts";

const commit = "fedcba9876543210fedcba9876543210fedcba98";
const release = ["--release", `v2.0.0@${commit}`];

const withWorkflows = async (rewrite: (name: string, text: string) => string = (_, text) => text) => {
  const { scene } = await raise([], { ledger: false });
  const folder = join(scene.clone, ".github/workflows");
  const files = Object.entries(workflowFiles(rewrite)).map(([path, text]) =>
    textFile(path.split("/").at(-1) ?? "", text),
  );
  await writeFolder(folder, files);
  await gitIn(scene.clone, "add", "--all");
  await gitIn(scene.clone, "commit", "--quiet", "-m", "Workflows");
  return { place: scene.clone, folder };
};

test("shrek upgrade changes every line that names a release, and no other line", async () => {
  const { place } = await withWorkflows();

  const { code, stdout } = await shrekWarm(join(place, "productions"), ["upgrade", ...release]);

  expect(code).toBe(0);
  expect(stdout).toBe(
    ["check", "command", "comment", "reconcile-schedule", "reconcile"]
      .map((name) => `.github/workflows/${name}.yml: 000000000000 -> v2.0.0\n`)
      .join(""),
  );
  const changed = (await gitIn(place, "diff", "--unified=0")).split("\n").filter((line) => /^[+-] /.test(line));
  expect(changed).toHaveLength(14);
  expect(changed.filter((line) => line.startsWith("+")).every((line) => line.endsWith(`@${commit} # v2.0.0`))).toBe(
    true,
  );
  expect((await shrekWarm(place, ["upgrade", ...release])).stdout).toContain("check.yml: names v2.0.0 already");
});

test("shrek upgrade keeps lines that a person added to a file, and writes the file anew only with an option", async () => {
  const { place, folder } = await withWorkflows((name, text) =>
    name === "check" ? text.replace("timeout-minutes: 10", "timeout-minutes: 20") : text,
  );

  const kept = await shrekWarm(place, ["upgrade", ...release]);
  expect(kept.stdout.match(/^.*--whole.*$/gm)).toEqual([
    ".github/workflows/check.yml: 000000000000 -> v2.0.0; its other lines are not those of v2.0.0, which --whole writes",
  ]);
  expect(await readFile(join(folder, "check.yml"), "utf8")).toContain("timeout-minutes: 20");

  await shrekWarm(place, ["upgrade", "--whole", ...release]);
  expect(await readFile(join(folder, "check.yml"), "utf8")).toContain("timeout-minutes: 10");
});

test("shrek upgrade leaves workflows of others alone, and reports a repository without SHREK's workflows", async () => {
  const { scene } = await raise([], { ledger: false });
  const other = `jobs: { a: { steps: [{ uses: actions/checkout@${commit} }] } }\n`;
  await writeFolder(join(scene.clone, ".github/workflows"), [textFile("other.yml", other)]);

  const { code, stderr } = await shrekWarm(scene.clone, ["upgrade", ...release]);

  expect(code).toBe(2);
  expect(stderr).toContain("`shrek init` writes them");
  expect(await readFile(join(scene.clone, ".github/workflows/other.yml"), "utf8")).toBe(other);
});

test.each(["v2.0.0", `main@${commit}`, "v2.0.0@0123"])(
  "shrek upgrade refuses %s as the name of a release",
  async (name) => {
    const { place } = await withWorkflows();

    const { code, stderr } = await shrekWarm(place, ["upgrade", "--release", name]);

    expect(code).toBe(2);
    expect(stderr).toContain(`"${name}" does not name a release. Write vX.Y.Z@COMMIT`);
  },
);
