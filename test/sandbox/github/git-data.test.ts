import { expect, test } from "vitest";
import { aGithub, here, personOf } from "./githubs.ts";

test("A file on GitHub is read through contents, also as its plain bytes", async () => {
  const github = await aGithub();
  await github.commit({ branch: "main", login: "alice", files: { "deep/file.txt": "x".repeat(100) } });
  const { rest } = personOf(github, "alice");

  const { data } = await rest.repos.getContent({ ...here, path: "deep/file.txt" });
  expect("content" in data && Buffer.from(data.content, "base64").toString()).toBe("x".repeat(100));
  const raw = await rest.repos.getContent({ ...here, path: "deep/file.txt", mediaType: { format: "raw" } });
  expect(raw.data).toBe("x".repeat(100));
});

test("The second of two writers of one ref of GitHub is refused as no fast forward", async () => {
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

test("A request that GitHub's API description does not allow is refused by the sandbox", async () => {
  const github = await aGithub();
  const { request } = personOf(github, "alice");

  await expect(
    request("POST /repos/{owner}/{repo}/git/refs", { ...here, ref: "refs/heads/x" } as never),
  ).rejects.toMatchObject({ status: 422, message: expect.stringContaining("sha") });
});
