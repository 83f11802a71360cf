import { expect, test } from "vitest";
import { remoteFailure } from "../../../action/adapters/git/remote-failure.ts";
import { RepositoryRefusal } from "../../../action/core/problems/failure.ts";
import { aClone, aGithub, aPull, here, octokitOf, personOf } from "./githubs.ts";

const refused = (words: string) => ({ stderr: expect.stringContaining(words) });
const notAuthorized = expect.stringContaining("You're not authorized to push to this branch.");

test("A branch with GitHub's older protection cannot be deleted or force-pushed, unless the protection allows that", async () => {
  const github = await aGithub();
  github.protectBranch("main", {});
  const { commit, git, push } = await aClone(github);
  const person = github.mintToken({ login: "alice" });
  await commit();
  await push(person, "HEAD:refs/heads/main");

  await git("checkout", "--quiet", "--orphan", "other");
  await git("commit", "--quiet", "--allow-empty", "-m", "Other");
  for (const words of [
    "GH006: Protected branch update failed for refs/heads/main.",
    "- Cannot force-push to this branch",
    "(protected branch hook declined)",
  ])
    await expect(push(person, "+HEAD:refs/heads/main")).rejects.toMatchObject(refused(words));
  await expect(push(person, ":refs/heads/main")).rejects.toMatchObject(refused("Cannot delete this protected branch"));
  await expect(personOf(github, "alice").rest.git.deleteRef({ ...here, ref: "heads/main" })).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(/^Cannot delete this protected branch/),
  });

  github.protectBranch("main", { allow_force_pushes: { enabled: true }, allow_deletions: { enabled: true } });
  await push(person, "+HEAD:refs/heads/main");
  await expect(push(person, ":refs/heads/main")).rejects.toMatchObject(
    refused("refusing to delete the current branch"),
  );
});

test("An administrator is exempt from GitHub's older branch protection, unless administrators are included", async () => {
  const github = await aGithub();
  github.addUser("root", "admin");
  const { commit, push } = await aClone(github);
  const root = github.mintToken({ login: "root" });
  const reviews = { required_pull_request_reviews: { required_approving_review_count: 1 } };
  github.protectBranch("main", reviews);
  await commit();
  await expect(push(github.mintToken({ login: "alice" }), "HEAD:refs/heads/main")).rejects.toMatchObject(
    refused("Changes must be made through a pull request."),
  );
  await push(root, "HEAD:refs/heads/main");

  github.protectBranch("main", { ...reviews, enforce_admins: { enabled: true } });
  await commit();
  await expect(push(root, "HEAD:refs/heads/main")).rejects.toMatchObject(
    refused("Changes must be made through a pull request."),
  );
});

test("A merge needs the checks and reviews of GitHub's older branch protection", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  github.protectBranch("main", {
    required_status_checks: { strict: false, contexts: ["check"] },
    required_pull_request_reviews: { required_approving_review_count: 1, dismiss_stale_reviews: true },
  });
  const at = { ...here, pull_number: pull.number };
  const merge = () => personOf(github, "alice").rest.pulls.merge(at);
  const approve = () => personOf(github, "bob").rest.pulls.createReview({ ...at, event: "APPROVE" });

  await expect(merge()).rejects.toMatchObject({
    status: 405,
    message: expect.stringMatching(
      /^At least 1 approving review .* access\. Required status check "check" is expected\./,
    ),
  });
  await approve();
  const sha = await github.commit({ branch: "change", files: { "new.txt": "newer\n" }, login: "alice" });
  github.knowCheck({ sha, name: "check", conclusion: "success" });
  await expect(merge()).rejects.toMatchObject({ message: expect.stringMatching(/^At least 1 approving review/) });
  await approve();
  expect((await merge()).data.merged).toBe(true);
});

test("Only the persons named in GitHub's older branch protection may push, and a refused ledger push is reported", async () => {
  const github = await aGithub();
  github.addApp({ slug: "shrek", permissions: { contents: "write" } });
  const token = (login: string, kind: "app" | "workflow") =>
    github.mintToken({ login, kind, permissions: { contents: "write" } });
  const { commit, git, push } = await aClone(github);
  const app = token("shrek[bot]", "app");
  await push(app, "HEAD:refs/heads/ledger");
  github.protectBranch("ledger", { restrictions: { users: [], teams: [], apps: [{ slug: "shrek" }] } });
  await commit();

  for (const other of [github.mintToken({ login: "alice" }), token("github-actions[bot]", "workflow")])
    await expect(push(other, "HEAD:refs/heads/ledger")).rejects.toMatchObject({ stderr: notAuthorized });
  const said = await push(github.mintToken({ login: "alice" }), "HEAD:refs/heads/ledger").catch(
    (error: { readonly stderr: string }) => error.stderr,
  );
  const failure = remoteFailure("origin", { kind: "write", ref: "refs/heads/ledger" }, said);
  expect(failure).toBeInstanceOf(RepositoryRefusal);
  expect(failure.message).toContain("GH006: Protected branch update failed for refs/heads/ledger.");

  await push(app, "HEAD:refs/heads/ledger");
  const sha = await git("rev-parse", "HEAD");
  const forced = octokitOf(github, app).rest.git.updateRef({
    ...here,
    ref: "heads/ledger",
    sha: await git("rev-parse", "HEAD^"),
    force: true,
  });
  await expect(forced).rejects.toMatchObject({ status: 422, message: expect.stringMatching(/^Cannot force-push/) });
  expect(await git("ls-remote", "origin", "refs/heads/ledger")).toContain(sha);
});

test("A setting of GitHub's older branch protection that the sandbox does not enforce is refused", async () => {
  const github = await aGithub();
  const linear = { required_linear_history: { enabled: true }, lock_branch: { enabled: false } };

  expect(() => github.protectBranch("main", linear)).toThrow("does not enforce required_linear_history");
  expect(() => github.protectBranch("main", { required_status_checks: { strict: true, contexts: [] } })).toThrow(
    "does not enforce strict",
  );
});
