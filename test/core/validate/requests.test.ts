import { describe, expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { importCodes } from "../../../action/core/problems/codes/imports.ts";
import { type Problem, problemCodes } from "../../../action/core/problems/problem.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { expectedIn, foldersOf, inFull, judgeFolder, requests, toldOf } from "./fixtures.ts";

const bad = await foldersOf("bad");
const good = await foldersOf("good");

describe("wrong requests", () => {
  test.each(bad)("The wrong request %s has the problems, at the places, of its problems.txt", async (folder) => {
    const expected = await expectedIn(folder);

    const told = (await judgeFolder(folder)).flatMap(({ problems }) => problems).map((p) => toldOf(folder, p));

    expect(told.map(({ place }) => place)).toEqual(expected.map(({ place }) => place));
    expect(told).toEqual(expected);
  });
});

/** Their macros are sent along, and none is given `conditions`. */
const withoutConditions = [
  "good/alignment-with-functions",
  "good/certain-acknowledged",
  "good/energies-of-one-particle",
  "good/jets-in-background",
  "good/merge-and-quality",
  "good/reads-a-table",
  "good/reads-each-file",
  "good/tracking-in-two-passes",
];

describe("good requests", () => {
  test.each(good)("The valid request %s is accepted, with at most notes for acknowledged problems", async (folder) => {
    const validated = await judgeFolder(folder);

    const problems = validated.flatMap((one) => one.problems);
    const isNote = ({ code, severity, message }: Problem): boolean =>
      severity === "note" && (message.includes(" Acknowledged: ") || code === "conditions-not-read");
    expect(problems.filter((problem) => !isNote(problem))).toEqual([]);
    expect(problems.some(({ code }) => code === "conditions-not-read")).toBe(withoutConditions.includes(folder));
    expect(new Set(validated.map(({ valid }) => valid?.production.folder))).toEqual(new Set([folder]));
  });
});

test("A request with twenty mistakes has twenty problems, each at its own place", async () => {
  const expected = await expectedIn("bad/twenty-mistakes");

  expect(expected).toHaveLength(20);
  expect(new Set(expected.map(({ place }) => place.split(" ")[0])).size).toBe(20);
});

test("A request with only a warning is not refused", async () => {
  const [validated] = await judgeFolder("bad/site-offline");

  expect(validated?.valid).toBeDefined();
});

test("Every problem code has a folder of a wrong request, or a named test", async () => {
  const elsewhere: Readonly<Record<string, string>> = {
    "no-conventions": "unsupported-files.test.ts: the conventions here stand above every folder",
    "validation-too-large": "e2e/limits.test.ts: ends a process",
    "too-many-bytes": "unsupported-files.test.ts: no repository should hold so much",
    "too-large": "unsupported-files.test.ts: two megabytes are not for git",
    "join-not-tried": "untried-joins.test.ts: needs a history",
    "version-not-above": "check-version.test.ts: needs a history",
    "version-not-moved": "check-version.test.ts: needs a history",
    "version-too-small": "check-version.test.ts: needs a history",
    "same-physics": "check-version.test.ts: needs a history",
    "version-without-change": "check-version.test.ts: needs a history",
    "reason-not-moved": "check-version.test.ts: needs a history",
    "promised-run-changed": "flows/reconcile/runs.test.ts: needs a history",
    "promised-run-removed": "flows/reconcile/runs.test.ts: needs a history",
    "reads-runs": "check-together.test.ts: needs a production that grows beside it",
    "target-not-counted": "core/versioning/target.test.ts: needs a history",
    "target-not-reached": "core/versioning/target.test.ts: needs a history",
    "events-changed": "merge-effects.test.ts: needs a history",
    "submit-changed": "merge-effects.test.ts: needs a history",
    "supersedes-changed": "merge-effects.test.ts: needs a history",
    "version-ended": "merge-effects.test.ts: needs a history",
    "reads-bad": "declared.test.ts: needs a history",
    "reads-ended": "check-together.test.ts: needs a history",
    "extends-other-content": "check-version.test.ts: needs a history",
    "not-a-plain-file": "unsupported-files.test.ts: links, submodules and folders are not for this repository",
    "git-unreachable": "resources.test.ts: needs a host that is silent",
    "variants-read-the-same": "variants.test.ts: a note",
    "stale-schema": "core/editor/editor-schema.test.ts: not of a request",
    "stale-form": "core/editor/editor-schema.test.ts: not of a request",
    "schema-not-there": "core/editor/editor-schema.test.ts: needs a schema beside the conventions",
    "template-tag": "validate-template.test.ts: of templates, not of a request",
    "bad-campaign": "core/conventions/campaign.test.ts: not of a request",
    "campaign-names-nothing": "core/cross-checks/check-campaigns.test.ts: not of a request",
    "campaign-over-budget": "core/outcomes/campaign-budget.test.ts: needs main",
    "no-history": "a note of the check flow: nobody judges it here",
    "split-pull-request": "changed-productions: judged from the paths of a pull request",
    "wrong-file-name": "needs the paths of a pull request: test/e2e/pull-request.test.ts",
    ...Object.fromEntries(Object.keys(importCodes).map((code) => [code, "test/imports/: of an imported file"])),
    "sandbox-too-large": "no judge tells it yet: the size is known when the archive is packed",
  };
  const places = (await Promise.all(bad.map(expectedIn))).flat().map(({ place }) => place);
  const covered = new Set(places.map((place) => place.split(" ")[1]));

  const without = Object.keys(problemCodes).filter((code) => !covered.has(code));

  expect(without.toSorted()).toEqual(Object.keys(elsewhere).toSorted());
});

test("Copied variants with one problem are all refused, although the problem is reported once", async () => {
  const validated = await judgeFolder("bad/variants-copied");

  const of = (name: string) => validated.filter(({ source }) => source.folder.endsWith(`/${name}`));
  expect(of("second").map(({ valid }) => valid)).toEqual([undefined, undefined]);
  expect(of("first").every(({ valid }) => valid !== undefined)).toBe(true);
});

test("The check of a request with variants does not depend on a neighbouring request", async () => {
  const tree = workTree(requests, noForeign);
  const sources = await tree.all(["good/variants", "bad/no-jobs"]);

  const validated = await validateSources(inFull, sources);

  expect(validated.map(({ source, valid }) => [source.folder, valid?.production.tag])).toEqual([
    ["good/variants", "sP26a-hfcharm-background"],
    ["good/variants", "sP26a-hfbottom-background"],
    ["bad/no-jobs", undefined],
  ]);
});
