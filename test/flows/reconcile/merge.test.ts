import { expect, test } from "vitest";
import { approvedRules } from "../../../action/flows/reconcile/approved-rules.ts";
import { readMerge } from "../../../action/flows/reconcile/merge.ts";
import type { MainBranch } from "../../../action/ports/main-branch.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { written } from "./a-world.ts";

const folders = ["productions/p", "productions/q", "productions/gone"];

/** A pull request of two commits that main got as two; `change` stands before what git says of them. */
const aRebase = async (change: Partial<MainBranch> = {}) => {
  const main = fakeMain();
  const before = main.commit({ "notes.md": "1" });
  const earlier = main.commit({ "productions/p/production.yaml": written() });
  const last = main.commit({ "productions/q/production.yaml": written({ version: "2.0.0" }) });
  const head = main.branch(last);
  const people = fakePeople();
  for (const commit of [earlier, last]) people.pulls.set(commit, aMergedPull(last, head));
  const asked: (readonly unknown[])[] = [];
  const alone: string[] = [];
  const merged: MainBranch["merged"] = async (...args) => {
    asked.push(args);
    return { base: before, paths: ["productions/p/production.yaml"] };
  };
  const at: MainBranch["at"] = (commit) => {
    const snapshot = main.at(commit);
    const production = async (folder: string) => {
      alone.push(folder);
      return snapshot.production(folder);
    };
    return { ...snapshot, production };
  };
  const ports = { main: { ...main, at, rebased: async () => true, merged, ...change }, people };
  const pass = {
    ports: { ...ports, ledger: { head: () => Promise.reject(new Error("asked")) } },
    rulesAsked: new Map(),
  };
  const read = (commit: string) =>
    readMerge(pass, { people, rules: approvedRules(pass, people, last) }, commit, folders);
  return { read, earlier, last, head, asked, alone };
};

test("An earlier commit of a rebase is examined with the whole merge, from its last commit and its head", async () => {
  const { read, earlier, last, head, asked } = await aRebase();

  expect((await read(earlier))?.paths).toEqual(["productions/p/production.yaml"]);
  expect(asked).toEqual([[last, head]]);
});

test("A merge whose head cannot be read is examined by main's commits, and has no approved version", async () => {
  const { read, last, asked } = await aRebase({ bring: async () => false });

  expect(await read(last)).toMatchObject({ paths: ["productions/p/production.yaml"], head: undefined });
  expect(asked).toEqual([[last, undefined]]);
});

test("A commit of main without an earlier commit is no merge", async () => {
  const { read, last } = await aRebase({ merged: async () => undefined });

  expect(await read(last)).toBeUndefined();
});

test("The files of an approved version are read together, whatever else of its commit is missing", async () => {
  const { read, last, alone } = await aRebase();
  const head = (await read(last))?.head;

  expect([...(head?.folders ?? [])]).toEqual(["productions/p", "productions/q"]);
  expect((await head?.source("productions/q"))?.folder).toBe("productions/q");
  expect(alone).toEqual([]);
});
