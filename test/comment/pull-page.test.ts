import { expect, test } from "vitest";
import { placeOf, problemsPageOf } from "../../action/comment/pull-page.ts";
import { printed } from "../../action/core/markdown/doc.ts";
import { problemItems } from "../../action/core/markdown/problem-list.ts";

const listed = (...problems: Parameters<typeof problemItems>) => printed([problemItems(...problems)]);

const env = {
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_ACTION_REPOSITORY: "lab/shrek",
  GITHUB_ACTION_REF: "v1.2.0",
};

test("The code of a problem links to its explanation in the release that reports the problem", () => {
  const problem = { code: "bad-tag", severity: "error", file: "p.yaml", line: 4, col: 3, message: "No." } as const;
  const pull = { page: `${env.GITHUB_SERVER_URL}/lab/productions`, problems: problemsPageOf(env) };

  expect(listed([problem], placeOf(pull, { number: 7, head: "a".repeat(40) })).markdown).toContain(
    "No. [`bad-tag`](https://github.example/lab/shrek/blob/v1.2.0/docs/problems.md#bad-tag)",
  );
});

test("A problem code has no link where the release is unknown: an action in the work folder, or an unknown name", () => {
  expect(problemsPageOf({ GITHUB_SERVER_URL: env.GITHUB_SERVER_URL })).toBeUndefined();
  expect(problemsPageOf({ ...env, GITHUB_ACTION_REPOSITORY: "" })).toBeUndefined();
  expect(problemsPageOf({ ...env, GITHUB_ACTION_REF: "" })).toBe(
    "https://github.example/lab/shrek/blob/HEAD/docs/problems.md",
  );
});
