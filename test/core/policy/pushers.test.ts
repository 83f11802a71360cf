import { expect, test } from "vitest";
import { type BranchMove, noCommit, pushersOf } from "../../../action/core/policy/pushers.ts";

const move = (before: string, after: string, login: string, forced = false): BranchMove => ({
  before,
  after,
  by: { login, isPerson: true },
  forced,
});
const logins = (head: string, commits: readonly string[], moves: readonly BranchMove[]): readonly string[] | string => {
  const { accounts, unknown } = pushersOf(head, commits, moves);
  return unknown ?? accounts.map(({ login }) => login);
};

const zero = noCommit;

test("All persons who pushed commits of a branch are found, from its head back to its begin", () => {
  const moves = [move("c2", "c3", "ben"), move("c1", "c2", "cleo"), move(zero, "c1", "ada")];

  expect(logins("c3", ["c1", "c2", "c3"], moves)).toEqual(["ben", "cleo", "ada"]);
});

test("On a reused branch, pushers from before the first commit of the pull request are not counted", () => {
  const moves = [
    move("old", "c1", "ada"),
    move("older", "old", "zoe"),
    move("c9", zero, "yan"),
    move(zero, "c9", "yan"),
  ];

  expect(logins("c1", ["c1"], moves)).toEqual(["ada"]);
});

test("Persons who pushed after the merged head of a branch are not counted", () => {
  expect(logins("c1", ["c1"], [move("c1", "c2", "zoe"), move(zero, "c1", "ada")])).toEqual(["ada"]);
});

test("Persons whose pushed commits a force push removed are counted, because the new commits may contain theirs", () => {
  const moves = [move("c2", "d1", "ben", true), move("c1", "c2", "cleo"), move(zero, "c1", "ada")];

  expect(logins("d1", ["d1"], moves)).toEqual(["ben", "cleo", "ada"]);
});

test("Persons who pushed before a branch was deleted and restored are counted", () => {
  const moves = [
    move(zero, "c2", "ben"),
    move("c2", zero, "ben"),
    move("c1", "c2", "mallory"),
    move(zero, "c1", "ben"),
  ];

  expect(logins("c2", ["c1", "c2"], moves)).toEqual(["ben", "mallory"]);
});

test.each<[string, readonly BranchMove[], string]>([
  ["no moves", [], "GitHub does not say who pushed c2"],
  ["moves of other commits", [move(zero, "x", "ada")], "GitHub does not say who pushed c2"],
  ["moves that were cut off", [move("c1", "c2", "ada")], "GitHub does not say who pushed c1"],
  [
    "what a push by force took away and nobody brought",
    [move("x", "c2", "ada", true)],
    "GitHub does not say who pushed x",
  ],
  [
    "a head that went away and came back",
    [move("x", "c2", "ada", true), move("c2", "x", "ada", true)],
    "GitHub does not say who pushed c2",
  ],
  ["an account that is gone", [{ ...move(zero, "c2", ""), by: undefined }], "the account that pushed c2 is gone"],
])("The person who pushed to a branch is unknown: %s", (_, moves, why) => {
  expect(logins("c2", ["c1", "c2"], moves)).toBe(why);
});

test("A head that is missing among the commits counts as a commit, and unknown pushers are reported in short", () => {
  expect(logins("c3", ["c1", "c2"], [move("base", "c3", "ada")])).toEqual(["ada"]);
  expect(noCommit).toBe("0000000000000000000000000000000000000000");
  const long = "0123456789abcdef0123456789abcdef01234567";
  expect(logins(long, [long], [])).toBe("GitHub does not say who pushed 0123456789ab");
  expect(pushersOf(long, [long], [{ before: zero, after: long, by: undefined, forced: false }]).unknown).toBe(
    "the account that pushed 0123456789ab is gone",
  );
});
