import { changedSince, knownRefs } from "../adapters/git/local.ts";
import { gitSnapshot } from "../adapters/git/snapshot.ts";
import type { Production } from "../core/judge/production.ts";
import { askedOf, changedBy } from "../core/policy/asked.ts";
import { type Needs, needsOf } from "../core/policy/needs.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import { rulesAt } from "../flows/gather/rules-at.ts";
import { openWorkPlace } from "./work-place.ts";

/** Whose approval these productions would need if they were merged as they lie here, by main's rules. Without a main, nothing is known. */
export const needsHere = async (productions: readonly Production[]): Promise<readonly Needs[]> => {
  const { top, foreign } = await openWorkPlace();
  const found = await orFailure(async () => {
    const main = await knownRefs(top).read("refs/heads/main");
    if (main === undefined) return [];
    const [rules, paths] = await Promise.all([
      rulesAt(
        gitSnapshot(top, main, foreign),
        productions.map(({ folder }) => folder),
      ),
      changedSince(top, main),
    ]);
    const changed = changedBy(paths);
    return productions.map((production) => needsOf(rules, askedOf(production, changed)));
  });
  return found instanceof Failure ? [] : found;
};
