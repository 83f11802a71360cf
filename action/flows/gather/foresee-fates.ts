import { block } from "../../core/judge/names.ts";
import type { Production } from "../../core/judge/production.ts";
import { type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { type Fate, fateOf } from "../../core/submission/fate.ts";
import { byParts } from "../../core/text/by-parts.ts";
import { statesFrom } from "./foresee-merge.ts";
import type { History } from "./history.ts";

/** What becomes of each version when main holds it; nothing is known without a ledger. */
export const foreseeFates = async (
  history: History,
  productions: readonly Production[],
): Promise<ReadonlyMap<SubmissionKey, Fate>> => {
  const fates = new Map<SubmissionKey, Fate>();
  if (history === undefined) return fates;
  for (const part of byParts(productions, partSize)) {
    const states = await statesFrom(history, [...new Set(part.flatMap((one) => [keyOf(one), ...upstreamOf(one)]))]);
    for (const one of part)
      fates.set(
        keyOf(one),
        fateOf(one, states.get(keyOf(one)), (tag, version) => states.get(submissionKey(tag, version, block))),
      );
  }
  return fates;
};

/** Productions, whose states are in memory at one time. */
const partSize = 1000;

const keyOf = ({ tag, version }: Pick<Production, "tag" | "version">): SubmissionKey =>
  submissionKey(tag, version, block);

const upstreamOf = ({ steps }: Production): readonly SubmissionKey[] =>
  steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "production" ? [keyOf(source)] : [])));
