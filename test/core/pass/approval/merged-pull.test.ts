import { expect, test } from "vitest";
import { readPull } from "../../../../action/core/pass/approval/approved-rules.ts";
import type { PullRequest } from "../../../../action/core/policy/pull-request.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { readsBy } from "../answers.ts";

/** What is read of a commit that GitHub says this pull request brought, and what git was asked. */
const read = async (pull: PullRequest | undefined, commit: string, { here = true, rebased = true } = {}) => {
  const asked: (readonly unknown[])[] = [];
  const facts = {
    pullRequestOf: pull,
    fetch: here,
    rebased,
    reviews: [],
    writers: { logins: [], unknown: undefined },
  };
  const reads = readsBy((name, about) => {
    if (name === "rebased") asked.push(about);
    return facts[name as keyof typeof facts];
  });
  return { found: await readPull(reads, commit), asked };
};
const pull = aMergedPull("last", "head");

test.each<[string, PullRequest | undefined]>([
  ["of which GitHub knows none", undefined],
  ["of one that is not merged", { ...pull, mergedAs: undefined }],
  ["of one into another branch", { ...pull, into: "other" }],
  ["whose head was pushed to main", { ...pull, head: "last" }],
])("A commit of main %s does not belong to the pull request", async (_, of) => {
  expect((await read(of, "last")).found).toBeUndefined();
});

test("The merge commit belongs to its pull request, whether or not the head can be read", async () => {
  for (const here of [true, false])
    expect(await read(pull, "last", { here, rebased: false })).toMatchObject({ found: { pull, here }, asked: [] });
});

test("An earlier commit belongs to a pull request only if git shows that a rebase copied this commit from the head", async () => {
  const asked = [["earlier", "last", "head"]];

  expect(await read(pull, "earlier")).toMatchObject({ found: { pull }, asked });
  expect((await read(pull, "earlier", { rebased: false })).found).toBeUndefined();
  expect(await read(pull, "earlier", { here: false })).toEqual({ found: undefined, asked: [] });
});
