import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { problemCodes } from "../../action/core/problems/problem.ts";
import { defectsOfToday, kindsOf2022 } from "./real-mistakes.ts";

const bad = new URL("../requests/bad/", import.meta.url).pathname;
const folders = await readdir(bad);
const all = [...kindsOf2022, ...defectsOfToday].flatMap((one) => ("codes" in one ? [one] : []));

test("The list of real mistakes has all 45 kinds", () => {
  expect(kindsOf2022).toHaveLength(45);
});

describe("real mistakes", () => {
  test.each(all)("The real mistake is reported by the check: $mistake", async ({ codes, shown }) => {
    expect(codes.filter((code) => !(code in problemCodes))).toEqual([]);
    expect(shown.filter((folder) => !folders.includes(folder))).toEqual([]);
    const told = await Promise.all(shown.map((folder) => readFile(`${bad}${folder}/problems.txt`, "utf8")));
    const unseen =
      told.length === 0 ? [] : codes.filter((code) => !told.some((text) => new RegExp(` ${code}\\b`).test(text)));
    expect(unseen).toEqual([]);
  });

  test("Each real mistake is shown by a request that can be read, except those that need a history", () => {
    const without = all.filter(({ shown }) => shown.length === 0).map(({ mistake }) => mistake);

    expect(without).toEqual(["One tag with several contents"]);
  });
});
