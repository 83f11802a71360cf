import { keyOfPath } from "../core/ledger/line.ts";
import { Failure } from "../core/problems/failure.ts";
import { ledgerFaults } from "../core/verify/ledger-faults.ts";
import type { LedgerFiles } from "../ports/ledger-files.ts";
import type { Tags } from "../ports/tags.ts";

export type Verified = { readonly submissions: number; readonly faults: readonly string[] };

/** Reads everything, the tags too. */
export const verify = async (ports: { readonly files: LedgerFiles; readonly tags: Tags }): Promise<Verified> => {
  const tags = await ports.tags.all();
  const tip = await ports.files.tip();
  if (tip === undefined)
    throw new Failure("There is no ledger: the branch `ledger` is missing.", {
      wayOut:
        "In a new repository run `shrek ledger init`, which records what is on main as not to be submitted; otherwise fetch the branch, or run `shrek ledger rebuild`.",
    });
  const texts = await ports.files.texts(tip.commit);
  const { ours, lost } = tip;
  const lastOurs = ours === tip.commit ? undefined : ours === undefined ? new Map() : await ports.files.texts(ours);
  return {
    submissions: [...texts.keys()].filter((path) => keyOfPath(path) !== undefined).length,
    faults: [
      ...(lost === undefined ? [] : [`the branch was rewritten: it does not contain ${lost.commit.slice(0, 12)}`]),
      ...ledgerFaults({ texts, lastOurs, tags }),
    ],
  };
};
