import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { writeFolder } from "../../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { root } from "../../demo/scene.ts";
import { pinnedWorkflows } from "../../release/tree.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { pageWorkflows } from "./own-workflows.ts";

/** Findings that stand in the shipped workflows as `# zizmor: ignore[...]`, each with its reason beside it and in docs/threat-model.md. */
const explained = 6;

/** zizmor at its strictest, offline, over this repository's workflows and actions, and over those that a repository of productions gets. */
export const zizmorCheck = (venv: Venv): Check => ({
  name: "zizmor finds nothing in the workflows and actions but what is explained",
  run: async () => {
    using temporary = temporaryFolder("shrek-zizmor-");
    const dir = temporary.path;
    await cp(join(root, ".github/workflows"), join(dir, "ours/.github/workflows"), { recursive: true });
    await cp(join(root, "action"), join(dir, "ours/action"), { recursive: true });
    await writeFolder(join(dir, "users/.github/workflows"), [
      ...pinnedWorkflows({ tag: "v1.2.0", commit: "a".repeat(40) }),
      ...Object.entries(pageWorkflows()).map(([name, text]) => textFile(`${name}.yml`, text)),
    ]);
    assert.equal(await ignoredIn(venv, join(dir, "ours")), 0);
    assert.equal(await ignoredIn(venv, join(dir, "users")), explained);
    // It looks: what it must find it finds.
    const file = join(dir, "users/.github/workflows/check.yml");
    await writeFile(
      file,
      "on: pull_request_target\njobs: { a: { runs-on: x, steps: [{ run: 'echo ${{ github.head_ref }}' }] } }\n",
    );
    await assert.rejects(ignoredIn(venv, join(dir, "users")), /template-injection/);
  },
});

const ignoredIn = async ({ dir }: Venv, place: string): Promise<number> => {
  const asked = ["--offline", "--persona", "pedantic", "--no-progress", "--color", "never", place];
  const { all, exitCode } = await execa(join(dir, "bin", "zizmor"), asked, { all: true, reject: false });
  if (exitCode !== 0) throw new Error(all);
  return Number(/\((\d+) ignored/.exec(all)?.[1] ?? 0);
};
