import semver from "semver";
import { type Bump, isTrial, type VersionStyle } from "./version-style.ts";

/** Three numbers, and `-test.N` for a trial. */
export const semverStyle: VersionStyle = {
  fault: (version) => {
    if (plain.test(version)) return undefined;
    if (version.includes("+")) return "Build metadata (+) cannot stand in a dataset name.";
    const parsed = semver.parse(version);
    if (parsed === null || parsed.version !== version) return `"${version}" is not a version of three numbers.`;
    if (parsed.prerelease.length > 0 && !isTrial(version))
      return `"${version}" has an ending that is not -test.N, which marks a trial.`;
    return undefined;
  },
  compare: (a, b) => semver.compare(a, b),
  raised: (version, bump) => semver.inc(version, bump) ?? version,
  between: (from, to) => sizeOf(semver.diff(from, to)),
  example: "1.2.0",
  shape: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-test\\.(0|[1-9][0-9]*))?$",
};

/** Three numbers that JavaScript holds exactly: as nearly every version is, which needs no parser. */
const plain = /^(?:0|[1-9][0-9]{0,14})\.(?:0|[1-9][0-9]{0,14})\.(?:0|[1-9][0-9]{0,14})$/;

const sizeOf = (difference: ReturnType<typeof semver.diff>): Bump => {
  switch (difference) {
    case "major":
    case "premajor":
      return "major";
    case "minor":
    case "preminor":
      return "minor";
    case "patch":
    case "prepatch":
    case "prerelease":
      return "patch";
    case null:
    case "release":
      return "none";
  }
};
