import { expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { type ForeignTree, textFile } from "../../../action/core/text/source-file.ts";
import { type Validation, validateProduction } from "../../../action/core/validate/validate-production.ts";
import { aRequest, aStep, conventionsBytes } from "../a-production.ts";

const git = "https://git.example.org/macros.git";
const commit = "0123456789".repeat(4);

const judgeWith = (tree: ForeignTree): Validation => {
  const request = aRequest({ steps: { simulate: aStep({ resources: [{ git, commit, path: "pass1/**" }] }) } });
  const [judgement] = validateProduction(
    {
      folder: "productions/p",
      file: "productions/p/production.yaml",
      bytes: new TextEncoder().encode(JSON.stringify(request)),
      entries: [],
      conventions: undefined,
      shared: [],
      foreign: [tree],
    },
    readConventions("conventions.yaml", conventionsBytes),
  );
  if (judgement === undefined) throw new Error("a request was not judged");
  return judgement;
};
const fetched = (bytes: string): Validation =>
  judgeWith({
    git,
    commit,
    kind: "fetched",
    entries: [
      { kind: "file", ...textFile("pass1/a.C", bytes) },
      { kind: "file", ...textFile("pass2/b.C", "other") },
    ],
  });

test("The files that a glob matches in another repository are added to a request, and no other", () => {
  expect(fetched("one").valid?.production.steps[0]?.resources.map(({ path }) => path)).toEqual(["pass1/a.C"]);
});

test("Other bytes of a file from another repository change the content of a production", () => {
  const digest = (bytes: string): string | undefined => fetched(bytes).valid?.production.contentDigest;

  expect(digest("one")).toBe(digest("one"));
  expect(digest("one")).not.toBe(digest("two"));
});

test("A git host that does not answer makes a request refused, with the message of the reader of that repository", () => {
  const { problems, valid } = judgeWith({ git, commit, kind: "unreachable", message: `${git} does not answer.` });

  expect(problems).toMatchObject([{ code: "git-unreachable", severity: "error", message: `${git} does not answer.` }]);
  expect(valid).toBeUndefined();
});

test("A git host that main does not list yet may be used after the merge that lists the host", () => {
  expect(judgeWith({ git, commit, kind: "not-in-force" }).problems).toMatchObject([
    {
      code: "git-host-refused",
      message: "Resources may not come from git.example.org yet: the conventions of main do not list it.",
      hint: "a host counts after the pull request that adds it to gitHosts was merged",
    },
  ]);
});

test("A commit of another repository that is on no branch is the author's to correct", () => {
  expect(judgeWith({ git, commit, kind: "refused", message: "No such commit." }).problems).toMatchObject([
    { code: "bad-git-resource", message: "No such commit." },
  ]);
});

test("Links, submodules and too large files of another repository are refused like those of this repository", () => {
  const { problems } = judgeWith({
    git,
    commit,
    kind: "fetched",
    entries: [
      { kind: "link", path: "pass1/link" },
      { kind: "submodule", path: "pass1/sub" },
      { kind: "too-large", path: "pass1/big", size: 99_999_999 },
    ],
  });

  expect(problems.map(({ code }) => code)).toEqual(["resource-refused", "resource-refused", "too-large"]);
});
