import type { FormBranch } from "../../ports/form.ts";
import { gitFormBranch } from "../git/app-branches.ts";
import { tokenEnvironment } from "../git/job-clone.ts";
import { remoteRefs } from "../git/refs.ts";
import { systemClock } from "../system/system-clock.ts";
import { type AppKey, actAsApp } from "./app-token.ts";
import { gitNameOf } from "./github-runs-pulls.ts";
import { openRepo, type Repo } from "./octokit.ts";

/**
 * The App alone: what it opens starts the check, and its token can write contents and pull requests only. `env`: what git
 * needs to log in at `url`. `by`: `NAME <ADDRESS>`, as which it commits.
 */
export const openApp = async (app: AppKey, repository: string, url: string) => {
  const { token, slug } = await actAsApp(app, repository, systemClock().now(), {
    permissions: { contents: "write", pull_requests: "write" },
  });
  const place = openRepo(token, repository);
  return { slug, place, env: tokenEnvironment(token, url), by: await gitNameOf(place, `${slug}[bot]`) };
};

export type AppBranch = { readonly branch: FormBranch; readonly place: Repo; readonly slug: string };

/** A branch that the App makes for people. `undefined`: there is no App. */
export const openAppBranch = async (
  app: AppKey,
  repository: string,
  { dir, url, branch }: { readonly dir: string; readonly url: string; readonly branch: string },
): Promise<AppBranch | undefined> => {
  if (app.id === "" || app.key === "") return undefined;
  const { slug, place, env, by } = await openApp(app, repository, url);
  return { slug, place, branch: gitFormBranch(dir, remoteRefs(dir, url, env), systemClock(), { by, branch }) };
};
