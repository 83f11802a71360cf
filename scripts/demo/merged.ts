import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openRepo, type Repo } from "../../action/adapters/github/octokit.ts";
import type { GithubHandle, GithubOptions } from "../sandbox/github/handle.ts";
import { start } from "../sandbox/github/start.ts";
import type { ApiCall } from "../sandbox/github/tokens.ts";
import { gitIn, root, shrek } from "./scene.ts";

const [owner, repo] = ["sPHENIX-Collaboration", "productions"];
const [author, reviewer] = ["ada", "grace"];
/** Who comments in the name of the workflow. */
export const bot = "github-actions[bot]";

export type Merged = AsyncDisposable & {
  /** A new folder, and what the reconcile action's process gets there from its inputs and the runner. */
  job(panda: { readonly url: string; readonly token: string }): Promise<Job>;
  readonly github: GithubHandle;
  /** The repository on GitHub. */
  readonly gitDir: string;
  /** A clone of today, as a person has it. */
  clone(): Promise<string>;
  /** GitHub as the author sees it. */
  readonly repo: Repo;
  /** What workflows asked of GitHub. */
  calls(): readonly ApiCall[];
  close(): Promise<void>;
};
export type Job = { readonly cwd: string; readonly env: Readonly<Record<string, string>> };

/** The bundle that the reconcile action starts. */
export const reconcileAction = join(root, "dist/reconcile.js");

type Files = Readonly<Record<string, string>>;

/** A GitHub where these requests came to main by a pull request each, read and approved by another person. */
export const openMerged = async (
  dir: string,
  conventions: Files,
  requests: Files | readonly Files[],
  limits: Pick<GithubOptions, "callLimits" | "latency"> = {},
): Promise<Merged> => {
  await mkdir(dir, { recursive: true });
  const github = await start({ dir: join(dir, "github"), owner, repo, ...limits });
  for (const login of [author, reviewer]) github.addUser(login, "write");
  await github.commit({ branch: "main", login: reviewer, message: "Begin", files: conventions });
  const made = await shrek(github.gitDir(), ["ledger", "init"], { HOME: dir });
  if (made.code !== 0) throw new Error(made.stderr);
  for (const [n, files] of [requests].flat().entries())
    if (Object.keys(files).length > 0) await mergeAll(github, `many${n}`, files);
  return {
    github,
    job: async ({ url, token }) => {
      const workspace = await mkdtemp(join(dir, "workspace-"));
      return { cwd: workspace, env: await runnerEnv(github, dir, workspace, { url, token }) };
    },
    gitDir: github.gitDir(),
    clone: async () => {
      const clone = await mkdtemp(join(dir, "clone-"));
      await gitIn(clone, "clone", "--quiet", github.gitDir(), ".");
      return clone;
    },
    repo: asPerson(github, author),
    calls: () => github.tokens().flatMap(({ kind, calls }) => (kind === "workflow" ? calls : [])),
    close: () => github.close(),
    [Symbol.asyncDispose]: () => github.close(),
  };
};

const asPerson = (github: GithubHandle, login: string): Repo =>
  openRepo(github.mintToken({ login }), `${owner}/${repo}`, github.url);

const mergeAll = async (github: GithubHandle, branch: string, requests: Files): Promise<void> => {
  await github.commit({ branch, login: author, message: "Request many", files: requests });
  const place = { owner, repo };
  const as = (login: string) => asPerson(github, login).octokit.rest;
  const { data } = await as(author).pulls.create({ ...place, title: "Many", head: branch, base: "main" });
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
    RUNNER_TEMP: workspace,
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
