import { partsOfKey, type SubmissionKey, versionName } from "../../ledger/event.ts";
import { runNames } from "../../ledger/run-names.ts";
import { utcMinute } from "../../markdown/utc.ts";
import type { Remake } from "../../outcomes/extension.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { groupUnassigned, type UnassignedGroup } from "../../submission/unassigned.ts";
import { andMore, thousands } from "../../text/amounts.ts";
import { inOrderOf } from "../../text/natural-order.ts";
import { type Cause, causeOf } from "./cause.ts";

/** `remake`: how what it lost is made again, where something is lost. */
export type SubmissionStatus = {
  readonly key: SubmissionKey;
  readonly state: SubmissionState;
  readonly remake?: Remake | undefined;
};

/** Without its run, as `shrek files` takes it. */
export const versionTarget = (key: SubmissionKey): string => {
  const { tag, version } = partsOfKey(key);
  return `${tag}@${version}`;
};

/** What a command names: `TAG@VERSION`, and of a run `TAG@VERSION#82372`. */
export const targetOf = (key: SubmissionKey): string => {
  const { tag, version, run } = partsOfKey(key);
  return `${tag}@${version}${run === undefined ? "" : `#${run}`}`;
};

/** `2 running, 1 done` */
export const stateCounts = (statuses: readonly SubmissionStatus[]): string => {
  const counts = new Map<string, number>();
  for (const { state } of statuses) counts.set(state.kind, (counts.get(state.kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${thousands(count)} ${kind}`).join(", ");
};

/** Submissions that ask for a person for one cause; the largest group comes first. */
export type CauseGroup<T extends SubmissionStatus> = { readonly cause: Cause; readonly ones: readonly [T, ...T[]] };

export const byCause = <T extends SubmissionStatus>(all: readonly T[]): readonly CauseGroup<T>[] =>
  [...Map.groupBy(inNaturalOrder(all), ({ state }) => causeOf(state)?.key).values()]
    .flatMap(([first, ...others]): readonly CauseGroup<T>[] => {
      const cause = first === undefined ? undefined : causeOf(first.state);
      return first === undefined || cause === undefined ? [] : [{ cause, ones: [first, ...others] }];
    })
    .toSorted((a, b) => b.ones.length - a.ones.length);

export const inNaturalOrder = <T extends SubmissionStatus>(all: readonly T[]): readonly T[] =>
  inOrderOf(all, ({ key }) => versionName(key));

/** `tag version` where all are runs of that one version. */
export const versionOf = (ones: readonly SubmissionStatus[]): string | undefined => {
  const [first = "", ...others] = new Set(
    ones.map(({ key }) => {
      const { tag, version, run } = partsOfKey(key);
      return run === undefined ? key : `${tag} ${version}`;
    }),
  );
  return others.length === 0 && ones.length > 1 ? first : undefined;
};

/** The first of them, and how many more. */
export const namesOf = (ones: readonly SubmissionStatus[], most: number): string => {
  const version = versionOf(ones);
  if (version !== undefined) return `${version} ${runNames(ones, Math.max(most, runsNamed))}`;
  return andMore(
    ones.map(({ key }) => versionName(key)),
    most,
  );
};
/** In a fold: more would push out the content of others. */
export const maxNames = 1000;
/** A run's number is short. */
const runsNamed = 10;

/** What no site has taken yet, by PanDA's own word: `300 assigning since 2026-11-28 13:30 UTC, at SITE_B (240), SITE_A (60)`. */
export const waitingText = (ones: readonly SubmissionStatus[]): readonly string[] =>
  groupUnassigned(ones.map(({ state }) => state)).map(groupText);

const groupText = ({ status, count, since, sites }: UnassignedGroup): string => {
  const named = sites.filter(([site]) => site !== "");
  const shown = named.slice(0, sitesShown).map(([site, number]) => `${site} (${thousands(number)})`);
  const rest = named.length > sitesShown ? ` and ${named.length - sitesShown} more sites` : "";
  const where = shown.length === 0 ? "" : `, at ${shown.join(", ")}${rest}`;
  return `${thousands(count)} \`${status}\`${since === undefined ? "" : ` since ${utcMinute(since)}`}${where}`;
};
const sitesShown = 5;

/** The sites where they wait, where most wait first. */
export const sitesAwaited = (ones: readonly SubmissionStatus[]): readonly string[] =>
  [...new Set(groupUnassigned(ones.map(({ state }) => state)).flatMap(({ sites }) => sites.map(([site]) => site)))]
    .filter((site) => site !== "")
    .slice(0, sitesShown);

/** How many of them no site has taken. */
export const waitingCount = (ones: readonly SubmissionStatus[]): number =>
  groupUnassigned(ones.map(({ state }) => state)).reduce((all, { count }) => all + count, 0);
