import { expect, test } from "vitest";
import { readPull } from "../../../action/flows/reconcile/merged-pull.ts";
import type { PullRequest } from "../../../action/ports/people.ts";
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
])("a commit %s came another way", async (_, of) => {
  expect((await read(of, "last")).found).toBeUndefined();
});

test("the merge itself is of its pull request, whether its head can be read or not", async () => {
  for (const here of [true, false])
    expect(await read(pull, "last", { here, rebased: false })).toMatchObject({ found: { pull, here }, asked: [] });
});

test("an earlier commit is of it only where git shows that a rebase made it of its head", async () => {
  expect(await read(pull, "earlier")).toMatchObject({ found: { pull }, asked: [["earlier", "last", "head"]] });
  expect((await read(pull, "earlier", { rebased: false })).found).toBeUndefined();
  expect(await read(pull, "earlier", { here: false })).toEqual({ found: undefined, asked: [] });
});
