import { compareText } from "../problems/problem.ts";
import { type LinearPattern, linearPattern } from "../text/linear-pattern.ts";
import type { Conventions } from "./conventions.ts";
import { semverStyle } from "./version-semver.ts";
import { type Bump, isTrial, releaseOf, trialNumber, type VersionStyle } from "./version-style.ts";

type VersionPart = Exclude<Bump, "none">;
const parts: readonly VersionPart[] = ["major", "minor", "patch"];

/**
 * A style that the conventions describe: a pattern with some of the groups major, minor and patch. Numbers in a group
 * are compared as numbers, `26.03` as 26 and then 3, and keep their width when they are raised.
 */
export const patternStyle = (pattern: string, example: string): VersionStyle => {
  const shape = linearPattern(pattern);
  const groupsOf = (version: string): ReadonlyMap<VersionPart, string> => {
    const groups = shape.groups(releaseOf(version));
    return new Map(
      parts.flatMap((part) => {
        const found = groups.get(part);
        return found === undefined ? [] : [[part, found.text] as const];
      }),
    );
  };
  return {
    fault: (version) =>
      shape.fits(releaseOf(version)) && /^[A-Za-z0-9._-]+$/.test(version)
        ? undefined
        : `"${version}" is not a version of this experiment.`,
    compare: (a, b) => compareGroups(groupsOf(a), groupsOf(b)) || compareTrials(a, b),
    raised: (version, bump) => raiseGroup(shape, releaseOf(version), bump),
    between: (from, to) => {
      const [before, after] = [groupsOf(from), groupsOf(to)];
      const moved = parts.find((part) => compareNumbers(before.get(part), after.get(part)) !== 0);
      if (moved === undefined) return from === to ? "none" : "patch";
      return moved === [...before.keys()][0] ? "major" : moved;
    },
    example,
    shape: `${pattern.replace(/\$$/, "").replaceAll(/\(\?<[a-z]+>/g, "(")}(-test\\.(0|[1-9][0-9]*))?$`,
  };
};

/** The smallest part that is at least as coarse as the bump goes up by one; the finer parts begin again. */
const raiseGroup = (shape: LinearPattern, version: string, bump: VersionPart): string => {
  const groups = shape.groups(version);
  const present = parts.filter((part) => groups.has(part));
  const chosen = present.findLast((part) => parts.indexOf(part) <= parts.indexOf(bump)) ?? present[0];
  if (chosen === undefined) return version;
  return present
    .toReversed()
    .filter((part) => parts.indexOf(part) >= parts.indexOf(chosen))
    .reduce((text, part) => {
      const { text: group, from, to } = groups.get(part) ?? { text: "", from: 0, to: 0 };
      return (
        text.slice(0, from) + (part === chosen ? raiseLast(group) : group.replaceAll(/[0-9]/g, "0")) + text.slice(to)
      );
    }, version);
};

const raiseLast = (group: string): string =>
  group.replace(/[0-9]+(?=[^0-9]*$)/, (digits) => String(Number(digits) + 1).padStart(digits.length, "0"));

const compareGroups = (a: ReadonlyMap<VersionPart, string>, b: ReadonlyMap<VersionPart, string>): number =>
  parts.reduce((order, part) => order || compareNumbers(a.get(part), b.get(part)), 0);

const compareNumbers = (a = "", b = ""): number => {
  const [left, right] = [a.match(/[0-9]+|[^0-9]+/g) ?? [], b.match(/[0-9]+|[^0-9]+/g) ?? []];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x = "", y = ""] = [left[at], right[at]];
    const order = /^[0-9]/.test(x) && /^[0-9]/.test(y) ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return 0;
};

const compareTrials = (a: string, b: string): number => {
  if (isTrial(a) && isTrial(b)) return trialNumber(a) - trialNumber(b);
  return Number(isTrial(b)) - Number(isTrial(a));
};

export const versionStyle = ({ version }: Pick<Conventions, "version">): VersionStyle => {
  switch (version.style) {
    case "semver":
      return semverStyle;
    case "integer":
      return integerStyle();
    case "pattern":
      return patternStyle(version.pattern ?? "", version.example ?? "");
  }
};

/** `v001`: one part of three digits, so that any change of content raises it. Most experiments never ask. */
const integerStyle = (): VersionStyle => patternStyle("^v(?<major>[0-9]{3})$", "v001");

/** Of a production that is new. */
export const firstVersion = (conventions: Pick<Conventions, "version">): string =>
  conventions.version.style === "semver" ? "1.0.0" : versionStyle(conventions).example;
