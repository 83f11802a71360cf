import { partsOfKey } from "../../core/ledger/event.ts";
import { type Sample, samplesOf } from "../../core/outcomes/samples.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "./history.ts";

/**
 * The samples that these belong to, of those whose request says how many events it wants: all versions that extend each
 * other. Of others nothing is read.
 */
export const samplesBehind = async (
  ledger: Pick<Ledger, "submissions" | "read">,
  head: LedgerHead,
  statuses: readonly SubmissionStatus[],
): Promise<readonly Sample[]> => {
  const tags = new Set(
    statuses.flatMap(({ key, state }) =>
      "intent" in state && state.intent.events !== undefined ? [partsOfKey(key).tag] : [],
    ),
  );
  if (tags.size === 0) return [];
  const read = await ledger.read(head, await ledger.submissions(head, ...tags));
  const known = [...read].flatMap(([key, lines]) => {
    const state = readableState(lines);
    return state === undefined ? [] : [{ key, state }];
  });
  const named = new Set(statuses.map(({ key }) => versionOf(key)));
  return samplesOf(known).filter(
    ({ tag, requested, versions }) =>
      requested !== undefined && versions.some(({ version }) => named.has(`${tag} ${version}`)),
  );
};

const versionOf = (key: SubmissionStatus["key"]): string => {
  const { tag, version } = partsOfKey(key);
  return `${tag} ${version}`;
};
