import { isTrial, mayNameTrial } from "../../core/conventions/trial.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import { namesOfData, type Production } from "../../core/production/production.ts";
import { trialUnread } from "../../core/submission/unread.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { promisedIn } from "./history.ts";

/**
 * Of the data that these read by their own names, what trials of pull requests made, each with why nothing may read it.
 * The ledger is asked only where a name has the mark of a trial's version.
 */
export const dataOfTrials = async (
  ledger: Ledger,
  productions: readonly Production[],
  at?: LedgerHead,
): Promise<ReadonlyMap<string, string>> => {
  const names = productions.flatMap(namesOfData).filter(mayNameTrial);
  if (names.length === 0) return new Map();
  const head = at ?? (await ledger.head());
  const keys = (await ledger.submissions(head)).filter((key) => {
    const { tag, version } = partsOfKey(key);
    return isTrial(version) && names.some((name) => name.includes(tag) && name.includes(version));
  });
  const intents = [...(await ledger.read(head, keys)).values()].flatMap((lines) => promisedIn(lines) ?? []);
  return new Map(
    names.flatMap((name) =>
      intents.flatMap(({ trial, outDS, tag, version }) =>
        trial !== undefined && isMadeBy(outDS, name)
          ? [[name, `${tag} ${version} ${trialUnread(trial)}`] as const]
          : [],
      ),
    ),
  );
};

/** A container of a task, whole or as one of its datasets; with or without Rucio's scope. */
const isMadeBy = (outDS: string, name: string): boolean => {
  const own = name.slice(name.lastIndexOf(":") + 1);
  return own.startsWith(`${outDS}_`) || own.startsWith(`${outDS}/`) || own === outDS;
};
