import { describe, expect, test } from "vitest";
import { needsOf } from "../../../action/core/policy/needs.ts";
import { mayAnyoneWrite, readRules, rulePlaces } from "../../../action/core/policy/rules.ts";
import { asked, rulesOf, withPolicy } from "./some-rules.ts";

const top = "productions/conventions.yaml";

test("rules stand in three places of GitHub's and beside or above the folders, each looked for once", () => {
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

test("CODEOWNERS in docs counts where there is no other", () => {
  expect(rulesOf({ "docs/CODEOWNERS": "* @ada" }).codeOwners?.kind).toBe("read");
  expect(rulesOf({ "other/CODEOWNERS": "* @ada" }).codeOwners).toBeUndefined();
});

describe("what is no plain file", () => {
  test("allows nothing: a link in the place of CODEOWNERS, or of conventions", () => {
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

  test("nor does a CODEOWNERS beyond what GitHub loads, to the byte", () => {
    const of = (length: number) => rulesOf({ CODEOWNERS: "x".repeat(length) }).codeOwners?.kind;
    expect([of(3 * 1024 * 1024), of(3 * 1024 * 1024 + 1)]).toEqual(["read", "unreadable"]);
  });
});

test("conventions that are wrong say their first problem, without its full stop", () => {
  const [read] = rulesOf({ [top]: withPolicy("{ trials: { jobs: 1.5 }, runs: {} }") }).conventions;
  expect(read?.read).toEqual({
    kind: "unreadable",
    why: `${top} is wrong: \`policy.trials.jobs\` is 1.5, and must be a whole number`,
  });
});

test("the conventions furthest up alone say that anyone may write the ledger", () => {
  const shared = withPolicy("{ runs: { app: x } }\nledger: every-collaborator-may-write-it");
  const other = withPolicy("{ runs: { app: x } }");
  expect(mayAnyoneWrite(rulesOf({ [top]: shared }), "productions/a")).toBe(true);
  expect(mayAnyoneWrite(rulesOf({ [top]: other, "productions/a/conventions.yaml": shared }), "productions/a")).toBe(
    false,
  );
  expect(mayAnyoneWrite(rulesOf({ [top]: "x: [" }), "productions/a")).toBe(false);
  expect(mayAnyoneWrite(rulesOf({}), "productions/a")).toBe(false);
});
