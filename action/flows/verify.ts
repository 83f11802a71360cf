import { Failure } from "../core/problems/failure.ts";
import { compareText } from "../core/problems/problem.ts";
import type { LedgerFiles, LedgerTip } from "../ports/ledger-files.ts";
import type { Tags } from "../ports/tags.ts";
import { faultsOfLedger, summarizeLedger } from "./ledger-access/whole-ledger.ts";

export type Verified = { readonly submissions: number; readonly faults: readonly string[] };

/** Reads everything, the tags too. */
export const verify = async (ports: { readonly files: LedgerFiles; readonly tags: Tags }): Promise<Verified> => {
  const { files } = ports;
  const tags = await ports.tags.list();
  const tip = await files.tip();
  if (tip === undefined)
    throw new Failure("There is no ledger: the branch `ledger` is missing.", {
      wayOut:
        "In a new repository run `shrek ledger init`, which records what is on main as not to be submitted; otherwise fetch the branch, or run `shrek ledger rebuild`.",
    });
  const { commit, lost } = tip;
  const whole = { files, commit, instead: new Map() };
  const summary = await summarizeLedger(whole, tags);
  return {
    submissions: summary.submissions,
    faults: [
      ...(lost === undefined ? [] : [`the branch was rewritten: it does not contain ${lost.commit.slice(0, 12)}`]),
      ...(await faultsOfLedger(whole, summary)),
      ...(await handFaults(files, tip)),
    ],
  };
};

const handFaults = async (files: LedgerFiles, { commit, ours }: LedgerTip): Promise<readonly string[]> => {
  if (ours === commit) return [];
  const paths = await files.list(commit);
  const there = new Set(paths);
  const changed = ours === undefined ? paths : await files.changed(ours, commit);
  return changed.length === 0
    ? ["the last commit of the branch was not made by SHREK"]
    : changed.toSorted(compareText).map((path) => `${path} was ${there.has(path) ? "changed" : "removed"} by hand`);
};
