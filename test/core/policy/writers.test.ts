import { expect, test } from "vitest";
import { type WrittenCommit, writersOf } from "../../../action/core/policy/writers.ts";

const commit = (changes: Partial<WrittenCommit> = {}): WrittenCommit => ({
  oid: "0123456789abcdef",
  author: "ada",
  committer: "web-flow",
  message: "change",
  ...changes,
});

test("who opened it, wrote it, committed it, or is thanked in it", () => {
  const message = [
    "change",
    "",
    "Co-authored-by: Cleo <cleo@users.noreply.github.com>",
    "co-authored-by: Dan <123+Dan@users.noreply.github.com>",
    "Reviewed-by: Eve <eve@example.org>",
  ].join("\n");

  expect(writersOf("Ada", [commit(), commit({ author: "ben", message })])).toEqual({
    logins: ["ada", "web-flow", "ben", "cleo", "Dan"],
    unknown: undefined,
  });
});

test.each<[string, readonly WrittenCommit[], string]>([
  [
    "an author without an account",
    [commit({ author: undefined })],
    "no GitHub account has the address in the commit 0123456789ab",
  ],
  ["a committer without one", [commit({ committer: undefined })], "no GitHub account has the address"],
  [
    "a co-author whom only GitHub could look up",
    [commit({ message: "x\n\nCo-authored-by: Cleo <cleo@example.org>" })],
    "the commit 0123456789ab has a co-author whose address is not LOGIN@users.noreply.github.com",
  ],
  ["more commits than GitHub lists", Array.from({ length: 250 }, () => commit()), "it has 250 commits or more"],
])("%s: somebody may be missing", (_, commits, why) => {
  expect(writersOf("ada", commits).unknown).toContain(why);
});
