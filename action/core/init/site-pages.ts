import { at } from "../text/schema-text.ts";
import { fix, type GithubSetting, good } from "./setting.ts";

/** The pages of the ledger, where the workflow that makes them is. */
export const sitePages = (path: string): GithubSetting => ({
  why: ({ extras }) =>
    extras.includes("site")
      ? "GitHub Pages takes the pages from the workflow site. In a private repository leave this out: the pages are an artifact of each run of it."
      : undefined,
  commands: ({ repository }) => [
    `gh api -X POST repos/${repository}/pages -f build_type=workflow || gh api -X PUT repos/${repository}/pages -f build_type=workflow`,
  ],
  reads: [path, "", "pages"],
  found: ([workflow, repository, pages]) => {
    if (workflow === undefined) return undefined;
    if (at(repository, [0, "private"]) === true) return good("an artifact of its runs: the repository is private");
    return at(pages, [0, "build_type"]) === "workflow"
      ? good(`at ${String(at(pages, [0, "html_url"]))}`)
      : fix(
          "site.yml is on main, and cannot publish: the source of GitHub Pages, in the settings of the repository, is not GitHub Actions.",
        );
  },
});
