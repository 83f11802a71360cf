import { conventionsReader, statusIn, validateEach } from "../../core/cross-checks/check-sources.ts";
import type { Neighbour } from "../../core/cross-checks/facts.ts";
import { partsOf, supersededBy } from "../../core/cross-checks/supersedes.ts";
import type { Validated } from "../../core/cross-checks/validated.ts";
import { keyOf, type SubmissionKey } from "../../core/ledger/event.ts";
import {
  type MergeEffect,
  type OnMerge,
  onMerge,
  superseding,
  type VersionBefore,
} from "../../core/outcomes/merge-effects.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import type { Production } from "../../core/production/production.ts";
import { BrokenLedger, fold } from "../../core/submission/fold.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import { splitByRun } from "../../core/validate/split-runs.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import type { History } from "../ledger-access/history.ts";
import { inParts } from "./in-parts.ts";

/** What a merge would do to what the ledger knows, and the readers of what it would supersede. `was`: the touched folders as they were. */
export const predictMerge = async (
  history: NonNullable<History>,
  was: readonly VersionBefore[],
  validated: readonly Validated[],
  onTree: () => Promise<readonly Neighbour[]>,
): Promise<OnMerge> => {
  const after = validated
    .flatMap(({ accepted }) => (accepted === undefined ? [] : splitByRun(accepted)))
    .map(({ production }) => production);
  const unclear = unclearTags(was, validated);
  const tags = [...new Set([...was, ...after].map(({ tag }) => tag))];
  const merged: OnMerge[] = [];
  const known = new Set<SubmissionKey>();
  const [wasOf, afterOf] = [Map.groupBy(was, ({ tag }) => tag), Map.groupBy(after, ({ tag }) => tag)];
  for (const part of byParts(tags, atOneTime)) {
    const states = await statesOf(history, part);
    for (const key of states.keys()) known.add(key);
    const [ours, theirs] = [part.flatMap((tag) => wasOf.get(tag) ?? []), part.flatMap((tag) => afterOf.get(tag) ?? [])];
    merged.push(onMerge({ before: ours, after: theirs, unclear }, states));
  }
  return {
    effects: [
      ...merged.flatMap(({ effects }) => effects),
      ...(await supersededWhenDone(
        after.filter((one) => !known.has(keyOf(one))),
        after,
        onTree,
      )),
    ],
    problems: merged.flatMap(({ problems }) => problems),
  };
};
/** Versions in these folders, as main has them, where both readers agreed when they came. Of a campaign no whole production is kept. */
export const versionsIn = async (
  snapshot: Pick<Snapshot, "all">,
  folders: readonly string[],
): Promise<readonly VersionBefore[]> => {
  const conventionsOf = conventionsReader();
  return inParts(snapshot, folders, (part) =>
    part.flatMap((source) =>
      validateEach([source], () => "first-reading", conventionsOf).flatMap(({ accepted }) =>
        accepted === undefined ? [] : splitByRun(accepted).map(versionOf),
      ),
    ),
  );
};

const versionOf = ({ production }: Accepted): VersionBefore => {
  const { tag, version, run, contentDigest, folder, request } = production;
  const { submit, acknowledge, supersedes } = request;
  return {
    ...{ tag, version, run, contentDigest, folder },
    request: {
      ...(submit === undefined ? {} : { submit }),
      ...(acknowledge === undefined ? {} : { acknowledge }),
      ...(supersedes === undefined ? {} : { supersedes }),
    },
  };
};

/** Tags that a refused request has, or had before somebody broke it. */
const unclearTags = (was: readonly VersionBefore[], validated: readonly Validated[]): ReadonlySet<string> => {
  const refused = validated.filter(({ accepted }) => accepted === undefined).map(({ source }) => source);
  const folders = new Set(refused.map(({ folder }) => folder));
  const now = [...statusIn(refused).values()].flat().flatMap(({ tag }) => tag ?? []);
  return new Set([...now, ...was.filter(({ folder }) => folders.has(folder)).map(({ tag }) => tag)]);
};

const statesOf = async (
  { ledger, head }: NonNullable<History>,
  tags: readonly string[],
): Promise<ReadonlyMap<SubmissionKey, SubmissionState>> => {
  const keys = tags.length === 0 ? [] : await ledger.submissions(head, ...tags);
  return statesFrom({ ledger, head }, keys);
};

/** A submission whose events cannot be followed has none here: `shrek ledger verify` shows it. */
export const statesFrom = async (
  { ledger, head }: NonNullable<History>,
  keys: readonly SubmissionKey[],
): Promise<ReadonlyMap<SubmissionKey, SubmissionState>> => {
  const states = new Map<SubmissionKey, SubmissionState>();
  for (const [key, lines] of await ledger.read(head, keys)) {
    try {
      states.set(key, fold(lines));
    } catch (error) {
      if (!(error instanceof BrokenLedger)) throw error;
    }
  }
  return states;
};

/** Of versions that come to the ledger by the merge: the others supersede what their own intent names. */
const supersededWhenDone = async (
  fresh: readonly Production[],
  after: readonly Production[],
  onTree: () => Promise<readonly Neighbour[]>,
): Promise<readonly MergeEffect[]> => {
  const naming = fresh.filter(({ request }) => (request.supersedes ?? []).length > 0);
  // One run speaks for all of its version.
  const heirs = [...new Map(naming.map((one) => [`${one.tag} ${one.version}`, one])).values()];
  if (heirs.length === 0) return [];
  const neighbours = (await onTree()).filter((one) => one.kind === "accepted");
  const read = [...neighbours.map(({ tag, version, needs }) => ({ tag, version, needs })), ...after.map(needsInTree)];
  return heirs.flatMap((heir) =>
    supersededBy(heir.tag, heir.request.supersedes).map((name) => {
      const old = partsOf(name);
      const readers = read.filter(({ needs }) =>
        needs.some((need) => need.of === old.tag && need.version === old.version),
      );
      return superseding(heir, old, readers);
    }),
  );
};

const needsInTree = ({ tag, version, steps }: Production) => ({
  tag,
  version,
  needs: steps.flatMap(({ inputs }) =>
    inputs.flatMap(({ source }) => (source.kind === "production" ? [{ of: source.tag, version: source.version }] : [])),
  ),
});
