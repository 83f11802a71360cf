import { type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import type { VersionOutcome } from "../../outcomes/outcome.ts";
import type { Production } from "../../production/production.ts";
import type { StateKind } from "../../submission/state.ts";

/** The state in which the ledger has all of it already, so that no merge begins anything; `undefined`: something is new. */
export const knownAs = (
  { tag, version, runs }: Pick<Production, "tag" | "version" | "runs">,
  fates: ReadonlyMap<SubmissionKey, VersionOutcome>,
): StateKind | "unreadable" | undefined => {
  const all = (runs?.map(({ run }) => run) ?? [undefined]).map((run) => fates.get(submissionKey(tag, version, run)));
  const [first] = all;
  return first?.kind === "stays" && all.every((fate) => fate?.kind === "stays") ? first.state : undefined;
};
