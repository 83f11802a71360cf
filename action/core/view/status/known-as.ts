import { type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import type { KnownState } from "../../outcomes/outcome.ts";
import type { Production } from "../../production/production.ts";

/** The state in which the ledger has all of it already, so that no merge begins anything; `undefined`: something is new. */
export const knownAs = (
  { tag, version, runs }: Pick<Production, "tag" | "version" | "runs">,
  known: ReadonlyMap<SubmissionKey, KnownState>,
): KnownState | undefined => {
  const all = (runs?.map(({ run }) => run) ?? [undefined]).map((run) => known.get(submissionKey(tag, version, run)));
  return all.includes(undefined) ? undefined : all[0];
};
