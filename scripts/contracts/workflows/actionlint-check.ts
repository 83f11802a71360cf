import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { writeFolder } from "../../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { releaseTree } from "../../release/tree.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { ownWorkflows, pageWorkflows, withLocalActions } from "./own-workflows.ts";

/** What it must find: each is wrong in another way. */
const slips: readonly (readonly [workflow: string, from: string, to: string, finding: RegExp])[] = [
  ["comment", "needs.judge.outputs.plans", "needs.judge.outputs.plan", /property "plan" is not defined/],
  ["comment", "steps.plan.outputs.plans", "steps.plans.outputs.plans", /property "plans" is not defined/],
  ["comment", "  part: say", "  parts: say", /input "parts" is not defined in action/],
  ["check", "contents: read", "content: read", /unknown permission scope "content"/],
  ["command", ", inputs.verb,", ", inputs.verbs,", /property "verbs" is not defined/],
  ["lists", "contents: write", "content: write", /unknown permission scope "content"/],
  ["tryout-site", "shrek-tryout]", "shrek-tryouts]", /label "shrek-tryouts" is unknown/],
  ["release", "needs: build", "needs: builds", /needs job "builds" which does not exist/],
];

/** actionlint over our workflows, whose actions it reads in the tree of a release: so it knows their inputs and outputs. */
export const actionlintCheck = (venv: Venv): Check => ({
  name: `actionlint finds nothing in the workflows and actions, and each of ${slips.length} slips`,
  run: async () => {
    using temporary = temporaryFolder("shrek-actionlint-");
    const place = temporary.path;
    await writeFolder(place, releaseTree());
    await execa("git", ["init", "--quiet", "--template=", place]);
    const workflows = { ...ownWorkflows(), ...pageWorkflows() };
    assert.ok("lists" in workflows);
    assert.equal(await findingsOf(venv, place, workflows), "");
    for (const [name, from, to, finding] of slips) {
      const text = workflows[name] ?? "";
      assert.ok(text.includes(from), `${name}.yml has no ${from}`);
      assert.match(await findingsOf(venv, place, { ...workflows, [name]: text.replace(from, to) }), finding);
    }
  },
});

/** A label of machines that a repository gives, and actionlint cannot know. */
const ownLabels = "self-hosted-runner: { labels: [shrek-tryout] }\n";

/** Programs that it would call where a machine has them (shellcheck, pyflakes) are left out: the same answer everywhere. */
const findingsOf = async (
  { dir }: Venv,
  place: string,
  workflows: Readonly<Record<string, string>>,
): Promise<string> => {
  await rm(join(place, ".github"), { recursive: true, force: true });
  const files = Object.entries(workflows).map(([name, text]) =>
    textFile(`workflows/${name}.yml`, withLocalActions(text)),
  );
  await writeFolder(join(place, ".github"), [...files, textFile("actionlint.yaml", ownLabels)]);
  const { stdout, stderr, exitCode } = await execa(
    join(dir, "bin", "actionlint"),
    ["-no-color", "-oneline", "-shellcheck=", "-pyflakes="],
    { cwd: place, reject: false },
  );
  if (exitCode !== 0 && exitCode !== 1) throw new Error(stderr);
  return stdout;
};
