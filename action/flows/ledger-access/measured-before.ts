import { isTrial, releaseOf, trialNumber } from "../../core/conventions/version-style.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import { type LedgerEvent, partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { MeasuredBefore } from "../../core/ledger/measured-edits.ts";
import { type MeasuredCost, measuredCost } from "../../core/outcomes/measured-cost.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import type { ValidProduction } from "../../core/production/valid-production.ts";
import { isSuccess } from "../../core/submission/states.ts";
import { compareNatural } from "../../core/text/natural-order.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { type History, readableState, tagOfKey } from "./history.ts";

type EndedBefore = MeasuredBefore & { readonly isGood: boolean };

/** What was measured of this production before: by the newest trial of exactly this content, or else by the last release that is done. */
export const measuredBefore = async (
  ledger: Ledger,
  at: LedgerHead,
  valid: ValidProduction,
): Promise<MeasuredBefore | undefined> => {
  const { tag, version } = valid.production;
  const keys = await ledger.submissions(at, tag);
  const isOfThis = (key: SubmissionKey): boolean => {
    const of = partsOfKey(key);
    return isTrial(of.version) ? releaseOf(of.version) === version : true;
  };
  const ended = [...(await ledger.read(at, keys.filter(isOfThis))).values()].flatMap(endedIn);
  const trials = ended
    .filter(({ intent }) => intent.trial?.of === pickRun(valid, intent.run)?.production.contentDigest)
    .filter(({ intent }) => intent.trial !== undefined)
    .toSorted((a, b) => trialNumber(b.intent.version) - trialNumber(a.intent.version));
  const releases = ended
    .filter(({ intent, isGood }) => intent.trial === undefined && isGood)
    .toSorted(
      (a, b) => compareNatural(b.intent.version, a.intent.version) || (b.intent.run ?? 0) - (a.intent.run ?? 0),
    );
  return trials[0] ?? releases[0];
};

const endedIn = (lines: readonly LedgerEvent[]): readonly EndedBefore[] => {
  const state = readableState(lines);
  if (state === undefined || !("past" in state) || state.past.completion === undefined) return [];
  const { intent, past, kind } = state;
  return [{ intent, steps: past.completion?.steps ?? [], isGood: isSuccess(kind) || kind === "superseded" }];
};

/**
 * By tag, what each would cost by the newest release of it that ended well. Only versions that are needed for the answer
 * are read: the newest of all tags at once, then the one before of those whose newest has not ended.
 */
export const measuredCosts = async (
  history: History,
  validated: readonly Pick<Validated, "valid" | "counted">[],
): Promise<ReadonlyMap<string, MeasuredCost>> => {
  const costs = new Map<string, MeasuredCost>();
  const productions = validated.flatMap(({ valid, counted }) => counted ?? valid?.production ?? []);
  if (history === undefined || productions.length === 0) return costs;
  const { ledger, head } = history;
  const open = new Map(productions.map((production) => [production.tag, production]));
  const left = releasesOf(await ledger.submissions(head, ...open.keys()));
  while (open.size > 0) {
    const next = new Map([...open.keys()].map((tag) => [tag, left.get(tag)?.pop()]));
    const read = await ledger.read(
      head,
      [...next.values()].flatMap((keys) => keys ?? []),
    );
    for (const [tag, keys] of next) {
      const ended = (keys ?? []).flatMap((key) => endedIn(read.get(key) ?? [])).filter(({ isGood }) => isGood);
      const production = open.get(tag);
      if (production === undefined || (ended.length === 0 && keys !== undefined)) continue;
      costs.set(tag, measuredCost(production, ended));
      open.delete(tag);
    }
  }
  return costs;
};

/** The submissions of each release by tag, oldest release first. */
const releasesOf = (keys: readonly SubmissionKey[]): ReadonlyMap<string, SubmissionKey[][]> =>
  new Map(
    [...Map.groupBy(keys, tagOfKey)].map(([tag, own]) => {
      const releases = own.filter((key) => !isTrial(partsOfKey(key).version));
      const versions = [...Map.groupBy(releases, (key) => partsOfKey(key).version)];
      return [tag, versions.toSorted(([a], [b]) => compareNatural(a, b)).map(([, submissions]) => submissions)];
    }),
  );
