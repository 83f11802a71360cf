import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { versionStyle } from "../../../action/core/conventions/version-pattern.ts";
import { type Bump, isTrial, largerBump } from "../../../action/core/conventions/version-style.ts";

const semver = versionStyle({ version: { style: "semver" } });
const integer = versionStyle({ version: { style: "integer" } });
const campaign = versionStyle({
  version: {
    style: "pattern",
    pattern: "^(?<major>[0-9]{2}\\.[0-9]{2})\\.(?<minor>[0-9]+)-stable$",
    example: "26.03.0-stable",
  },
});
const styles = { semver, integer, campaign };

describe("version syntax", () => {
  test.each([
    ["semver", ["0.0.1", "1.2.0", "10.20.30", "1.2.0-test.3"]],
    ["integer", ["v001", "v666", "v001-test.0"]],
    ["campaign", ["26.03.0-stable", "26.03.12-stable", "26.03.0-stable-test.4"]],
  ] as const)("The version style %s accepts %j", (style, versions) => {
    for (const version of versions) expect(styles[style].fault(version), version).toBeUndefined();
  });

  test.each([
    [
      "semver",
      ["1", "1.2", "v1.2.0", "1.2.0 ", "01.2.0", "1.2.0.1", "", "latest", "1.2.0-rc.1", "1.2.0-test", "1.2.0+x"],
    ],
    ["integer", ["1", "v1", "v0001", "v001-test", "v001+x", "V001", "v001\n", "1.2.0"]],
    ["campaign", ["26.3.0-stable", "26.03.0", "26.03.0-stable+x", "26.03.0-nightly", " 26.03.0-stable"]],
  ] as const)("The version style %s refuses %j", (style, versions) => {
    for (const version of versions) expect(styles[style].fault(version), version).toBeTypeOf("string");
  });

  test("The schema for the editor accepts the same versions of productions as the check", () => {
    for (const [style, version] of [
      [semver, "1.2.0-test.3"],
      [integer, "v001"],
      [integer, "v001-test.3"],
      [campaign, "26.03.0-stable-test.3"],
    ] as const)
      expect(new RegExp(style.shape).test(version), version).toBe(true);
    expect(new RegExp(integer.shape).test("v1")).toBe(false);
  });
});

test.each([
  ["1.2.0-test.3", true],
  ["v001-test.3", true],
  ["26.03.0-stable-test.3", true],
  ["1.2.0-test.x", false],
  ["1.2.0-test.3.1", false],
  ["1.2.0-beta.3", false],
  ["1.2.0", false],
  ["nonsense", false],
])("Whether %s is the version of a trial: %s", (version, trial) => {
  expect(isTrial(version)).toBe(trial);
});

describe("version order", () => {
  test.each([
    ["semver", ["1.9.0-test.9", "1.9.0-test.10", "1.9.0", "1.10.0"]],
    ["integer", ["v009-test.2", "v009-test.10", "v009", "v010"]],
    ["campaign", ["26.03.9-stable", "26.03.10-stable-test.1", "26.03.10-stable", "26.11.0-stable", "27.01.0-stable"]],
  ] as const)(
    "In the style %s versions are ordered by their numbers, and a trial is before its release",
    (style, sorted) => {
      expect(sorted.toReversed().toSorted(styles[style].compare)).toEqual(sorted);
    },
  );
});

test.each([
  ["semver", "1.2.3", "1.2.3", "none"],
  ["semver", "1.2.3", "1.2.9", "patch"],
  ["semver", "1.2.3", "1.4.0", "minor"],
  ["semver", "1.2.3", "3.0.0", "major"],
  ["semver", "0.1.0", "1.0.0", "major"],
  ["semver", "1.2.3", "1.2.4-test.1", "patch"],
  ["semver", "1.2.3", "2.0.0-test.1", "major"],
  ["integer", "v001", "v001", "none"],
  ["integer", "v001", "v002", "major"],
  ["campaign", "26.03.0-stable", "26.03.1-stable", "minor"],
  ["campaign", "26.03.0-stable", "26.04.0-stable", "major"],
] as const)("The bump in the style %s from %s to %s is %s", (style, from, to, bump) => {
  expect(styles[style].between(from, to)).toBe(bump);
});

test.each([
  ["integer", "v001", "patch", "v002"],
  ["integer", "v099", "major", "v100"],
  ["campaign", "26.03.1-stable", "patch", "26.03.2-stable"],
  ["campaign", "26.03.9-stable", "minor", "26.03.10-stable"],
  ["campaign", "26.03.1-stable", "major", "26.04.0-stable"],
] as const)("In the style %s version %s raised by a %s bump becomes %s", (style, version, bump, raised) => {
  expect(styles[style].raised(version, bump)).toBe(raised);
});

test("A bump gives the version that is above the old one by exactly that bump", () => {
  const part = fc.nat({ max: 1000 });
  const bumps = fc.constantFrom<Exclude<Bump, "none">>("patch", "minor", "major");
  fc.assert(
    fc.property(fc.tuple(part, part, part), bumps, (parts, bump) => {
      const version = parts.join(".");
      expect(semver.compare(semver.raised(version, bump), version)).toBeGreaterThan(0);
      expect(semver.between(version, semver.raised(version, bump))).toBe(bump);
    }),
  );
});

test("The larger of two bumps that a change of a production needs is used", () => {
  expect(largerBump("none", "patch")).toBe("patch");
  expect(largerBump("major", "minor")).toBe("major");
});
