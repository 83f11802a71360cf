import { expect, test } from "vitest";
import { judgeTogether } from "../../../action/core/judge/judge-together.ts";
import type { Production } from "../../../action/core/production.ts";
import { accepted, aRequest, aStep, type Draft } from "../a-production.ts";

const production = (folder: string, changes: Draft = {}): Production =>
  accepted(aRequest(changes), { folder }).production;

const background = { tag: { campaign: "sP26a", physics: "hfcharm", stage: "background" } };
const moreJobs = { steps: { simulate: aStep({ jobs: 20 }) } };

test("one tag and version in two folders is told in the folder that is judged", () => {
  const problems = judgeTogether([production("b", moreJobs)], [production("a")]);

  expect(problems).toMatchObject([
    {
      code: "duplicate-tag",
      severity: "error",
      file: "b/production.yaml",
      message: "sP26a-hfcharm-signal 1.0.0 is also a/production.yaml.",
    },
  ]);
});

test("two that are judged at once are told once, in the later one", () => {
  const problems = judgeTogether([production("a"), production("b", moreJobs)], []);

  expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual(["duplicate-tag b/production.yaml"]);
});

test("another version of one tag may stand beside it", () => {
  expect(judgeTogether([production("b", { ...moreJobs, version: "1.1.0" })], [production("a")])).toEqual([]);
});

test("the same content under another tag is a warning that names the first", () => {
  expect(judgeTogether([production("b", background)], [production("a")])).toMatchObject([
    {
      code: "same-content",
      severity: "warning",
      message: "This is sP26a-hfcharm-signal 1.0.0 again (a/production.yaml).",
    },
  ]);
});

test("the warning is silent when the author means it", () => {
  const meant = { ...background, acknowledge: [{ code: "same-content", reason: "an independent sample" }] };

  expect(judgeTogether([production("b", meant)], [production("a")])).toEqual([]);
});

test("an error is not waved through by acknowledging it", () => {
  const meant = { ...moreJobs, acknowledge: [{ code: "duplicate-tag", reason: "please" }] };

  expect(judgeTogether([production("b", meant)], [production("a")])).toMatchObject([{ code: "duplicate-tag" }]);
});

test("neighbours among themselves are not this author's business", () => {
  expect(judgeTogether([], [production("a"), production("b")])).toEqual([]);
});
