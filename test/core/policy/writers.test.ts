import { describe, expect, test } from "vitest";
import type { GithubAccount } from "../../../action/core/policy/login.ts";
import type { Pushers } from "../../../action/core/policy/pushers.ts";
import { type WrittenCommit, withoutProgram, writersOf } from "../../../action/core/policy/writers.ts";

const person = (login: string): GithubAccount => ({ login, isPerson: true });
const program = (login: string): GithubAccount => ({ login, isPerson: false });
const nobody: Pushers = { accounts: [], unknown: undefined };

const commit = (changes: Partial<WrittenCommit> = {}): WrittenCommit => ({
  oid: "0123456789abcdef",
  author: person("ada"),
  committer: person("web-flow"),
  message: "change",
  ...changes,
});
const saying = (...lines: readonly string[]): WrittenCommit => commit({ message: ["change", "", ...lines].join("\n") });

test("Authors of a pull request are its opener, authors, committers and pushers, and the persons named as authors", () => {
  const message = [
    "change",
    "",
    "Co-authored-by: Cleo <cleo@users.noreply.github.com>",
    "co-authored-by: Dan <123+Dan@users.noreply.github.com>",
    "Co-developed-by: Finn <1+finn@users.noreply.github.com>, Gil <gil@users.noreply.github.com>",
    "Signed-off-by: Eve <eve@example.org>",
    "Reviewed-by: Eve <eve@example.org>",
  ].join("\n");

  expect(
    writersOf(person("Ada"), [commit(), commit({ author: person("ben"), message })], {
      accounts: [person("hal"), person("ADA")],
      unknown: undefined,
    }),
  ).toEqual({ logins: ["ADA", "web-flow", "ben", "cleo", "Dan", "finn", "gil", "hal"], unknown: undefined });
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
    [saying("Co-authored-by: Cleo <cleo@example.org>")],
    "the commit 0123456789ab has a co-author whose address is not LOGIN@users.noreply.github.com",
  ],
  [
    "one of two",
    [saying("Co-authored-by: Ada <ada@users.noreply.github.com>, <x@y>")],
    "has a co-author whose address",
  ],
  ["a co-author by name", [saying("Co-authored-by: @cleo")], "has a co-author whose address"],
  ["an address on the next line", [saying("Co-authored-by: Cleo", " <cleo@x>")], "has a co-author whose address"],
  ["other words for it", [saying("Pair-with: Cleo")], "has a co-author whose address"],
  ["more commits than GitHub lists", Array.from({ length: 250 }, () => commit()), "it has 250 commits or more"],
  [
    "a program's commit",
    [commit({ author: program("github-actions[bot]") })],
    "a program wrote the commit 0123456789ab, and GitHub does not say for whom",
  ],
  ["a program's change of a commit", [commit({ committer: program("x[bot]") })], "a program wrote the commit"],
  ["the page of GitHub as its author", [commit({ author: person("web-flow") })], "a program wrote the commit"],
])("An author of the pull request may be unknown with %s", (_, commits, why) => {
  expect(writersOf(person("ada"), commits, nobody).unknown).toContain(why);
});

describe("unknown authors", () => {
  test("An author may be unknown where the opener's account is deleted or is a program", () => {
    expect(writersOf(undefined, [commit()], nobody).unknown).toBe("the account that opened it is gone");
    expect(writersOf(program("shrek[bot]"), [commit()], nobody).unknown).toBe(
      "the program shrek[bot] opened it, and GitHub does not say for whom",
    );
  });

  test("An author may be unknown where a program pushed, or where the pusher is unknown", () => {
    const pushed = { accounts: [person("ada"), program("github-actions[bot]")], unknown: undefined };
    expect(writersOf(person("ada"), [commit()], pushed).unknown).toBe(
      "the program github-actions[bot] pushed to its branch, and GitHub does not say for whom",
    );
    expect(writersOf(person("ada"), [commit()], { accounts: [], unknown: "who knows" }).unknown).toBe("who knows");
  });
});

describe("programs as authors", () => {
  const app = program("shrek-runs[bot]");
  const byApp = (changes: Partial<WrittenCommit> = {}): WrittenCommit =>
    commit({ author: app, committer: app, ...changes });
  const pushed = (...accounts: readonly GithubAccount[]): Pushers => ({ accounts, unknown: undefined });
  const beside = (...of: Parameters<typeof writersOf>) => withoutProgram(writersOf(...of), "Shrek-Runs[bot]");

  test("Changes by a program have no person as author, and a person who contributed is their author", () => {
    expect(beside(app, [byApp()], pushed(app))).toEqual({ logins: [], unknown: undefined });
    expect(beside(app, [byApp({ author: person("ada") })], pushed(app))).toEqual({
      logins: ["ada"],
      unknown: undefined,
    });
    expect(beside(person("ada"), [byApp()], pushed(app)).logins).toEqual(["ada"]);
  });

  test.each<[string, Parameters<typeof writersOf>]>([
    ["opened", [app, [commit()], pushed(person("ada"))]],
    ["is the author of a part", [person("ada"), [byApp({ committer: person("ada") })], nobody]],
    ["committed a part", [person("ada"), [byApp({ author: person("ada") })], nobody]],
    ["pushed a part", [person("ada"), [commit({ committer: person("ada") })], pushed(app)]],
  ])("A pull request counts as made by a program also where the program only %s", (_, of) => {
    expect(writersOf(...of).program).toEqual({ login: "shrek-runs[bot]", unknown: undefined });
    expect(writersOf(...of).unknown).not.toBeUndefined();
  });

  test("The author is unknown where another program took part, or acted for another person", () => {
    const both = writersOf(app, [byApp(), commit({ author: program("other[bot]") })], pushed(app));
    expect(both.program).toBeUndefined();
    expect(withoutProgram(both, app.login)).toBe(both);
    const one = writersOf(app, [byApp()], pushed(app));
    expect(withoutProgram(one, "other[bot]")).toBe(one);
    const people = writersOf(person("ada"), [commit()], nobody);
    expect(people).not.toHaveProperty("program");
    expect(withoutProgram(people, app.login)).toBe(people);
  });

  test("The author of a program's pull request is unknown where another contributor is unknown", () => {
    const nameless = byApp({ author: undefined });
    expect(beside(app, [nameless], pushed(app)).unknown).toContain("no GitHub account has the address");
    expect(beside(app, [byApp()], { accounts: [app], unknown: "who knows" }).unknown).toBe("who knows");
  });
});

test("The opener of a pull request without own commits is an author, and trailers name authors only at the begin of a line", () => {
  expect(writersOf(person("zoe"), [commit()], nobody).logins).toContain("zoe");
  expect(writersOf(person("ada"), [saying("see Co-authored-by: Cleo")], nobody).unknown).toBeUndefined();
  expect(
    writersOf(person("ada"), [saying("Co-authored-by: < cleo@users.noreply.github.com >")], nobody).logins,
  ).toEqual(["ada", "web-flow", "cleo"]);
});

test("A person who committed with git is a known author, also if the trailer's line ends with a carriage return", () => {
  expect(writersOf(person("ada"), [commit({ committer: person("ben") })], nobody)).toEqual({
    logins: ["ada", "ben"],
    unknown: undefined,
  });
  expect(
    writersOf(person("ada"), [saying("Co-authored-by: <cleo@users.noreply.github.com>\rx")], nobody).logins,
  ).toContain("cleo");
});
