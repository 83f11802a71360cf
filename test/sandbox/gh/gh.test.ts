import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../scripts/demo/scene.ts";
import type { GithubHandle } from "../../../scripts/sandbox/github/handle.ts";
import type { ShownRun } from "../../../scripts/sandbox/github/site/shown-run.ts";
import { compileCache } from "../../e2e/prepared.ts";
import { aGithub, aPull, git, here, tempDir } from "../github/githubs.ts";

type CommandRecord = { readonly code: number; readonly out: string; readonly err: string };
type Gh = (...args: readonly string[]) => Promise<CommandRecord>;

/** The program in a clone of this person. */
const ghOf = async (github: GithubHandle, login: string): Promise<{ readonly gh: Gh; readonly clone: string }> => {
  const token = github.mintToken({ login });
  const clone = await tempDir();
  await git(clone, "clone", "--quiet", github.cloneUrl(token), ".");
  const env = {
    ...{ PATH: process.env["PATH"], NODE_COMPILE_CACHE: compileCache() },
    ...{ GH_API: github.url, GH_TOKEN: token, GH_REPO: `${here.owner}/${here.repo}` },
  };
  const program = join(root, "scripts/sandbox/gh/main.ts");
  const gh: Gh = (...args) =>
    new Promise((resolve) =>
      execFile(process.execPath, [program, ...args], { cwd: clone, env }, (error, out, err) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out: out.trim(), err: err.trim() }),
      ),
    );
  return { gh, clone };
};

test("gh in the sandbox opens, lists, comments, reviews, merges and closes pull requests by number or branch", async () => {
  const github = await aGithub();
  const { gh, clone } = await ghOf(github, "alice");
  const { gh: bob } = await ghOf(github, "bob");
  await git(clone, "switch", "--quiet", "--create", "first");
  await git(clone, "commit", "--quiet", "--allow-empty", "--message", "Something");
  await git(clone, "push", "--quiet", "origin", "first");
  const pull = `${github.url}/${here.owner}/${here.repo}/pull/1`;

  expect((await gh("pr", "create", "--title", "A first one", "--body", "Why")).out).toBe(pull);
  expect((await gh("pr", "view")).out).toContain("title:\tA first one\nstate:\tOPEN\nauthor:\talice");
  expect((await bob("pr", "comment", "1", "--body", "A word")).out).toMatch(/pull\/1#issuecomment-\d+$/);
  expect((await bob("pr", "review", "1", "--approve")).err).toBe(
    `✓ Approved pull request ${here.owner}/${here.repo}#1`,
  );
  expect((await gh("pr", "view", "--comments")).out).toMatch(
    /bob says\n {2}\| A word\n {2}bob says\n {2}\| \(approved\)/,
  );
  expect((await gh("pr", "list")).out).toMatch(/^1\tA first one\tfirst\tOPEN\t/);
  expect((await bob("pr", "merge", pull, "--merge")).err).toBe(
    `✓ Merged pull request ${here.owner}/${here.repo}#1 (A first one)`,
  );
  expect((await gh("pr", "list")).err).toBe(`no open pull requests in ${here.owner}/${here.repo}`);
  await aPull(github, { "new.txt": "new\n" }, "second");
  expect((await gh("pr", "diff", "2")).out).toContain("+new");
  expect((await gh("pr", "diff", "2", "--name-only")).out).toBe("new.txt");
  expect((await bob("pr", "checkout", "2")).err).toBe("Switched to branch 'second'");
  expect((await gh("pr", "close", "2")).err).toBe(`✓ Closed pull request ${here.owner}/${here.repo}#2 (The second)`);
  expect((await gh("pr", "list", "--state", "all")).out).toMatch(/^2\t.*CLOSED.*\n1\t.*MERGED/);
});

test("A refusal of GitHub is one line of gh, as the real gh prints", async () => {
  const github = await aGithub();
  await aPull(github, { "README.md": "other\n" }, "conflict");
  await aPull(github, { "new.txt": "new\n" });
  await github.commit({ branch: "main", login: "bob", files: { "README.md": "mine\n" } });
  const { gh, clone } = await ghOf(github, "alice");
  await git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/empty");

  const refusals: readonly (readonly [string, string])[] = [
    [
      "pr create --head empty --title t --body b",
      "pull request create failed: GraphQL: No commits between main and empty (createPullRequest)",
    ],
    [
      "pr create --head none --title t --body b",
      "aborted: you must first push the current branch to a remote, or use the --head flag",
    ],
    [
      "pr create --head change --title t --body b",
      'a pull request for branch "change" into branch "main" already exists',
    ],
    ["pr create --head change", "must provide `--title` and `--body` (or `--fill`) when not running interactively"],
    ["pr view", 'no pull requests found for branch "main"'],
    ["pr view 99", "GraphQL: Could not resolve to a PullRequest with the number of 99. (repository.pullRequest)"],
    ["pr checks 2", "no checks reported on the 'change' branch"],
    [
      "pr merge 1 --merge",
      "X Pull request sphenix/productions#1 is not mergeable: the merge commit cannot be cleanly created.",
    ],
    ["pr merge 2", "--merge, --rebase, or --squash required when not running interactively"],
    [
      "pr review 2 --approve",
      "failed to create review: GraphQL: Review Can not approve your own pull request (addPullRequestReview)",
    ],
    ["pr review 2 --request-changes", "body cannot be blank for request-changes review"],
    ["pr close", "cannot close pull request: number, url, or branch required"],
    ["pr comment 2", "flags required when not running interactively: --body or --body-file"],
    [
      "pr frobnicate",
      'unknown command "frobnicate" for "gh pr"; the sandbox has gh pr list|view|checks|diff|checkout|create|comment|review|merge|close|reopen',
    ],
    ["pr list --stat open", "unknown flag: --stat; there is --state, --author, --limit"],
    [
      "issue view 77",
      "GraphQL: Could not resolve to an issue or pull request with the number of 77. (repository.issue)",
    ],
    ["issue create --title t", "must provide `--title` and `--body` when not running interactively"],
    ["run view 77", `failed to get run: HTTP 404: Not Found (${github.url}/sphenix/productions/actions/runs/77?json)`],
    ["run list", "no runs found"],
    ["workflow run absent.yml", "could not find any workflows named absent.yml; there is none"],
    ["api repos/sphenix/productions/issues/77", "gh: Not Found (HTTP 404)"],
    [
      "repo delete",
      'unknown command "repo" for "gh"; the sandbox has gh pr list|view|checks|diff|checkout|create|comment|review|merge|close|reopen, gh issue list|view|comment|create, gh run list|view, gh workflow list|run, gh variable set, gh secret set, gh api PATH',
    ],
  ];
  const said = await Promise.all(refusals.map(([words]) => gh(...words.split(" "))));

  expect(said.map(({ err }, at) => [refusals[at]?.[0], err])).toEqual(refusals);
  expect(said.map(({ code }) => code)).toEqual(refusals.map(() => 1));
});

test("gh in the sandbox lists runs, shows their steps and logs, and shows the checks of the head", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  const step = { name: "Run it", annotations: [], log: ["a line"], outputs: {}, summary: "" };
  const job = { id: "check", name: "check", environment: undefined, outputs: {}, message: undefined };
  const run: ShownRun = {
    ...{ id: 5, number: 1, attempt: 1, workflow: "check", file: ".github/workflows/check.yml", event: "pull_request" },
    ...{ ref: "refs/pull/1/merge", sha: "0".repeat(40), actor: "alice", title: "The change" },
    ...{ status: "completed", conclusion: "failure", error: undefined },
    jobs: [{ ...job, result: "failure", steps: [{ ...step, conclusion: "failure" }] }],
  };
  github.showRuns(() => [run]);
  const address = `${github.url}/${here.owner}/${here.repo}/actions/runs/5`;
  github.knowCheck({ sha: pull.head.sha, name: "check", conclusion: "failure", url: address });
  const { gh } = await ghOf(github, "alice");

  expect((await gh("run", "list")).out).toBe("failure\tThe change\tcheck\tpull_request\talice\t5");
  expect((await gh("run", "view", "5")).out).toContain(
    `failure  check\n  failure  Run it\n\nFor the log: gh run view 5 --log`,
  );
  expect((await gh("run", "view", "5", "--log-failed")).out).toBe("check\tRun it\ta line");
  expect(await gh("pr", "checks", "1")).toEqual({ code: 1, out: `check\tfail\t${address}`, err: "" });
});

test("gh in the sandbox starts a workflow with a form by its name or file, and a mistake is one line", async () => {
  const github = await aGithub();
  const file = "name: steer\non:\n  workflow_dispatch:\n    inputs:\n      verb: { required: true }\njobs: {}\n";
  await github.commit({ branch: "main", login: "alice", files: { ".github/workflows/command.yml": file } });
  const events: unknown[] = [];
  github.onEvent((name, payload) => name === "workflow_dispatch" && events.push(payload["inputs"]));
  const { gh } = await ghOf(github, "alice");

  const [ran, empty, list] = [
    await gh("workflow", "run", "steer", "-f", "verb=status"),
    await gh("workflow", "run", "command.yml"),
    await gh("workflow", "list"),
  ];

  expect(ran.err).toMatch(/^✓ Created workflow_dispatch event for command\.yml at main\n/);
  expect(events).toEqual([{ verb: "status" }]);
  expect(empty.err).toMatch(
    /^could not create workflow dispatch event: HTTP 422: Required input 'verb' not provided \(\S+\)$/,
  );
  expect(list.out).toBe("steer\tactive\tcommand.yml");
});

test("A merge with gh that rules forbid is refused in one line, and the page says what is missing", async () => {
  const github = await aGithub();
  await aPull(github);
  const parameters = { required_approving_review_count: 1, require_last_push_approval: true };
  const rules = [{ type: "pull_request", parameters }];
  github.addRuleset({ name: "main", target: "branch", include: ["refs/heads/main"], rules });
  const { gh } = await ghOf(github, "bob");
  const page = async (): Promise<string> => (await fetch(`${github.url}/${here.owner}/${here.repo}/pull/1`)).text();

  expect((await gh("pr", "merge", "1", "--merge")).err).toBe(
    "X Pull request sphenix/productions#1 is not mergeable: the base branch policy prohibits the merge. At least 1 approving review is required by reviewers with write access. New changes require approval from someone other than the last pusher.",
  );
  expect(await page()).toContain("✗ At least 1 approving review is required");
  await gh("pr", "review", "1", "--approve");
  expect(await page()).toContain("✓ It can be merged");
  expect((await gh("pr", "merge", "1", "--merge")).code).toBe(0);
});
