import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { openRepo } from "../../../action/adapters/github/octokit.ts";
import { root, shrek } from "../../demo/scene.ts";
import type { GithubHandle } from "../../sandbox/github/handle.ts";
import { start } from "../../sandbox/github/start.ts";
import type { ApiCall } from "../../sandbox/github/tokens.ts";
import { type Usage, usageOf } from "./usage.ts";
import { manyProductions, roomyConventions } from "./write-many.ts";

const [owner, repo] = ["sPHENIX-Collaboration", "productions"];
const [author, reviewer, bot] = ["ada", "grace", "github-actions[bot]"];

export type Merged = {
  /** The reconcile action's process, as a runner starts it. */
  reconcile(panda: { readonly url: string; readonly token: string }): Promise<Usage & { readonly printed: string }>;
  /** What workflows asked of GitHub. */
  calls(): readonly ApiCall[];
  close(): Promise<void>;
};

/** A GitHub where so many productions came to main by one pull request, read and approved by another person. */
export const openMerged = async (dir: string, count: number): Promise<Merged> => {
  await mkdir(dir, { recursive: true });
  const github = await start({ dir: join(dir, "github"), owner, repo });
  for (const login of [author, reviewer]) github.addUser(login, "write");
  await github.commit({ branch: "main", login: reviewer, message: "Begin", files: roomyConventions() });
  const made = await shrek(github.gitDir(), ["ledger", "init"], { HOME: dir });
  if (made.code !== 0) throw new Error(made.stderr);
  if (count > 0) await mergeMany(github, count);
  const workspace = join(dir, "workspace");
  await execa("git", ["clone", "--quiet", "--no-local", github.gitDir(), workspace]);
  return {
    reconcile: async ({ url, token }) =>
      usageOf([process.execPath, join(root, "dist/reconcile.js")], {
        cwd: workspace,
        env: await runnerEnv(github, dir, workspace, { url, token }),
      }),
    calls: () => github.tokens().flatMap(({ kind, calls }) => (kind === "workflow" ? calls : [])),
    close: () => github.close(),
  };
};

const mergeMany = async (github: GithubHandle, count: number): Promise<void> => {
  await github.commit({ branch: "many", login: author, message: "Request many", files: manyProductions(count) });
  const place = { owner, repo };
  const as = (login: string) => openRepo(github.mintToken({ login }), `${owner}/${repo}`, github.url).octokit.rest;
  const { data } = await as(author).pulls.create({ ...place, title: "Many", head: "many", base: "main" });
  const pull = { ...place, pull_number: data.number };
  await as(reviewer).pulls.createReview({ ...pull, event: "APPROVE" });
  await as(author).pulls.merge({ ...pull, merge_method: "merge" });
};

/** What the action's inputs and the runner would give it. */
const runnerEnv = async (
  github: GithubHandle,
  dir: string,
  workspace: string,
  panda: { readonly url: string; readonly token: string },
): Promise<Readonly<Record<string, string>>> => {
  const files = await mkdtemp(join(dir, "files-"));
  const summary = join(files, "summary");
  await writeFile(summary, "");
  const permissions = { contents: "write", "pull-requests": "read", issues: "write", actions: "read" } as const;
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: dir,
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: `${owner}/${repo}`,
    GITHUB_SERVER_URL: github.url,
    GITHUB_API_URL: github.url,
    GITHUB_WORKSPACE: workspace,
    GITHUB_RUN_ID: "1",
    GITHUB_STEP_SUMMARY: summary,
    "INPUT_GITHUB-TOKEN": github.mintToken({ login: bot, kind: "workflow", permissions }),
    "INPUT_PANDA-URL": `${panda.url}/server/panda`,
    "INPUT_PANDA-VO": "sphenix",
    "INPUT_PANDA-TOKEN": panda.token,
    INPUT_BOT: bot,
    "INPUT_COMMAND-WORKFLOW": "command.yml",
  };
};
