import { expect, test } from "vitest";
import { aGithub, aPull, here, personOf } from "./githubs.ts";

test("GitHub's list of files omits the patch of a file with more than 20,000 lines or 500 KB, and counts its lines", async () => {
  const github = await aGithub();
  const { number } = await aPull(github, {
    "few.txt": "x\n".repeat(10_000),
    "many.txt": "x\n".repeat(20_001),
    "wide.txt": `${"x".repeat(500_001)}\n`,
    "zlast.txt": "x\n".repeat(10_001),
  });

  const { data } = await personOf(github, "alice").rest.pulls.listFiles({ ...here, pull_number: number });

  expect(data.map(({ filename, patch, additions }) => [filename, patch !== undefined, additions])).toEqual([
    ["few.txt", true, 10_000],
    ["many.txt", false, 20_001],
    ["wide.txt", false, 1],
    ["zlast.txt", false, 10_001],
  ]);
});
