import { versionStyle } from "../conventions/version-pattern.ts";
import {
  type Bump,
  isSmallerBump,
  isTrial,
  nextTrial,
  releaseOf,
  type VersionStyle,
} from "../conventions/version-style.ts";
import { reasonToRemake } from "../production/acknowledge.ts";
import { type ValidProduction } from "../production/valid-production.ts";
import { asksAgain, newestRelease, type PastVersion } from "./check-version.ts";
import { leastBump } from "./least-bump.ts";

/** What the author wants of the next version: no more than is honest, or a step of a size. */
export type SizeChoice = { readonly size: "least" | Exclude<Bump, "none">; readonly trial: boolean };

/** The version that it should have. One that is honest stays; a trial stays one: nobody is led to release. */
export const proposeVersion = (
  validated: ValidProduction,
  history: readonly PastVersion[],
  choice: SizeChoice,
): string => {
  const { version, contentDigest, conventions } = validated.production;
  const style = versionStyle(conventions);
  const same = history.find((past) => past.version === version);
  if (choice.trial || (choice.size === "least" && isTrial(version))) {
    const stays = !choice.trial && (same === undefined || same.contentDigest === contentDigest);
    return stays
      ? version
      : nextTrial(trialRelease(validated, history, style, choice), [...history.map((past) => past.version), version]);
  }
  if (choice.size === "least" && same?.contentDigest === contentDigest && !asksAgain(validated.production, history))
    return version;
  return release(validated, history, style, choice.size);
};

const release = (
  { production, content }: ValidProduction,
  history: readonly PastVersion[],
  style: VersionStyle,
  size: SizeChoice["size"],
): string => {
  const { version, contentDigest, request } = production;
  const free = (one: string): boolean =>
    history.every((past) => past.version !== one || past.contentDigest === contentDigest);
  const firstFree = (one: string): string => (free(one) ? one : firstFree(style.raised(one, "patch")));
  const newest = newestRelease(history, style);
  const current = releaseOf(version);
  if (newest === undefined) return firstFree(size === "least" ? current : style.raised(current, size));
  if (size !== "least") return firstFree(style.raised(newest.version, size));
  const { bump } = leastBump(newest.content, content);
  if (bump === "none")
    return reasonToRemake(request) === undefined ? newest.version : firstFree(style.raised(newest.version, "patch"));
  const enough =
    style.compare(current, newest.version) > 0 && !isSmallerBump(style.between(newest.version, current), bump);
  return enough && free(current) ? current : firstFree(style.raised(newest.version, bump));
};

/** What a trial is a trial of: the release it names while that is still ahead, or the next. */
const trialRelease = (
  validated: ValidProduction,
  history: readonly PastVersion[],
  style: VersionStyle,
  { size }: SizeChoice,
): string => {
  const { version } = validated.production;
  const newest = newestRelease(history, style);
  const ahead = newest === undefined || style.compare(releaseOf(version), newest.version) > 0;
  if (size === "least" && isTrial(version) && ahead) return releaseOf(version);
  const proposed = release(validated, history, style, size);
  return newest !== undefined && style.compare(proposed, newest.version) <= 0
    ? style.raised(newest.version, "patch")
    : proposed;
};
