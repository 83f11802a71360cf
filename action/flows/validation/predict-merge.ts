import { validateEach } from "../../core/cross-checks/check-sources.ts";
import type { Neighbour } from "../../core/cross-checks/facts.ts";
import { partsOf, supersededBy } from "../../core/cross-checks/supersedes.ts";
import { keyOf } from "../../core/ledger/event.ts";
import { leftDataEffects, type ReadsOnMain, versionsLeft } from "../../core/outcomes/left-data.ts";
import {
  isSupersedable,
  type MergeEffect,
  type OnMerge,
  onMerge,
  superseding,
  type VersionBefore,
} from "../../core/outcomes/merge-effects.ts";
import type { Production } from "../../core/production/production.ts";
import { stated } from "../../core/text/mapping.ts";
import { versionsByRun } from "../../core/validate/split-runs.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { tagOfKey } from "../ledger-access/history.ts";
import type { ForeseenMerge } from "./foresee-merge.ts";
import { inParts } from "./in-parts.ts";

/** What a merge would do to what the ledger knows, and the readers of what it would supersede or take from main: of the touched folders as they were and as they will be. */
export const predictMerge = async (
  { before: states, written, underWay }: ForeseenMerge,
  was: readonly VersionBefore[],
  after: readonly Production[],
  onTree: () => Promise<readonly Neighbour[]>,
): Promise<OnMerge> => {
  const tags = new Set([...was, ...after].map(({ tag }) => tag));
  const own = new Map([...states].filter(([key]) => tags.has(tagOfKey(key))));
  const { effects, problems } = onMerge({ before: was, after }, own, written);
  const fresh = after.filter((one) => !own.has(keyOf(one)));
  const left = versionsLeft({ before: was, after }, written, own);
  const data = left.size === 0 ? [] : leftDataEffects(left, await underWay(), await readsOnMain(after, onTree));
  return { effects: [...effects, ...data, ...(await supersededWhenDone(fresh, after, own, onTree))], problems };
};

/** As main will be. */
const readsOnMain = async (
  after: readonly Production[],
  onTree: () => Promise<readonly Neighbour[]>,
): Promise<readonly ReadsOnMain[]> => [
  ...(await onTree()).flatMap((one) => (one.kind === "valid" ? [one] : [])),
  ...after.map(needsInTree),
];

/** Versions in these folders, as main has them, where both readers agreed when they came. Of a campaign no whole production is kept. */
export const versionsIn = async (
  snapshot: Pick<Snapshot, "all">,
  folders: readonly string[],
): Promise<readonly VersionBefore[]> =>
  inParts(snapshot, folders, (part) =>
    validateEach(part, "first-reading").flatMap(({ valid }) =>
      valid === undefined ? [] : versionsByRun(valid).map(versionOf),
    ),
  );

const versionOf = ({ tag, version, run, contentDigest, folder, request }: Production): VersionBefore => {
  const { submit, acknowledge, supersedes, events } = request;
  return { tag, version, run, contentDigest, folder, request: stated({ submit, acknowledge, supersedes, events }) };
};

/** Of versions that come to the ledger by the merge: the others supersede what their own intent names. */
const supersededWhenDone = async (
  fresh: readonly Production[],
  after: readonly Production[],
  states: ForeseenMerge["before"],
  onTree: () => Promise<readonly Neighbour[]>,
): Promise<readonly MergeEffect[]> => {
  const naming = fresh.filter(({ request }) => (request.supersedes ?? []).length > 0);
  // One run speaks for all of its version.
  const heirs = [...new Map(naming.map((one) => [`${one.tag} ${one.version}`, one])).values()];
  if (heirs.length === 0) return [];
  const read = await readsOnMain(after, onTree);
  return heirs.flatMap((heir) =>
    supersededBy(heir.tag, heir.request.supersedes).flatMap((name) => {
      const old = partsOf(name);
      if (!isSupersedable(old, states)) return [];
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
