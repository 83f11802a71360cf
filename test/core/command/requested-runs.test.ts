import { expect, test } from "vitest";
import { readAsked, writeAsked } from "../../../action/core/command/run-commands.ts";

test("Requested runs that one job wrote are read by the next job", () => {
  const asked = {
    answers: [{ production: "productions/a", command: "psql", text: "66001\n" }],
    failed: ["no database"],
  };

  expect(readAsked(writeAsked(asked))).toEqual(asked);
});

test.each([
  "",
  "[]",
  '{"answers":[]}',
  '{"answers":{},"failed":[]}',
  '{"answers":[],"failed":[1]}',
  '{"answers":[{"production":"productions/a"}],"failed":[]}',
  '{"answers":[{"production":"productions/a","text":""}],"failed":[]}',
  '{"answers":[{"production":"productions/a","command":"psql","text":1}],"failed":[]}',
  '{"answers":[{"production":"productions/a\\u0000","command":"psql","text":""}],"failed":[]}',
  '{"answers":[{"production":"","command":"psql","text":""}],"failed":[]}',
  '{"answers":[{"production":":(glob)**","command":"psql","text":""}],"failed":[]}',
])("The text %s is refused as requested runs", (text) => {
  expect(() => readAsked(text)).toThrow("is not what the part ask gives");
});
