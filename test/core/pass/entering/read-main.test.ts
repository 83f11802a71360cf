import { expect, test } from "vitest";
import { newCommits, readMain, refusedIn } from "../../../../action/core/pass/entering/read-main.ts";
import type { GitReads, MachineReads } from "../../../../action/core/pass/reads.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

type Cursor = { readonly cursor: string | undefined; readonly accepted: string | undefined };
test.each<readonly [string, Cursor, Awaited<ReturnType<GitReads["since"]>>, readonly string[] | "rewritten"]>([
  ["only the head, where none was read", { cursor: undefined, accepted: undefined }, ["x"], ["head"]],
  ["what came since the cursor", { cursor: "c", accepted: undefined }, ["d", "head"], ["d", "head"]],
  ["what came since the cursor, whatever was accepted", { cursor: "c", accepted: "a" }, ["d"], ["d"]],
  ["nothing that came", { cursor: "c", accepted: undefined }, [], []],
  ["what was accepted and what came on top", { cursor: undefined, accepted: "c" }, ["d", "head"], ["c", "d", "head"]],
  ["a rewritten main behind the cursor", { cursor: "c", accepted: undefined }, "rewritten", "rewritten"],
  ["a rewritten main behind what was accepted", { cursor: undefined, accepted: "c" }, "rewritten", "rewritten"],
])("New on main is %s", async (_, from, since, commits) => {
  const answers: Answers = { since: (cursor, head) => (cursor === "c" && head === "head" ? since : "rewritten") };

  expect(await given(answers, (reads) => newCommits(reads, { ...aMoment("").ledgerHead, ...from }, "head"))).toEqual(
    commits,
  );
});

type Validated = Awaited<ReturnType<MachineReads["validated"]>>;
const validatedOf = (folders: readonly string[]): Validated =>
  folders.map((folder) => ({ source: { folder }, valid: {} })) as unknown as Validated; // nothing else of it is read
const read = async (cursor: string | undefined, refused: readonly string[] = []) => {
  const { ledgerHead } = aMoment("", { cursor, refused });
  const changed: Readonly<Record<string, readonly string[]>> = { c1: ["b", "gone"], c2: ["a"] };
  const answers: Answers = {
    productions: (at) => (at === "c2" ? ["d", "c", "b", "a"] : []),
    ...(cursor === undefined ? {} : { changed: (commit) => changed[commit] ?? [] }),
    ruleChanges: () => [],
    validated: (at, folders) => (at === "c2" ? validatedOf(folders) : []),
  };
  return await given(answers, (reads) => readMain(reads, ledgerHead, "c2", ["c1", "c2"]));
};

test("A pass reads of main what new commits changed, and again what was refused, in the order of names", async () => {
  expect(await read("c0", ["d", "gone too"])).toEqual({
    commit: "c2",
    commits: ["c1", "c2"],
    validated: validatedOf(["a", "b", "d"]),
    refused: [],
    folders: ["d", "c", "b", "a"],
  });
});

test("A pass without a cursor reads all of main, and asks no commit for its changes", async () => {
  expect((await read(undefined)).validated).toEqual(validatedOf(["a", "b", "c", "d"]));
});

test("A main on which no folder changed has no request validated", async () => {
  const answers: Answers = { productions: () => ["a"], changed: () => ["gone"], ruleChanges: () => [] };

  expect((await given(answers, (reads) => readMain(reads, aMoment("").ledgerHead, "c2", ["c2"]))).validated).toEqual(
    [],
  );
});

test("A folder is refused with all its problems if one of its requests is refused", () => {
  const problem = (code: string) => ({ code });
  const one = (folder: string, isGood: boolean, ...codes: readonly string[]) => ({
    ...{ source: { folder }, valid: isGood ? {} : undefined, problems: codes.map(problem) },
  });
  const judged = [one("a", true, "w"), one("b", true, "w"), one("c", false), one("b", false, "x", "y")];

  expect(refusedIn(judged as unknown as Parameters<typeof refusedIn>[0])).toEqual([
    { folder: "b", problems: ["w", "x", "y"].map(problem) },
    { folder: "c", problems: [] },
  ]);
});
