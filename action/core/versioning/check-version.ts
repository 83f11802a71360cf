import { versionStyle } from "../conventions/version-pattern.ts";
import {
  type Bump,
  isSmallerBump,
  isTrial,
  nextTrial,
  releaseOf,
  type VersionStyle,
} from "../conventions/version-style.ts";
import { type Problem, quotable } from "../problems/problem.ts";
import { placeToRemake, reasonToRemake } from "../production/acknowledge.ts";
import type { Content } from "../production/content.ts";
import type { Production } from "../production/production.ts";
import { andMore } from "../text/amounts.ts";
import { suggestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { contentChanges } from "./content-changes.ts";
import { checkIntendedRuns, type IntendedRun } from "./intended-runs.ts";
import { type Advice, leastBump } from "./least-bump.ts";
import { checkSamePhysics, orSamePhysics, withSamePhysics } from "./same-physics.ts";

/** What the ledger says of an earlier version of the same tag. */
export type PastVersion = {
  readonly version: string;
  readonly contentDigest: string;
  readonly content: Content;
  /** It came to PanDA's check, or was made elsewhere. What was only intended is no base, but its number stays taken. */
  readonly submitted: boolean;
  /** `elsewhere`: before the ledger began, or recorded with `submit: never`. Which seeds it took is not known. */
  readonly made: "here" | "elsewhere";
  /** Of it, and of each of its runs on the ledger, nothing runs or waits any more. */
  readonly isDone?: boolean;
  /** Why new productions do not read it, if so. */
  readonly unread?: string | undefined;
  /** The version that it extends, and the events that it was asked for and delivered; left out of runs. */
  readonly extends?: string | undefined;
  readonly events?: { readonly asked?: number; readonly delivered?: number; readonly isOver?: boolean };
  /** Of a production that grows: its runs on the ledger, with the columns of their list then. */
  readonly intended?: readonly IntendedRun[];
};

/** Compares with the last release below; trials are never a base. A version that PanDA knows keeps its content for ever. */
export const checkVersion = (
  production: Production,
  content: Content,
  history: readonly PastVersion[],
): readonly Problem[] => {
  const { version } = production;
  const same = history.find((past) => past.version === version);
  if (same !== undefined) return checkKnown(production, content, same, history);
  const style = versionStyle(production.conventions);
  const newest = newestRelease(history, style);
  const extended = checkExtends(production, content, history);
  if (newest === undefined || extended.length > 0) return extended;
  if (style.compare(version, newest.version) <= 0) {
    return versionProblem(
      production,
      "version-not-above",
      `${version} is not above ${newest.version}, the newest of ${production.tag}.`,
      production.trial
        ? adviseTrial(style.raised(newest.version, "patch"), history)
        : adviseAfter(style, newest, content),
    );
  }
  if (production.trial) return [];
  const { bump, reasons } = leastBump(newest.content, content);
  return bump === "none" ? checkUnchanged(production, newest.version) : checkBump(production, newest.version, reasons);
};

const versionProblem = (
  { where, variant }: Production,
  code: Problem["code"],
  message: string,
  hint: string,
): readonly Problem[] => {
  // The version of variants is mostly one for all of them: the tag alone says which of them is meant.
  const place = variant ? ["tag"] : ["version"];
  return [problemAt(where, place, code, { message, hint })];
};

/** A version that the ledger knows: its content stays, and a reason makes it again under the next one. */
const checkKnown = (
  production: Production,
  content: Content,
  same: PastVersion,
  history: readonly PastVersion[],
): readonly Problem[] => {
  const { where, tag, version, contentDigest } = production;
  const style = versionStyle(production.conventions);
  const newest = newestRelease(history, style);
  if (same.contentDigest !== contentDigest)
    return versionProblem(
      production,
      "version-not-moved",
      `${tag} ${version} was ${same.submitted ? "submitted" : "merged"} already, and ${changedText(same.content, content)} changed since.`,
      production.trial
        ? `${adviseTrial(version, history)}${otherWays(production)}`
        : adviseAfter(style, newest ?? same, content, otherWays(production)),
    );
  const runs = checkIntendedRuns(production, same.intended ?? []);
  if (!asksAgain(production, history)) return runs;
  return [
    ...runs,
    problemAt(where, placeToRemake(production.request), "reason-not-moved", {
      message: `${tag} ${version} has been made; the reason makes it again under the next version only.`,
      severity: "warning",
      hint: `version: ${style.raised(newest?.version ?? version, "patch")}, or remove the reason`,
    }),
  ];
};

/** A file by its name, and what the request says by its path; of commands that they are some. */
const changedText = (from: Content, to: Content): string => {
  const paths = contentChanges(from, to).map(({ path }) => {
    const [, file] = /^(?:files|modes|moved)\.(.+)/.exec(path) ?? [];
    return file ?? `\`${/^steps\.[^.]+\.run(?=\.)/.exec(path)?.[0] ?? path}\``;
  });
  return paths.length === 0 ? "it" : andMore([...new Set(paths)], 3);
};

/** Together with the version to write: the command that writes it, and the way back for an author who changed another's by accident. */
const otherWays = ({ folder, trial, request: { contact } }: Production): string => {
  // People copy it into a shell.
  if (!/^[\w./-]+$/.test(folder)) return "";
  return `, ${trial ? "the next trial" : `or \`shrek bump ${folder}\``}; if it was not meant to change, it is of ${andMore(contact, 3)}: \`git checkout origin/main -- ${folder}\``;
};

const remakeHint = 'acknowledge: [{ code: version-without-change, reason: "why" }]';

/** A new version of what the newest release has already: a reason alone makes one, by the least step. */
const checkUnchanged = (production: Production, newest: string): readonly Problem[] => {
  const { where, tag, version, request, variant, conventions } = production;
  const reason = reasonToRemake(request);
  if (reason === undefined)
    return versionProblem(
      production,
      "version-without-change",
      `Nothing changed in ${tag} since ${newest}.`,
      variant
        ? `give this variant version: ${newest} of its own, or say why: ${remakeHint}`
        : `keep version: ${newest}, or say why: ${remakeHint}`,
    );
  const style = versionStyle(conventions);
  const again = style.raised(newest, "patch");
  return isSmallerBump(style.between(newest, again), style.between(newest, version))
    ? versionProblem(
        production,
        "version-without-change",
        `Nothing changed in ${tag} since ${newest}: to make it again raises the last part of the version only.`,
        `version: ${again}`,
      )
    : [
        problemAt(where, placeToRemake(request), "version-without-change", {
          message: quotable(`Nothing changed in ${tag} since ${newest}. Acknowledged: ${reason}`),
          severity: "note",
        }),
      ];
};

/** Whether the version moved as far from the newest release as the changes need. */
const checkBump = (production: Production, newest: string, found: Advice["reasons"]): readonly Problem[] => {
  const { tag, version } = production;
  const style = versionStyle(production.conventions);
  const reasons = withSamePhysics(production, found);
  const needs = (bump: Bump): boolean => reasons.some((reason) => reason.bump === bump);
  const less = needs("minor") ? "minor" : "patch";
  const bump = needs("major") ? "major" : less;
  const said = checkSamePhysics(production, found);
  if (!isSmallerBump(style.between(newest, version), bump)) return said;
  const changes = reasons
    .filter((reason) => reason.bump === bump)
    .map(({ change, because }) => `${change.path} (${because})`);
  const small = versionProblem(
    production,
    "version-too-small",
    `The version step of ${tag} from ${newest} to ${version} is too small: ${changes.slice(0, 3).join(", ")}${changes.length > 3 ? " and more" : ""} needs ${bump}.`,
    `version: ${style.raised(newest, bump)}${orSamePhysics(production, reasons)}`,
  );
  return [...small, ...said];
};

/** Whether a reason to make it again waits for a version: this one alone was submitted with this content. */
export const asksAgain = (
  { request, trial, version, contentDigest }: Production,
  history: readonly PastVersion[],
): boolean => {
  if (reasonToRemake(request) === undefined || trial) return false;
  const made = history.filter((past) => past.submitted && past.contentDigest === contentDigest);
  return made.length === 1 && made[0]?.version === version;
};

/** Data that are added to a sample must be made as the sample was: only the amount and the way of running may differ. */
const checkExtends = (
  { where, request, tag }: Production,
  content: Content,
  history: readonly PastVersion[],
): readonly Problem[] => {
  if (request.extends === undefined) return [];
  const base = history.find(({ version, submitted }) => version === request.extends && submitted);
  if (base === undefined)
    return [
      problemAt(where, ["extends"], "unknown-version", {
        message: `${tag} ${request.extends} was never submitted.`,
        hint: suggestName(
          request.extends,
          history.map(({ version }) => version),
        ),
      }),
    ];
  const broken = (message: string): Problem =>
    problemAt(where, ["extends"], "extends-other-content", {
      message: `This production cannot extend ${tag} ${request.extends}: ${message}.`,
      hint: "remove `extends` to make a new sample, or revert the change",
    });
  if (base.made === "elsewhere") return [broken("SHREK did not submit it, so its seeds are not known")];
  const other = leastBump(base.content, content)
    .reasons.filter(({ kind, change }) => !(kind === "statistics" || kind === "running") || isOtherSeed(change.path))
    .map(({ change, because }) => broken(`${change.path} changed (${because})`));
  return other.slice(0, 1);
};

/** In another stream the seeds begin again, and an addition would repeat existing data. */
const isOtherSeed = (path: string): boolean => /^steps\.[^.]+\.seed(\.stream)?$/.test(path);

const adviseAfter = (style: VersionStyle, newest: PastVersion, content: Content, others = ""): string => {
  const { bump } = leastBump(newest.content, content);
  return bump === "none"
    ? `version: ${newest.version}, which has this content already`
    : `version: ${style.raised(newest.version, bump)}${others}`;
};

/** A trial is followed by a trial: nobody should be led to release by a hint. */
const adviseTrial = (version: string, history: readonly PastVersion[]): string =>
  `version: ${nextTrial(
    releaseOf(version),
    history.map((past) => past.version),
  )}`;

export type Since = { readonly version: string; readonly advice: Advice };

/** What changed since the newest release of the tag, and how far the version has to move for it. */
export const sinceLast = (
  { conventions }: Production,
  content: Content,
  history: readonly PastVersion[],
): Since | undefined => {
  const newest = newestRelease(history, versionStyle(conventions));
  return newest === undefined ? undefined : { version: newest.version, advice: leastBump(newest.content, content) };
};

export const newestRelease = (history: readonly PastVersion[], style: VersionStyle): PastVersion | undefined =>
  history
    .filter((past) => past.submitted && !isTrial(past.version))
    .toSorted((a, b) => style.compare(a.version, b.version))
    .at(-1);
