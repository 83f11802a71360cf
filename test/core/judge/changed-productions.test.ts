import { describe, expect, test } from "vitest";
import { judgeFileNames } from "../../../action/core/judge/changed-productions.ts";

describe("a request that would be merged and never submitted is told", () => {
  test.each([
    ["productions/x/production.yml", "A request must be named production.yaml", "git mv productions/x/production.yml"],
    ["productions/_x/production.yaml", "SHREK does not search _x for productions", "does not begin with _ or ."],
    ["productions/_campaign/x/production.yaml", "SHREK does not search _campaign for productions", "does not begin"],
    ["productions/x/.old/production.yaml", "SHREK does not search .old for productions", "does not begin"],
    [
      "productions/node_modules/x/production.yaml",
      "SHREK does not search node_modules for productions",
      "does not begin",
    ],
  ])("%s", (path, message, hint) => {
    expect(judgeFileNames([path])).toEqual([
      {
        code: "wrong-file-name",
        severity: "error",
        file: path,
        line: 1,
        col: 1,
        message: expect.stringContaining(message) as string,
        hint: expect.stringContaining(hint) as string,
      },
    ]);
  });
});

test.each([
  "productions/x/production.yaml",
  "productions/_templates/chain/production.yaml",
  "productions/sphenix/_shared/production.yaml",
  "productions/_x/notes.yaml",
  "elsewhere/_x/production.yaml",
])("%s is nothing to tell of", (path) => {
  expect(judgeFileNames([path])).toEqual([]);
});
