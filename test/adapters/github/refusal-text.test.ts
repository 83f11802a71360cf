import { expect, test } from "vitest";
import { refusalText } from "../../../action/adapters/github/refusal-text.ts";
import { aGithub, here, personOf } from "../../sandbox/github/githubs.ts";

const answered = (data: unknown): Error => Object.assign(new Error("octokit's own words"), { response: { data } });
const failed = (...errors: readonly unknown[]): Error => answered({ message: "Validation Failed", errors });

test.each<[string, Error, string]>([
  [
    "a fault with words of its own",
    failed({ resource: "IssueComment", code: "unprocessable", field: "data", message: "Body is too long" }),
    "Validation Failed: Body is too long",
  ],
  [
    "a fault with a code alone",
    failed({ resource: "PullRequest", field: "head", code: "invalid" }),
    "Validation Failed: PullRequest head is not valid",
  ],
  [
    "several faults",
    failed({ resource: "Label", field: "name", code: "already_exists" }, { resource: "Issue", code: "missing_field" }),
    "Validation Failed: Label name is taken already; Issue is missing",
  ],
  [
    "faults that are texts",
    answered({ message: "Unprocessable Entity", errors: ["line must be part of the diff"] }),
    "Unprocessable Entity: line must be part of the diff",
  ],
  ["an answer without faults", answered({ message: "Reference  already\nexists" }), "Reference already exists"],
  ["no answer of GitHub's", new Error("socket hang up"), "socket hang up"],
])("A GitHub call that is refused with %s is reported in words", (_, error, words) => {
  expect(refusalText(error)).toBe(words);
});

test("A pull request that GitHub refuses is reported in GitHub's words, without JSON", async () => {
  const github = await aGithub();
  const made = personOf(github, "alice").rest.pulls.create({ ...here, head: "main", base: "main", title: "x" });
  const error = await made.catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error("it was made");

  expect(error).toMatchObject({
    status: 422,
    response: { data: { message: "Validation Failed", errors: [{ resource: "PullRequest", code: "custom" }] } },
  });
  expect(refusalText(error)).toBe("Validation Failed: No commits between main and main");
});
