import { isTrial } from "../../core/conventions/version-style.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import { intentIn } from "../../core/ledger/intent-in.ts";
import { isMadeBy } from "../../core/ledger/names.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { trialUnread } from "../../core/submission/unread.ts";
import type { Ledger } from "../../ports/ledger.ts";

/** Of data by these names, what trials of pull requests made, each with why nothing may read it. */
export const dataOfTrials = async (
  ledger: Ledger,
  names: readonly string[],
  head: LedgerHead,
): Promise<ReadonlyMap<string, string>> => {
  if (names.length === 0) return new Map();
  const keys = (await ledger.submissions(head)).filter((key) => {
    const { tag, version } = partsOfKey(key);
    return isTrial(version) && names.some((name) => name.includes(tag) && name.includes(version));
  });
  const intents = [...(await ledger.read(head, keys)).values()].flatMap((lines) => intentIn(lines) ?? []);
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
