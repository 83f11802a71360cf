import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { GithubHandle } from "../../../scripts/sandbox/github/start.ts";
import type { RunRecord } from "../../../scripts/sandbox/runner/records.ts";
import { type RunnerHandle, type RunnerOptions, start } from "../../../scripts/sandbox/runner/start.ts";
import { aGithub, tempDir } from "../github/githubs.ts";

export const hex = "0123456789abcdef0123456789abcdef01234567";
const core = new URL("../../../node_modules/@actions/core/lib/core.js", import.meta.url).href;

export type ActionSource = { readonly inputs?: string; readonly main: string };

/** A release tree with these actions; `core` in their source is the real toolkit. */
export const aReleaseTree = async (actions: Readonly<Record<string, ActionSource>>): Promise<string> => {
  const tree = await tempDir();
  for (const [name, { inputs = "", main }] of Object.entries(actions)) {
    const file = join(tree, "action", name, "action.yml");
    await mkdir(dirname(file), { recursive: true });
    await mkdir(join(tree, "dist"), { recursive: true });
    await writeFile(
      file,
      `name: ${name}\ndescription: for a test\n${inputs === "" ? "" : `inputs:\n${inputs}\n`}runs:\n  using: node24\n  main: ../../dist/${name}.mjs\n`,
    );
    await writeFile(
      join(tree, "dist", `${name}.mjs`),
      `import * as core from ${JSON.stringify(core)};\nimport { readFileSync } from "node:fs";\n${main}\n`,
    );
  }
  return tree;
};

export type Scene = {
  readonly github: GithubHandle;
  readonly runner: RunnerHandle;
  readonly only: (name: string) => readonly RunRecord[];
};

/** GitHub with these workflows on main, and a runner that watches it from then on. */
export const aScene = async (
  workflows: Readonly<Record<string, string>>,
  options: Partial<RunnerOptions> = {},
  actions: Readonly<Record<string, ActionSource>> = {},
): Promise<Scene> => {
  const github = await aGithub();
  const files = Object.fromEntries(
    Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text]),
  );
  await github.commit({ branch: "main", files, login: "alice", message: "Workflows" });
  const releaseTree = await aReleaseTree(actions);
  const runner = start({ github, dir: await tempDir(), releaseTree, releaseCommits: [hex], ...options });
  onTestFinished(() => runner.close());
  return {
    github,
    runner,
    only: (name) => runner.runs().filter((run) => run.file === `.github/workflows/${name}.yml`),
  };
};

export const logOf = (run: RunRecord | undefined): string =>
  (run?.jobs ?? []).flatMap((job) => job.steps.flatMap((step) => step.log)).join("\n");
