import type { GithubAnswer } from "../../core/init/setting.ts";
import { at } from "../../core/text/schema-text.ts";
import type { RepositorySettings } from "../../ports/repository-settings.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** The settings of a repository as its administrator sees them. */
export const githubSettings = ({ octokit, owner, repo }: Repo): RepositorySettings => {
  const all = (path: string): Promise<readonly unknown[]> =>
    octokit.paginate(path === "" ? "GET /repos/{owner}/{repo}" : `GET /repos/{owner}/{repo}/${path}`, { owner, repo });
  return {
    read: (path) =>
      asking(`read ${path}`, permissionFor(path), () =>
        orNone(async () => {
          const found = await all(path);
          if (path !== "rulesets") return found;
          return (await Promise.all(found.map((one) => all(`rulesets/${String(at(one, ["id"]))}`)))).flat();
        }),
      ),
  };
};

const permissionFor = (path: string): string =>
  path === "pages"
    ? "pages: read"
    : /^contents\/|^branches\/[^/]+$/.test(path)
      ? "contents: read"
      : path === "actions/workflows"
        ? "actions: read"
        : "administration: read";

const orNone = async (call: () => Promise<GithubAnswer>): Promise<GithubAnswer> => {
  try {
    return await call();
  } catch (error) {
    // 409: a list that the repository's policy does not use.
    if ([404, 409].includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
};
