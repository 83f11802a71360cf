import { keyOf, type SubmissionKey } from "../../core/ledger/event.ts";
import { inputNeeds, upstreamKeys } from "../../core/ledger/input-needs.ts";
import { tagName } from "../../core/ledger/tag-message.ts";
import { type VersionOutcome, versionOutcomeOf } from "../../core/outcomes/outcome.ts";
import { mayAnyoneWrite, type Rules } from "../../core/policy/rules.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import type { Production } from "../../core/production/production.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import { splitByRun } from "../../core/validate/split-runs.ts";
import type { Tags } from "../../ports/tags.ts";
import type { History } from "../ledger-access/history.ts";
import { statesFrom } from "./predict-merge.ts";

/** The outcome of each run of each version when main has it; nothing is known without a ledger. */
export const predictOutcomes = async (
  history: History,
  accepted: readonly Accepted[],
  tags: Pick<Tags, "names">,
  /** Those of main. */
  rules: Rules,
): Promise<ReadonlyMap<SubmissionKey, VersionOutcome>> => {
  const fates = new Map<SubmissionKey, VersionOutcome>();
  const productions = accepted.flatMap(splitByRun).map(({ production }) => production);
  if (history === undefined || productions.length === 0) return fates;
  const tagged = new Set(await tags.names());
  for (const part of byParts(productions, atOneTime)) {
    const states = await statesFrom(history, [...new Set(part.flatMap((one) => [keyOf(one), ...upstreamOf(one)]))]);
    for (const one of part)
      fates.set(
        keyOf(one),
        versionOutcomeOf(one, states.get(keyOf(one)), (need) => upstreamState(states, upstreamKeys(need, one.run)), {
          isTagged: tagged.has(tagName(one)),
          releases: mayAnyoneWrite(rules, one.folder) ? "submitted" : history.head.releases,
        }),
      );
  }
  return fates;
};

const upstreamOf = (production: Production): readonly SubmissionKey[] =>
  inputNeeds(production).flatMap((need) => upstreamKeys(need, production.run));

/** The first of which the ledger knows anything. */
const upstreamState = (
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
  keys: readonly SubmissionKey[],
): SubmissionState | undefined => {
  const found = keys.flatMap((key) => states.get(key) ?? []);
  return found.find(({ kind }) => kind !== "none") ?? found[0];
};
