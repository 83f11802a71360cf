import { expect, test } from "vitest";
import { rulesetOf } from "../../../action/core/init/rulesets.ts";
import type { GithubHandle } from "../../../scripts/sandbox/github/handle.ts";
import { objectOf } from "../../../scripts/sandbox/github/json.ts";
import { matches } from "../../../scripts/sandbox/github/rules/covers.ts";
import { aClone, aGithub, aPull, here, octokitOf, personOf } from "./githubs.ts";

/** A sandbox with the rules that `shrek init` sets, and the App that alone passes them. */
const aRuledGithub = async () => {
  const github = await aGithub();
  const { appId } = github.addApp({ slug: "shrek", permissions: { contents: "write" } });
  for (const place of ["main", "ledger", "production tags"] as const) {
    const { name, target, include, rules } = rulesetOf(place, true);
    github.addRuleset({
      name,
      target,
      include: [include],
      rules: rules.map(objectOf),
      apps: place === "main" ? [] : [appId],
    });
  }
  return github;
};

const appToken = (github: GithubHandle, permissions: Parameters<GithubHandle["mintToken"]>[0]["permissions"] = {}) =>
  github.mintToken({ login: "shrek[bot]", kind: "app", permissions: { contents: "write", ...permissions } });

const workflowToken = (github: GithubHandle) =>
  github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions: { contents: "write" } });

const refused = (words: string) => ({ stderr: expect.stringContaining(words) });

test.each([
  ["refs/heads/ledger", "refs/heads/ledger", true],
  ["refs/heads/*", "refs/heads/a/b", false],
  ["refs/tags/production/**", "refs/tags/production/a", true],
  ["refs/tags/production/**", "refs/tags/production/a/1.0.0", false],
  ["refs/tags/production/**/*", "refs/tags/production/a", true],
  ["refs/tags/production/**/*", "refs/tags/production/a/1.0.0/2", true],
  ["refs/heads/qa**/**/*", "refs/heads/qa-one/two/three", true],
  ["refs/heads/v[0-9].?", "refs/heads/v1.x", true],
])("Whether the pattern %s of a GitHub rule covers %s: %s", (pattern, ref, covered) => {
  expect(matches(pattern, ref)).toBe(covered);
});

test("The ledger and tags of productions can be written only by the App through git", async () => {
  const github = await aRuledGithub();
  const { commit, git: run, push } = await aClone(github);
  const person = github.mintToken({ login: "alice" });

  for (const token of [person, workflowToken(github)])
    for (const ref of ["refs/heads/ledger", "refs/tags/production/a/1.0.0", "refs/tags/production/a/1.0.0/2"])
      await expect(push(token, `HEAD:${ref}`)).rejects.toMatchObject(
        refused("Cannot create ref due to creations being restricted."),
      );
  await push(appToken(github), "HEAD:refs/heads/ledger", "HEAD:refs/tags/production/a/1.0.0");
  await commit();
  await expect(push(person, "HEAD:refs/heads/ledger")).rejects.toMatchObject(
    refused("Cannot update this protected ref."),
  );
  await expect(push(person, "+HEAD:refs/tags/production/a/1.0.0")).rejects.toMatchObject(
    refused("GH013: Repository rule violations found for refs/tags/production/a/1.0.0."),
  );
  await expect(push(person, ":refs/heads/ledger")).rejects.toMatchObject(refused("Cannot delete this protected ref."));
  await push(appToken(github), "HEAD:refs/heads/ledger");
  expect(await run("ls-remote", "origin", "refs/heads/ledger")).toContain(await run("rev-parse", "HEAD"));
});

test("The ledger and tags of productions can be written only by the App through REST", async () => {
  const github = await aRuledGithub();
  const { rest } = personOf(github, "alice");
  const app = octokitOf(github, appToken(github)).rest;
  const sha = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  const tag = { ...here, ref: "refs/tags/production/a/1.0.0", sha };

  await expect(rest.git.createRef(tag)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("Cannot create ref due to creations being restricted."),
  });
  await app.git.createRef(tag);
  await expect(rest.git.deleteRef({ ...here, ref: "tags/production/a/1.0.0" })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("Repository rule violations found"),
  });
});

test("Main changes only by pull requests, and cannot be force-pushed by any person", async () => {
  const github = await aRuledGithub();
  const { commit, git: run, push } = await aClone(github);
  const person = github.mintToken({ login: "alice" });
  await commit();

  for (const token of [person, appToken(github)])
    await expect(push(token, "HEAD:refs/heads/main")).rejects.toMatchObject(
      refused("Changes must be made through a pull request."),
    );
  await run("checkout", "--quiet", "--orphan", "other");
  await run("commit", "--quiet", "--allow-empty", "-m", "Other");
  await expect(push(person, "+HEAD:refs/heads/main")).rejects.toMatchObject(
    refused("Cannot force-push to this branch"),
  );
  await expect(push(person, "HEAD:refs/heads/other", ":refs/heads/main")).rejects.toMatchObject(
    refused("[remote rejected] main (push declined due to repository rule violations)"),
  );
  // One ref that is refused holds up no other.
  expect(await run("ls-remote", "origin", "refs/heads/other")).not.toBe("");
  await expect(github.commit({ branch: "main", files: { "README.md": "x\n" }, login: "alice" })).rejects.toThrow(
    "Changes must be made through a pull request.",
  );
  github.enforceRuleset("main", false);
  await github.commit({ branch: "main", files: { "README.md": "x\n" }, login: "alice" });
});

const check = (github: GithubHandle, sha: string, conclusion: string | undefined) =>
  github.knowCheck({ sha, name: "check", conclusion });

test("A merge under GitHub's rules needs the check, an owner's approval, and one by a person other than the last pusher", async () => {
  const github = await aRuledGithub();
  github.addUser("carol", "write");
  github.addUser("dan", "read");
  github.enforceRuleset("main", false);
  const owners = "# owners\n*.txt @bob @carol\n/a/ @alice\n";
  await github.commit({ branch: "main", files: { ".github/CODEOWNERS": owners }, login: "alice" });
  github.enforceRuleset("main", true);
  const pull = await aPull(github);
  const at = { ...here, pull_number: pull.number };
  const approve = (login: string) => personOf(github, login).rest.pulls.createReview({ ...at, event: "APPROVE" });
  const merge = () => personOf(github, "alice").rest.pulls.merge(at);
  const no = (...words: readonly string[]) => ({
    status: 405,
    message: expect.stringMatching(new RegExp(["Repository rule violations found", ...words].join("[^]*"))),
  });

  await expect(merge()).rejects.toMatchObject(no('Required status check "check" is expected.'));
  check(github, pull.head.sha, undefined);
  await expect(merge()).rejects.toMatchObject(no('Required status check "check" is pending.'));
  check(github, pull.head.sha, "failure");
  await expect(merge()).rejects.toMatchObject(no('Required status check "check" is failing.'));
  check(github, pull.head.sha, "success");
  await approve("dan");
  await expect(merge()).rejects.toMatchObject(
    no(
      "At least 1 approving review is required by reviewers with write access.",
      "Waiting on code owner review from bob and/or carol.",
    ),
  );
  await personOf(github, "carol").rest.pulls.createReview({ ...at, event: "REQUEST_CHANGES", body: "no" });
  await approve("bob");
  await expect(merge()).rejects.toMatchObject(no("Changes have been requested."));
  await approve("carol");

  // A push takes the approvals back, and who pushed it approves nothing of it.
  await github.commit({ branch: "change", files: { "new.txt": "newer\n" }, login: "carol" });
  const head = (await personOf(github, "bob").rest.pulls.get(at)).data.head.sha;
  check(github, head, "skipped");
  const { data } = await personOf(github, "bob").rest.pulls.listReviews(at);
  expect(data.map(({ user, state }) => `${user?.login} ${state}`)).toEqual([
    "dan DISMISSED",
    "carol CHANGES_REQUESTED",
    "bob DISMISSED",
    "carol DISMISSED",
  ]);
  await approve("carol");
  await expect(merge()).rejects.toMatchObject(
    no("New changes require approval from someone other than the last pusher."),
  );
  await approve("bob");
  expect((await merge()).data.merged).toBe(true);
});

test("A push that does not change the approved diff keeps the approval on GitHub", async () => {
  const github = await aRuledGithub();
  const pull = await aPull(github);
  const at = { ...here, pull_number: pull.number };
  await personOf(github, "bob").rest.pulls.createReview({ ...at, event: "APPROVE" });

  const { git: run, push } = await aClone(github);
  await run("checkout", "--quiet", "change");
  await run("commit", "--quiet", "--allow-empty", "-m", "Nothing");
  await push(github.mintToken({ login: "alice" }), "HEAD:refs/heads/change");

  const { data } = await personOf(github, "bob").rest.pulls.listReviews(at);
  expect(data.map(({ state }) => state)).toEqual(["APPROVED"]);
});

const workflow = (text: string) => ({ ".github/workflows/check.yml": `on: push # ${text}\n` });

test("An App without the permission for workflows cannot make a ref whose workflow files are at the tip of no branch", async () => {
  const github = await aGithub();
  await github.commit({ branch: "main", files: workflow("one"), login: "alice" });
  const { git: run, push } = await aClone(github);
  const before = await run("rev-parse", "HEAD");
  await push(workflowToken(github), `${before}:refs/tags/at-the-tip`);
  await github.commit({ branch: "main", files: workflow("two"), login: "alice" });

  for (const token of [workflowToken(github), appToken(github)]) {
    await expect(push(token, `${before}:refs/tags/late`)).rejects.toMatchObject(
      refused(
        "refusing to allow a GitHub App to create or update workflow `.github/workflows/check.yml` without `workflows` permission",
      ),
    );
    await expect(
      octokitOf(github, token).rest.git.createRef({ ...here, ref: "refs/tags/late", sha: before }),
    ).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("Resource not accessible by integration"),
      response: {
        headers: { "x-accepted-github-permissions": "contents=write; contents=write,workflows=write" },
      },
    });
  }

  // The same commit for those who may, and one without workflow files for everybody.
  await push(appToken(github, { workflows: "write" }), `${before}:refs/tags/by-app`);
  await push(github.mintToken({ login: "alice" }), `${before}:refs/tags/by-person`);
  const bare = await run("commit-tree", "-m", "Bare", `${before}:a`);
  await push(workflowToken(github), `${bare}:refs/tags/bare`, `${bare}:refs/heads/bare`);
});
