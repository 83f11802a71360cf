import type { Repo } from "../../action/adapters/github/octokit.ts";
import { mainRules } from "./set-rules.ts";
import type { World } from "./world.ts";

type Request = {
  readonly login: string;
  readonly branch: string;
  readonly title: string;
  readonly files: Parameters<World["github"]["commit"]>[0]["files"];
};

/** A person pushes a branch and opens a pull request; its checks run. */
export const openPull = async (world: World, { login, branch, title, files }: Request): Promise<number> => {
  await world.github.commit({ branch, login, files, message: title });
  const { octokit, owner, repo } = world.as(login);
  const { data } = await octokit.rest.pulls.create({ owner, repo, title, head: branch, base: "main" });
  await world.runner.idle();
  return data.number;
};

/** A push to main by an administrator, who switches its rules off for it. */
export const pushToMain = async (
  world: World,
  login: string,
  files: Request["files"],
  message?: string,
): Promise<void> => {
  const ruled = world.github.enforceRuleset(mainRules, false);
  await world.github.commit({ branch: "main", login, files, ...(message === undefined ? {} : { message }) });
  world.github.enforceRuleset(mainRules, ruled);
};

export const approve = async (world: World, login: string, number: number): Promise<void> => {
  const { octokit, owner, repo } = world.as(login);
  await octokit.rest.pulls.createReview({ owner, repo, pull_number: number, event: "APPROVE" });
};

/** Merges without waiting for what that starts. */
export const merge = async (
  world: World,
  login: string,
  number: number,
  merge_method: "merge" | "squash" | "rebase" = "merge",
): Promise<void> => {
  const { octokit, owner, repo } = world.as(login);
  await octokit.rest.pulls.merge({ owner, repo, pull_number: number, merge_method });
};

export const comment = async (world: World, login: string, number: number, body: string): Promise<void> => {
  const { octokit, owner, repo } = world.as(login);
  await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
  await world.runner.idle();
};

export type Comment = { readonly login: string; readonly body: string };

/** As people see them: without what says which command one answers. */
export const comments = async ({ octokit, owner, repo }: Repo, number: number): Promise<readonly Comment[]> => {
  const found = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  return found.map(({ user, body }) => ({
    login: user?.login ?? "",
    body: (body ?? "").replace(/\n\n<!-- shrek:answer \d+ -->$/, ""),
  }));
};
