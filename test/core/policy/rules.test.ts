import { describe, expect, test } from "vitest";
import { needsOf } from "../../../action/core/policy/needs.ts";
import { mayAnyoneWrite, readRules, rulePlaces } from "../../../action/core/policy/rules.ts";
import { asked, rulesOf, withPolicy } from "./some-rules.ts";

const top = "productions/conventions.yaml";

test("Rules are searched in GitHub's three places for CODEOWNERS and in conventions in or above folders, once each", () => {
  expect(rulePlaces(["productions/a", "productions/b/c"])).toEqual([
    ".github/CODEOWNERS",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    "conventions.yaml",
    "productions/conventions.yaml",
    "productions/a/conventions.yaml",
    "productions/b/conventions.yaml",
    "productions/b/c/conventions.yaml",
  ]);
  expect(rulePlaces(["."]).slice(3)).toEqual(["conventions.yaml"]);
});

test("CODEOWNERS in docs counts only where there is no other", () => {
  expect(rulesOf({ "docs/CODEOWNERS": "* @ada" }).codeOwners?.kind).toBe("read");
  expect(rulesOf({ "other/CODEOWNERS": "* @ada" }).codeOwners).toBeUndefined();
});

describe("links in the place of rules", () => {
  test("A link in the place of CODEOWNERS or of conventions allows no approval", () => {
    const link = (path: string) => readRules([{ kind: "link", path }]);
    expect(needsOf(link("CODEOWNERS"), asked())).toMatchObject({
      kind: "unknown",
      why: "it is unknown who may approve: CODEOWNERS is no plain file",
    });
    expect(needsOf(link(top), asked())).toMatchObject({
      kind: "unknown",
      why: `it is unknown who may approve: ${top} is no plain file`,
    });
  });

  test("A CODEOWNERS file above GitHub's size limit, to the byte, allows no approval", () => {
    const of = (length: number) => rulesOf({ CODEOWNERS: "x".repeat(length) }).codeOwners?.kind;
    expect([of(3 * 1024 * 1024), of(3 * 1024 * 1024 + 1)]).toEqual(["read", "unreadable"]);
  });
});

test("Wrong conventions are reported with their first problem, without its full stop", () => {
  const [read] = rulesOf({ [top]: withPolicy("{ trials: { jobs: 1.5 }, runs: {} }") }).conventions;
  expect(read?.read).toEqual({
    kind: "unreadable",
    why: `${top} is wrong: \`policy.trials.jobs\` is 1.5, and must be a whole number`,
  });
});

test("Only the conventions furthest up can say that every collaborator may write the ledger", () => {
  const shared = withPolicy("{ runs: { app: x } }\nledger: every-collaborator-may-write-it");
  const other = withPolicy("{ runs: { app: x } }");
  expect(mayAnyoneWrite(rulesOf({ [top]: shared }), "productions/a")).toBe(true);
  expect(mayAnyoneWrite(rulesOf({ [top]: other, "productions/a/conventions.yaml": shared }), "productions/a")).toBe(
    false,
  );
  expect(mayAnyoneWrite(rulesOf({ [top]: "x: [" }), "productions/a")).toBe(false);
  expect(mayAnyoneWrite(rulesOf({}), "productions/a")).toBe(false);
});
