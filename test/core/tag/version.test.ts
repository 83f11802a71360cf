import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bumpBetween,
  bumped,
  compareVersions,
  isAbove,
  isTrial,
  largerBump,
  versionFault,
} from "../../../action/core/tag/version.ts";

describe("a version is three numbers, or a trial", () => {
  test.each(["0.0.1", "1.2.0", "10.20.30", "1.2.0-test.3"])("%s may stand", (version) => {
    expect(versionFault(version)).toBeUndefined();
  });

  test.each(["1", "1.2", "v1.2.0", "1.2.0 ", "01.2.0", "1.2.0.1", "", "latest", "1.2.0-rc.1", "1.2.0-test", "1.2.0+x"])(
    "%j may not",
    (version) => {
      expect(versionFault(version)).toBeTypeOf("string");
    },
  );

  test.each([
    ["1.2.0-test.3", true],
    ["1.2.0-test.x", false],
    ["1.2.0-test.3.1", false],
    ["1.2.0-beta.3", false],
    ["1.2.0", false],
    ["nonsense", false],
  ])("%s is a trial: %s", (version, trial) => {
    expect(isTrial(version)).toBe(trial);
  });
});

test("versions are compared as numbers, and a trial is below its release", () => {
  const sorted = ["1.10.0", "1.9.0", "1.9.0-test.10", "1.9.0-test.9"].toSorted(compareVersions);

  expect(sorted).toEqual(["1.9.0-test.9", "1.9.0-test.10", "1.9.0", "1.10.0"]);
  expect(isAbove("1.10.0", "1.9.0")).toBe(true);
  expect(isAbove("1.9.0", "1.9.0")).toBe(false);
});

test.each([
  ["1.2.3", "1.2.3", "none"],
  ["1.2.3", "1.2.9", "patch"],
  ["1.2.3", "1.4.0", "minor"],
  ["1.2.3", "3.0.0", "major"],
  ["0.1.0", "1.0.0", "major"],
  ["1.2.3", "1.2.4-test.1", "patch"],
  ["1.2.3", "1.3.0-test.1", "minor"],
  ["1.2.3", "2.0.0-test.1", "major"],
])("from %s to %s is %s", (from, to, bump) => {
  expect(bumpBetween(from, to)).toBe(bump);
});

test("a bump leads to a version that is above, and by as much", () => {
  const part = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.constantFrom("patch", "minor", "major"), (parts, bump) => {
      const version = parts.join(".");
      expect(isAbove(bumped(version, bump), version)).toBe(true);
      expect(bumpBetween(version, bumped(version, bump))).toBe(bump);
    }),
  );
});

test("the larger of two bumps", () => {
  expect(largerBump("none", "patch")).toBe("patch");
  expect(largerBump("major", "minor")).toBe("major");
});
