import { expect, test } from "vitest";
import { semverStyle } from "../../../action/core/conventions/version-semver.ts";
import type { PastVersion } from "../../../action/core/versioning/check-version.ts";
import { moveInputs, productionsRead } from "../../../action/core/versioning/newest-inputs.ts";

const past = (version: string, unread?: string): PastVersion => ({
  version,
  contentDigest: version,
  content: { format: 1, request: {}, resources: [] },
  submitted: true,
  made: "here",
  unread,
});
const moved = (version: string, versions: readonly PastVersion[], beyondMajor = false): string | undefined =>
  moveInputs({ inputs: { read: { production: "x", version } } }, new Map([["x", versions]]), {
    style: semverStyle,
    beyondMajor,
  })[0]?.to;
const versions = [past("1.0.0"), past("1.1.0"), past("1.2.0", "was withdrawn"), past("1.3.0-test.1"), past("2.0.0")];

test("An input moves to the newest readable release of its major, and beyond it only when that is asked", () => {
  expect(moved("1.0.0", versions)).toBe("1.1.0");
  expect(moved("1.0.0-test.2", versions)).toBe("1.1.0");
  expect(moved("1.0.0", versions, true)).toBe("2.0.0");
  expect(moved("2.0.0", versions)).toBeUndefined();
});

test("An input moves down only from a version that can no longer be read", () => {
  expect(moved("1.2.0", versions)).toBe("1.1.0");
  expect(moved("1.4.0", versions)).toBeUndefined();
  expect(moved("1.2.0", [past("1.2.0", "is superseded")])).toBeUndefined();
});

test("A request that is only partly right is read as far as it goes", () => {
  const wrong = { inputs: { a: null, b: { production: 1 }, c: { production: "x", version: "^1.0.0" } }, variants: [3] };

  expect(productionsRead(wrong)).toEqual(["x"]);
  expect(moveInputs(wrong, new Map([["x", versions]]), { style: semverStyle, beyondMajor: true })).toEqual([]);
});
