import { expect, test } from "vitest";
import { readMerge } from "../../../../action/core/pass/approval/merge.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { rulesOf } from "../../policy/some-rules.ts";
import { readsBy } from "../answers.ts";

const pull = aMergedPull("last", "head");
const paths = ["productions/p/production.yaml"];

/** A pull request of two commits that main got as two, and what git was asked of its merge. */
const read = async (commit: string, { here = true, hasBase = true } = {}) => {
  const asked: (readonly unknown[])[] = [];
  const merged = hasBase ? { base: "before", paths } : undefined;
  const rulesAt: string[] = [];
  const facts = { pullRequestOf: pull, fetch: here, rebased: true, merged, reviews: [], writers: { logins: [] } };
  const rules = {
    async upTo(at: string) {
      rulesAt.push(at);
      return rulesOf({});
    },
  };
  const reads = readsBy((name, about) => {
    if (name === "merged") asked.push(about);
    return facts[name as keyof typeof facts];
  });
  const found = await readMerge(reads, rules, commit, ["productions/p"]);
  return { found, asked, rulesAt };
};

test("An earlier commit of a rebase is examined with the whole merge, from its last commit and its head", async () => {
  expect(await read("earlier")).toMatchObject({
    found: { pull, here: true, paths },
    asked: [["last", "head"]],
    rulesAt: ["before"],
  });
});

test("A merge whose head cannot be read is examined by main's commits, and has no approved version", async () => {
  const { found, asked } = await read("last", { here: false });

  expect(found).toMatchObject({ paths, here: false });
  expect(asked).toEqual([["last", undefined]]);
});

test("A commit of main without an earlier commit is no merge", async () => {
  expect((await read("last", { hasBase: false })).found).toBeUndefined();
});
