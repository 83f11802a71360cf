import { type Advice, leastBump } from "../advice/least-bump.ts";
import type { Problem } from "../problem.ts";
import type { Production } from "../production.ts";
import { problemAt } from "../request/places.ts";
import { bumpBetween, bumped, bumpOrder, compareVersions, isAbove, isTrial } from "../tag/version.ts";
import type { Content } from "./content.ts";

/** What the ledger says of an earlier version of the same tag. */
export type Past = {
  readonly version: string;
  readonly contentDigest: string;
  readonly content: Content;
  /** It came as far as PanDA's check. What was only promised is no base for later versions, but keeps its version. */
  readonly submitted: boolean;
};

/** Compares with the last release below; trials are never a base. A version that PanDA knows keeps its content for ever. */
export const judgeVersion = (
  production: Production,
  content: Content,
  history: readonly Past[],
): readonly Problem[] => {
  const { where, version, contentDigest } = production;
  const problem = (code: Problem["code"], message: string, hint?: string): readonly Problem[] => [
    problemAt(where, ["version"], code, message, { hint }),
  ];

  const same = history.find((past) => past.version === version);
  const newest = newestRelease(history);
  if (same !== undefined) {
    if (same.contentDigest === contentDigest) return [];
    return problem(
      "version-not-moved",
      `${production.tag} ${version} stands on the ledger with other content.`,
      production.trial ? nextTrial(version, history) : adviseAfter(newest ?? same, content),
    );
  }
  if (newest === undefined) return [];
  if (!isAbove(version, newest.version)) {
    return problem(
      "version-not-above",
      `${version} is not above ${newest.version}, the newest of ${production.tag}.`,
      production.trial ? nextTrial(bumped(newest.version, "patch"), history) : adviseAfter(newest, content),
    );
  }
  if (production.trial) return [];
  const advice = leastBump(newest.content, content);
  if (advice.bump === "none") {
    return production.request.rerun === undefined
      ? problem(
          "version-without-change",
          `Nothing changed since ${newest.version}.`,
          `keep version: ${newest.version}, or say why with rerun: "reason"`,
        )
      : [];
  }
  if (bumpOrder.indexOf(bumpBetween(newest.version, version)) >= bumpOrder.indexOf(advice.bump)) return [];
  const reasons = advice.reasons
    .filter((reason) => reason.bump === advice.bump)
    .map(({ change, because }) => `${change.path} (${because})`);
  return problem(
    "version-too-small",
    `From ${newest.version} to ${version} is too small a step: ${reasons.slice(0, 3).join(", ")}${reasons.length > 3 ? " and more" : ""} needs ${advice.bump}.`,
    `version: ${bumped(newest.version, advice.bump)}`,
  );
};

const adviseAfter = (newest: Past, content: Content): string => {
  const { bump } = leastBump(newest.content, content);
  return bump === "none"
    ? `version: ${newest.version}, which has this content already`
    : `version: ${bumped(newest.version, bump)}`;
};

/** A trial is followed by a trial: nobody should be led to release by a hint. */
const nextTrial = (version: string, history: readonly Past[]): string => {
  const [release = version] = version.split("-");
  const numbers = history
    .filter((past) => past.version.startsWith(`${release}-test.`))
    .map((past) => Number(past.version.slice(`${release}-test.`.length)));
  return `version: ${release}-test.${Math.max(0, ...numbers) + 1}`;
};

export type Since = { readonly version: string; readonly advice: Advice };

/** What changed since the newest release of the tag, and how far the version has to move for it. */
export const sinceLast = (content: Content, history: readonly Past[]): Since | undefined => {
  const newest = newestRelease(history);
  return newest === undefined ? undefined : { version: newest.version, advice: leastBump(newest.content, content) };
};

const newestRelease = (history: readonly Past[]): Past | undefined =>
  history
    .filter((past) => past.submitted && !isTrial(past.version))
    .toSorted((a, b) => compareVersions(a.version, b.version))
    .at(-1);
