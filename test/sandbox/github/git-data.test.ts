import { expect, test } from "vitest";
import { aGithub, here, personOf } from "./githubs.ts";

test("A file that is written through blobs, trees, commits and refs of GitHub's API is read through contents", async () => {
  const github = await aGithub();
  const { rest } = personOf(github, "alice");
  const base = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  const tree = (await rest.git.getCommit({ ...here, commit_sha: base })).data.tree.sha;
  const blob = await rest.git.createBlob({
    ...here,
    content: Buffer.from("x".repeat(100)).toString("base64"),
    encoding: "base64",
  });

  const made = await rest.git.createTree({
    ...here,
    base_tree: tree,
    tree: [
      { path: "deep/file.txt", mode: "100644", type: "blob", sha: blob.data.sha },
      { path: "said.txt", mode: "100644", type: "blob", content: "said" },
      { path: "README.md", mode: "100644", type: "blob", sha: null },
    ],
  });
  const commit = await rest.git.createCommit({ ...here, message: "Add", tree: made.data.sha, parents: [base] });
  await rest.git.updateRef({ ...here, ref: "heads/main", sha: commit.data.sha });

  const { data } = await rest.repos.getContent({ ...here, path: "deep/file.txt" });
  expect("content" in data && Buffer.from(data.content, "base64").toString()).toBe("x".repeat(100));
  const listed = await rest.git.getTree({ ...here, tree_sha: "main", recursive: "1" });
  expect(listed.data.tree.map((entry) => entry.path)).toEqual(["a", "a/b.txt", "deep", "deep/file.txt", "said.txt"]);
  const raw = await rest.repos.getContent({ ...here, path: "said.txt", mediaType: { format: "raw" } });
  expect(raw.data).toBe("said");
});

test("Of two writers of one ref of GitHub the second is refused as no fast forward", async () => {
  const github = await aGithub();
  const { rest } = personOf(github, "alice");
  const base = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  const tree = (await rest.git.getCommit({ ...here, commit_sha: base })).data.tree.sha;
  const commits = await Promise.all(
    ["one", "two"].map((message) => rest.git.createCommit({ ...here, message, tree, parents: [base] })),
  );

  const outcomes = await Promise.allSettled(
    commits.map(({ data }) => rest.git.updateRef({ ...here, ref: "heads/main", sha: data.sha })),
  );

  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
    reason: { status: 422, message: expect.stringContaining("not a fast forward") },
  });
});

test("An existing ref of GitHub answers 422 when created, and a missing one 404", async () => {
  const github = await aGithub();
  const { rest } = personOf(github, "alice");
  const sha = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  await rest.git.createRef({ ...here, ref: "refs/heads/ledger", sha });

  await expect(rest.git.createRef({ ...here, ref: "refs/heads/ledger", sha })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("Reference already exists"),
  });
  await expect(rest.git.getRef({ ...here, ref: "heads/none" })).rejects.toMatchObject({ status: 404 });
  expect((await rest.git.listMatchingRefs({ ...here, ref: "heads/l" })).data.map(({ ref }) => ref)).toEqual([
    "refs/heads/ledger",
  ]);
  await rest.git.deleteRef({ ...here, ref: "heads/ledger" });
  await expect(rest.git.deleteRef({ ...here, ref: "heads/ledger" })).rejects.toMatchObject({ status: 422 });
});

test("An annotated tag on GitHub keeps its message and points at its commit", async () => {
  const github = await aGithub();
  const { rest } = personOf(github, "alice");
  const sha = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;

  const tag = await rest.git.createTag({
    ...here,
    tag: "production/x/1.0.0",
    message: "intent\n\nbody",
    object: sha,
    type: "commit",
    tagger: { name: "a", email: "a@x", date: "2026-01-02T03:04:05Z" },
  });
  await rest.git.createRef({ ...here, ref: "refs/tags/production/x/1.0.0", sha: tag.data.sha });

  const ref = await rest.git.getRef({ ...here, ref: "tags/production/x/1.0.0" });
  expect(ref.data.object).toMatchObject({ type: "tag", sha: tag.data.sha });
  expect((await rest.git.getTag({ ...here, tag_sha: tag.data.sha })).data).toMatchObject({
    message: "intent\n\nbody",
    object: { sha, type: "commit" },
  });
});

test("A request that GitHub's API description does not allow is refused by the sandbox", async () => {
  const github = await aGithub();
  const { request } = personOf(github, "alice");

  await expect(
    request("POST /repos/{owner}/{repo}/git/tags", { ...here, tag: "t", message: "m", type: "commit" } as never),
  ).rejects.toMatchObject({ status: 422, message: expect.stringContaining("object") });
});
