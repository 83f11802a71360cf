/**
 * As much of `gh pr` as docs/try.md needs: create, review --approve, merge --merge, comment --body, view --comments. GH_REPO is the
 * repository, the branch here the pull request.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { comments } from "./pull-request.ts";
import { readable } from "./reader.ts";

const { positionals, values } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    title: { type: "string", default: "" },
    body: { type: "string", default: "" },
    approve: { type: "boolean" },
    merge: { type: "boolean" },
    comments: { type: "boolean" },
  },
});
const [verb = ""] = positionals;
const { GH_TOKEN = "", GH_REPO = "", GH_API = "" } = process.env;
const place = openRepo(GH_TOKEN, GH_REPO, GH_API);
const { octokit, owner, repo } = place;
const at = { owner, repo };
const branch = execFileSync("git", ["branch", "--show-current"], { encoding: "utf8" }).trim();

/** Of the branch on which somebody works. */
const number = async (): Promise<number> => {
  const { data } = await octokit.rest.pulls.list({ ...at, head: `${owner}:${branch}`, state: "all" });
  const [newest] = data;
  if (newest === undefined) throw new Error(`no pull requests found for branch "${branch}"`);
  return newest.number;
};

if (verb === "create") {
  const head = execFileSync("git", ["branch", "--show-current"], { encoding: "utf8" }).trim();
  const { data } = await octokit.rest.pulls.create({
    ...at,
    head,
    base: "main",
    title: values.title,
    body: values.body,
  });
  console.log(data.html_url);
} else if (verb === "review" && values.approve === true) {
  await octokit.rest.pulls.createReview({ ...at, pull_number: await number(), event: "APPROVE" });
} else if (verb === "merge" && values.merge === true) {
  await octokit.rest.pulls.merge({ ...at, pull_number: await number(), merge_method: "merge" });
} else if (verb === "comment" && values.body !== "") {
  await octokit.rest.issues.createComment({ ...at, issue_number: await number(), body: values.body });
} else if (verb === "view" && values.comments === true) {
  for (const said of await comments(place, await number())) console.log(readable(said));
} else throw new Error(`gh pr ${verb}: the sandbox knows no such command`);
