import { expect, test } from "vitest";
import { githubComments } from "../../action/adapters/github/github-comments.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { aGithub, aPull, here, personOf } from "../sandbox/github/githubs.ts";

/** A comment of alice's on a pull request, and what a job reads of it. */
const aComment = async () => {
  const github = await aGithub();
  github.addUser("carol", "read");
  const { number } = await aPull(github);
  const token = github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    permissions: { issues: "write", "pull-requests": "read" },
    repository: `${here.owner}/${here.repo}`,
  });
  const { issues } = personOf(github, "alice").rest;
  const { data } = await issues.createComment({ ...here, issue_number: number, body: "Nice." });
  const read = () => githubComments(openRepo(token, `${here.owner}/${here.repo}`, github.url)).comment(data.id);
  const as = (login: string) => personOf(github, login).rest;
  return { id: data.id, number, read, as };
};

test("A comment counts as written by its author until another person edits it, and then that person is named", async () => {
  const { id, number, read, as } = await aComment();
  await as("bob").reactions.createForIssueComment({ ...here, comment_id: id, content: "eyes" });
  expect(await read()).toMatchObject({ body: "Nice.", login: "alice", pullRequest: number, editor: undefined });

  await as("bob").issues.updateComment({ ...here, comment_id: id, body: "/shrek submit" });
  expect(await read()).toMatchObject({ body: "/shrek submit", login: "alice", editor: "bob" });
  await as("alice").issues.updateComment({ ...here, comment_id: id, body: "Nice." });
  expect(await read()).toMatchObject({ body: "Nice.", editor: "alice" });
});

test("A person with read permission edits and deletes own comments, and a deleted comment is absent", async () => {
  const { id, number, read, as } = await aComment();
  const { data } = await as("carol").issues.createComment({ ...here, issue_number: number, body: "Hm." });
  const own = { ...here, comment_id: data.id };

  await expect(as("carol").issues.updateComment({ ...here, comment_id: id, body: "x" })).rejects.toThrow();
  await expect(as("carol").issues.deleteComment({ ...here, comment_id: id })).rejects.toThrow();
  expect((await as("carol").issues.updateComment({ ...own, body: "Oh." })).data.body).toBe("Oh.");
  await as("bob").issues.deleteComment({ ...here, comment_id: id });
  expect(await read()).toBeUndefined();
});
