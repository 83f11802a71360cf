import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GithubHandle } from "../../../scripts/sandbox/github/handle.ts";
import { aGithub, aPull, appJwt, here, type Octokit, octokitOf, openGithub, personOf } from "./githubs.ts";

const wrong = "0".repeat(40);

type Scene = {
  readonly rest: Octokit["rest"];
  readonly workflow: Octokit["rest"];
  readonly sha: string;
  readonly tree: string;
  readonly pull: number;
};

/** One for all: what is refused changes nothing. */
let github: GithubHandle;
let scene: Scene;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "sandbox-github-"));
  github = await openGithub({ dir });
  const { number } = await aPull(github);
  const { rest } = octokitOf(github, github.mintToken({ login: "sphenix" }));
  const { rest: workflow } = octokitOf(github, github.mintToken({ login: "github-actions[bot]", kind: "workflow" }));
  const sha = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  const { tree } = (await rest.git.getCommit({ ...here, commit_sha: sha })).data;
  scene = { rest, workflow, sha, tree: tree.sha, pull: number };
});
afterAll(async () => {
  await github.close();
  await rm(dir, { recursive: true, force: true });
});

const review = (pull_number: number) => ({ ...here, pull_number, event: "COMMENT" }) as const;

test.each<readonly [number, string, (scene: Scene) => Promise<unknown>]>([
  [404, "Branch not found", ({ rest }) => rest.repos.getBranch({ ...here, branch: "none" })],
  [404, "Branch not protected", ({ rest }) => rest.repos.getBranchProtection({ ...here, branch: "main" })],
  [404, "No commit found for the ref none", ({ rest }) => rest.repos.getContent({ ...here, path: "a", ref: "none" })],
  [422, "must start with 'refs/'", ({ rest, sha }) => rest.git.createRef({ ...here, ref: "heads", sha })],
  [422, "Object does not exist", ({ rest }) => rest.git.createRef({ ...here, ref: "refs/heads/x", sha: wrong })],
  [422, "Object does not exist", ({ rest }) => rest.git.updateRef({ ...here, ref: "heads/main", sha: wrong })],
  [422, "Reference does not exist", ({ rest, sha }) => rest.git.updateRef({ ...here, ref: "heads/none", sha })],
  [422, "Reference does not exist", ({ rest }) => rest.git.deleteRef({ ...here, ref: "heads/none" })],
  [422, "Tree SHA does not exist", ({ rest }) => rest.git.createCommit({ ...here, message: "m", tree: wrong })],
  [
    422,
    "Parent SHA does not exist or is not a commit object",
    ({ rest, tree }) => rest.git.createCommit({ ...here, message: "m", tree, parents: [wrong] }),
  ],
  [
    422,
    "No commit found for SHA: none",
    ({ rest }) => rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha: "none" }),
  ],
  [
    422,
    '{"resource":"PullRequest","field":"head","code":"invalid"}',
    ({ rest }) => rest.pulls.create({ ...here, head: "none", base: "main", title: "t" }),
  ],
  [
    422,
    '{"resource":"PullRequest","field":"base","code":"invalid"}',
    ({ rest }) => rest.pulls.create({ ...here, head: "change", base: "none", title: "t" }),
  ],
  [
    422,
    "No commits between main and main",
    ({ rest }) => rest.pulls.create({ ...here, head: "main", base: "main", title: "t" }),
  ],
  [
    422,
    "A pull request already exists for sphenix:change.",
    ({ rest }) => rest.pulls.create({ ...here, head: "change", base: "main", title: "t" }),
  ],
  [422, "body can't be blank", ({ rest, pull }) => rest.pulls.createReview(review(pull))],
  [
    422,
    "commit_id is not part of the pull request",
    ({ rest, pull, sha }) => rest.pulls.createReview({ ...review(pull), body: "b", commit_id: sha }),
  ],
  [
    409,
    "Variable already exists",
    async ({ rest }) => {
      await rest.actions.createRepoVariable({ ...here, name: "A", value: "1" });
      return rest.actions.createRepoVariable({ ...here, name: "A", value: "2" });
    },
  ],
  [
    422,
    "There is at least one repository that does not exist or is not accessible to the parent installation.",
    async () => {
      const { privateKey, appId, installationId } = github.addApp({ slug: "s", permissions: { contents: "read" } });
      const { rest } = octokitOf(github, appJwt(appId, privateKey));
      return rest.apps.createInstallationAccessToken({ installation_id: installationId, repositories: ["none"] });
    },
  ],
])("GitHub refuses a call in its own words: %i %s", async (status, words, call) => {
  await expect(call(scene)).rejects.toMatchObject({ status, message: expect.stringContaining(words) });
});

test.each([
  ["/repos/sphenix/productions/git/refs", "no json", "Problems parsing JSON"],
  ["/repos/sphenix/productions/git/refs", "[]", "Body should be a JSON object"],
  ["/graphql", "[]", "Problems parsing JSON"],
])("A body that is no JSON object is refused by GitHub", async (path, body, words) => {
  const headers = { authorization: `Bearer ${github.mintToken({ login: "alice" })}` };

  const response = await fetch(`${github.url}${path}`, { method: "POST", headers, body });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ message: words });
});

test("A workflow cannot approve a pull request on GitHub", async () => {
  const { workflow, pull } = scene;

  await expect(workflow.pulls.createReview({ ...here, pull_number: pull, event: "APPROVE" })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("GitHub Actions is not permitted to approve pull requests."),
  });
});

test("A branch with conflicts is not rebased on GitHub", async () => {
  const own = await aGithub();
  // Its end conflicts with nothing, its first commit does.
  await own.commit({ branch: "back", files: { "README.md": "one\n" }, login: "alice" });
  const { number } = await aPull(own, { "README.md": "hello\n", other: "o" }, "back");
  await own.commit({ branch: "main", files: { "README.md": "two\n" }, login: "bob" });

  await expect(
    personOf(own, "bob").rest.pulls.merge({ ...here, pull_number: number, merge_method: "rebase" }),
  ).rejects.toMatchObject({ status: 405, message: expect.stringContaining("This branch can't be rebased") });
});

test.each([
  ["workflow_dispatch", {}, "No ref found for: none", "none"],
  ["push", {}, "Workflow does not have 'workflow_dispatch' trigger"],
  ["{ workflow_dispatch: {} }", { a: "b" }, "Unexpected inputs provided: "],
  ["{ workflow_dispatch: { inputs: { a: { required: true } } } }", {}, "Required input 'a' not provided"],
  [
    "{ workflow_dispatch: { inputs: { a: { type: choice, options: [b] } } } }",
    { a: "c" },
    "Provided value 'c' for input 'a' not in the list of allowed values",
  ],
])("A wrong workflow dispatch is refused in GitHub's words", async (on, inputs, words, ref = "main") => {
  await github.commit({ branch: "main", files: { ".github/workflows/w.yml": `on: ${on}\n` }, login: "alice" });

  await expect(
    personOf(github, "alice").rest.actions.createWorkflowDispatch({
      ...here,
      workflow_id: "w.yml",
      ref,
      inputs,
    }),
  ).rejects.toMatchObject({ status: 422, message: expect.stringContaining(words) });
});

test("A refused GraphQL query of GitHub is answered with a type of error", async () => {
  await expect(
    personOf(github, "alice").graphql('mutation { pinIssue(input: { issueId: "none" }) { issue { id } } }'),
  ).rejects.toMatchObject({
    errors: [{ type: "NOT_FOUND", message: expect.stringContaining("with the global id of 'none'") }],
  });
});
