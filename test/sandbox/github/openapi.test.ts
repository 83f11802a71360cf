import { expect, test } from "vitest";
import { openDescription } from "../../../scripts/sandbox/github/openapi.ts";
import sliced from "../../../scripts/sandbox/github/openapi-slice.json" with { type: "json" };
import { routes } from "../../../scripts/sandbox/github/routes.ts";

test("The slice of GitHub's API description covers exactly what the sandbox serves", () => {
  const described = Object.values(sliced.paths).flatMap((item) =>
    Object.values(item).map((operation) => operation.operationId),
  );

  expect(described.toSorted()).toEqual(Object.keys(routes).toSorted());
});

test("An answer that does not match GitHub's API description is reported", async () => {
  const description = await openDescription();
  const matched = description.match("POST", "/repos/o/r/git/refs");
  if (matched === undefined) throw new Error("no such route");
  const sha = "0".repeat(40);
  const right = {
    ref: "refs/heads/x",
    node_id: "n",
    url: "http://x/",
    object: { type: "commit", sha, url: "http://x/" },
  };

  expect(description.answerProblem(matched, 201, right)).toBeUndefined();
  expect(description.answerProblem(matched, 201, { id: 1 })).toContain("required property");
  expect(description.answerProblem(matched, 201, { ...right, url: "no address" })).toContain("uri");
  expect(description.answerProblem(matched, 409, { message: 1 })).toContain("must be string");
  expect(description.answerProblem(matched, 299, right)).toBeDefined();
});

test.each([
  ["/repos/o/r/git/ref/heads/a/b", "git/get-ref", { ref: "heads/a/b" }],
  ["/repos/o/r/git/ref/heads%2Fa%2Fb", "git/get-ref", { ref: "heads/a/b" }],
  ["/repos/o/r/commits/0123/pulls", "repos/list-pull-requests-associated-with-commit", { commit_sha: "0123" }],
  ["/repos/o/r/branches/a/b/protection", "repos/get-branch-protection", { branch: "a/b" }],
])("The path %s is the operation %s of GitHub's API", async (path, operation, params) => {
  expect((await openDescription()).match("GET", path)).toMatchObject({ operation, params });
});
