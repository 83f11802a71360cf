import { isTrial, releaseOf, trialNumber } from "../../core/conventions/trial.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { MeasuredBefore } from "../../core/ledger/measured-edits.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { Accepted } from "../../core/production/accepted.ts";
import { isSuccess } from "../../core/submission/states.ts";
import { compareNatural } from "../../core/text/natural-order.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "./history.ts";

/** What was measured of this production before: by the newest trial of exactly this content, or else by the last release that is done. */
export const measuredBefore = async (
  ledger: Ledger,
  at: LedgerHead,
  accepted: Accepted,
): Promise<MeasuredBefore | undefined> => {
  const { tag, version } = accepted.production;
  const keys = await ledger.submissions(at, tag);
  const isOfThis = (key: SubmissionKey): boolean => {
    const of = partsOfKey(key);
    return isTrial(of.version) ? releaseOf(of.version) === version : true;
  };
  const ended = [...(await ledger.read(at, keys.filter(isOfThis))).values()].flatMap((lines) => {
    const state = readableState(lines);
    if (state === undefined || !("past" in state) || state.past.completion === undefined) return [];
    const { intent, past, kind } = state;
    return [{ intent, steps: past.completion?.steps ?? [], isGood: isSuccess(kind) || kind === "superseded" }];
  });
  const trials = ended
    .filter(({ intent }) => intent.trial?.of === pickRun(accepted, intent.run)?.production.contentDigest)
    .filter(({ intent }) => intent.trial !== undefined)
    .toSorted((a, b) => trialNumber(b.intent.version) - trialNumber(a.intent.version));
  const releases = ended
    .filter(({ intent, isGood }) => intent.trial === undefined && isGood)
    .toSorted(
      (a, b) => compareNatural(b.intent.version, a.intent.version) || (b.intent.run ?? 0) - (a.intent.run ?? 0),
    );
  return trials[0] ?? releases[0];
};
