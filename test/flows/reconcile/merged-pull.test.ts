import { expect, test } from "vitest";
import type { PullRequest } from "../../../action/core/policy/pull-request.ts";
import { readPull } from "../../../action/flows/reconcile/merged-pull.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";

/** What is read of a commit that GitHub says this pull request brought. */
const read = async (pull: PullRequest | undefined, commit: string, { here = true, rebased = true } = {}) => {
  const people = fakePeople();
  if (pull !== undefined) people.pulls.set(commit, pull);
  const asked: (readonly string[])[] = [];
  const main = {
    ...fakeMain(),
    bring: async () => here,
    rebased: async (...args: readonly string[]) => {
      asked.push(args);
      return rebased;
    },
  };
  const ledger = { head: () => Promise.reject(new Error("not asked")) };
  return { found: await readPull({ ports: { main, people, ledger }, rulesAsked: new Map() }, people, commit), asked };
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
  expect(await read(pull, "earlier")).toMatchObject({ found: { pull }, asked: [["earlier", "last", "head"]] });
  expect((await read(pull, "earlier", { rebased: false })).found).toBeUndefined();
  expect(await read(pull, "earlier", { here: false })).toEqual({ found: undefined, asked: [] });
});
