import type { FormBranch } from "../../ports/form.ts";
import { gitFormBranch } from "../git/app-branches.ts";
import { tokenEnvironment } from "../git/fetch.ts";
import { remoteRefs } from "../git/refs.ts";
import { systemClock } from "../system/system-clock.ts";
import { type AppKey, actAsApp } from "./app-token.ts";
import { gitNameOf } from "./github-runs-pulls.ts";
import { openRepo, type Repo } from "./octokit.ts";

export type AppBranch = { readonly branch: FormBranch; readonly place: Repo; readonly slug: string };

/** A branch that the App makes for people, with a token that can push and open pull requests. `undefined`: there is no App. */
export const openAppBranch = async (
  app: AppKey,
  repository: string,
  { dir, url, branch }: { readonly dir: string; readonly url: string; readonly branch: string },
): Promise<AppBranch | undefined> => {
  if (app.id === "" || app.key === "") return undefined;
  const clock = systemClock();
  const { token, slug } = await actAsApp(app, repository, clock.now(), {
    permissions: { contents: "write", pull_requests: "write" },
  });
  const place = openRepo(token, repository);
  const by = await gitNameOf(place, `${slug}[bot]`);
  const refs = remoteRefs(dir, url, tokenEnvironment(token, url));
  return { slug, place, branch: gitFormBranch(dir, refs, clock, { by, branch }) };
};
