import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownersOf, readCodeOwners } from "../../../action/core/policy/code-owners.ts";

const owns = (pattern: string, path: string): boolean =>
  ownersOf(readCodeOwners(`${pattern} @ada\n`), path).logins.includes("ada");

describe("CODEOWNERS patterns", () => {
  test.each([
    ["*", ["a", "a/b", "a/b/c"], []],
    ["/*", ["a"], ["a/b", "a/b/c"]],
    ["*.sh", ["run.sh", "productions/x/run.sh"], ["run.sh.txt", "sh"]],
    ["run", ["run", "x/run", "run/a", "x/run/a"], ["runs", "x/runs", "rerun"]],
    ["/run", ["run", "run/a"], ["x/run", "runs"]],
    ["run/", ["run/a", "x/run/a", "x/run/a/b"], ["run", "x/run"]],
    ["/run/", ["run/a", "run/a/b"], ["run", "x/run/a", "runs/a"]],
    ["a/b", ["a/b", "a/b/c"], ["x/a/b", "a/bc"]],
    ["a/b/", ["a/b/c", "a/b/c/d"], ["a/b", "x/a/b/c"]],
    ["a/*", ["a/b"], ["a", "a/b/c", "x/a/b"]],
    ["a/*.C", ["a/m.C"], ["a/b/m.C", "x/a/m.C"]],
    ["/*/", ["a/b", "a/b/c"], ["a"]],
    ["a/*/c", ["a/b/c", "a/b/c/d"], ["a/c", "a/b/b/c"]],
    ["**/run", ["run", "x/y/run", "x/run/a"], ["x/rerun"]],
    ["a/**", ["a/b", "a/b/c"], ["a", "x/a/b"]],
    ["a/**/c", ["a/c", "a/b/c", "a/b/b/c/d"], ["x/a/c", "a/b/cc"]],
    ["a/**/", ["a/b", "a/b/c"], ["a"]],
    ["m?.C", ["m1.C", "x/m2.C"], ["m.C", "m12.C"]],
    ["my\\ run/", ["my run/a"], ["my/a", "run/a"]],
    ["a\\*", ["a*"], ["ab"]],
    ["Run", ["Run"], ["run"]],
    ["a//b", ["a//b"], ["a/b", "a/x/b"]],
  ])("The CODEOWNERS pattern %s matches the same paths as on GitHub", (pattern, fitting, others) => {
    expect(fitting.filter((path) => !owns(pattern, path))).toEqual([]);
    expect(others.filter((path) => owns(pattern, path))).toEqual([]);
  });

  test("The last matching CODEOWNERS line counts, and a line without owners leaves the path without owners", () => {
    const read = readCodeOwners("* @ada\n/productions/ @grace @Ben\n/productions/open/\n");

    expect(ownersOf(read, "a")).toEqual({ logins: ["ada"], others: [], pattern: "*" });
    expect(ownersOf(read, "productions/x/a").logins).toEqual(["grace", "Ben"]);
    expect(ownersOf(read, "productions/open/a")).toEqual({ logins: [], others: [], pattern: "/productions/open/" });
    expect(ownersOf(readCodeOwners(""), "a")).toEqual({ logins: [], others: [] });
  });

  test("Teams and e-mail addresses in CODEOWNERS are owners whose members are unknown", () => {
    expect(ownersOf(readCodeOwners("* @org/a-team someone@example.org @ada"), "a")).toEqual({
      logins: ["ada"],
      others: ["@org/a-team", "someone@example.org"],
      pattern: "*",
    });
  });

  test.each([
    ["a negation", "!/a @eve"],
    ["three stars", "a*** @eve"],
    ["an address of two parts", "/a a@b@c"],
    ["a team behind two signs", "/a @@org/team"],
    ["a team with an address", "/a @org/team@x"],
    ["a range", "/[ab] @eve"],
    ["an escaped comment", "\\#a @eve"],
    ["a section", "[Physics] @eve"],
    ["an owner without @", "/a eve"],
    ["an owner that is none", "/a @eve @-"],
    ["a path that fits nothing", "/ @eve"],
    ["a comment", "# /a @eve"],
  ])("A CODEOWNERS line with %s is ignored", (_, line) => {
    expect(ownersOf(readCodeOwners(`* @ada\n${line}\n`), "a").logins).toEqual(["ada"]);
  });

  test("In CODEOWNERS an address is no login, a ! within a name is no negation, and a word that ends in # is no comment", () => {
    expect(ownersOf(readCodeOwners("* x@ada"), "a")).toEqual({ logins: [], others: ["x@ada"], pattern: "*" });
    expect(ownersOf(readCodeOwners("a!b @ada"), "a!b").logins).toEqual(["ada"]);
    expect(ownersOf(readCodeOwners("* @ada #and @eve"), "a").logins).toEqual(["ada"]);
    expect(ownersOf(readCodeOwners("# @ada"), "#").logins).toEqual([]);
  });

  test("Trailing comments, Windows line ends and a byte order mark in CODEOWNERS are not read as owners", () => {
    expect(ownersOf(readCodeOwners("\ufeff* @ada # and @eve\r\n/b @ben\r\n"), "a").logins).toEqual(["ada"]);
  });
});

test("Any text of CODEOWNERS is read, and no path or pattern of a stranger makes the search slow", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, path) => {
      expect(ownersOf(readCodeOwners(text), path).logins.every((login) => login !== "")).toBe(true);
    }),
  );
  const slow = readCodeOwners(`${"*a".repeat(100)}b @ada\n${"**/a/".repeat(40)}b @ada\n`);
  expect(ownersOf(slow, "a".repeat(4000)).logins).toEqual([]);
  expect(ownersOf(slow, "a/".repeat(2000)).logins).toEqual([]);
});
