import { isTrial, releaseOf } from "../../core/conventions/trial.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import { promisedIn } from "../../core/ledger/promised-in.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { Production } from "../../core/production/production.ts";
import type { Ledger } from "../../ports/ledger.ts";

/** Versions under which this content was tried before its merge: its success is their end. */
export const trialsOf = async (
  ledger: Ledger,
  head: LedgerHead,
  { tag, version, run, contentDigest }: Production,
): Promise<readonly string[]> => {
  const trials = (await ledger.submissions(head, tag)).filter((key) => {
    const of = partsOfKey(key);
    return isTrial(of.version) && releaseOf(of.version) === version && of.run === run;
  });
  const read = await ledger.read(head, trials);
  return trials
    .filter((key) => promisedIn(read.get(key) ?? [])?.trial?.of === contentDigest)
    .map((key) => partsOfKey(key).version);
};
