import semver from "semver";

/** How much a version moved, or has to move. `none` is words only: no new version, no submission. */
export type Bump = "none" | "patch" | "minor" | "major";
export const bumpOrder: readonly Bump[] = ["none", "patch", "minor", "major"];
export const largerBump = (a: Bump, b: Bump): Bump => (bumpOrder.indexOf(a) >= bumpOrder.indexOf(b) ? a : b);

/** `undefined` when it may stand: three numbers, or a trial `-test.N`. */
export const versionFault = (version: string): string | undefined => {
  if (version.includes("+")) return "Build metadata (+) cannot stand in a dataset name.";
  const parsed = semver.parse(version);
  if (parsed === null || parsed.version !== version) return `"${version}" is not a version of three numbers.`;
  if (parsed.prerelease.length > 0 && !isTrial(version))
    return `"${version}" has an ending that is not -test.N, which marks a trial.`;
  return undefined;
};

/** Trials are never a base for later versions. */
export const isTrial = (version: string): boolean => {
  const parts = semver.prerelease(version);
  return parts !== null && parts.length === 2 && parts[0] === "test" && typeof parts[1] === "number";
};

export const isAbove = (version: string, other: string): boolean => semver.gt(version, other);
export const compareVersions = (a: string, b: string): number => semver.compare(a, b);

/** The release that a bump of this size leads to. */
export const bumped = (version: string, bump: Exclude<Bump, "none">): string => semver.inc(version, bump) ?? version;

/** The size of the step between two releases; a first digit that moved makes it major, and so on. */
export const bumpBetween = (from: string, to: string): Bump => {
  const difference = semver.diff(from, to);
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
