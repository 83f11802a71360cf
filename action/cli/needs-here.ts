import { changedSince, knownRefs } from "../adapters/git/local.ts";
import { gitSnapshot } from "../adapters/git/snapshot.ts";
import type { Production } from "../core/judge/production.ts";
import { askedOf, changedBy } from "../core/policy/asked.ts";
import { type Needs, needsOf } from "../core/policy/needs.ts";
import { mayAnyoneWrite } from "../core/policy/rules.ts";
import { type AskedOfRule, askedOfRuns } from "../core/policy/runs-rule.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import { appendedIn } from "../flows/gather/appended.ts";
import { historyOf } from "../flows/gather/history.ts";
import { rulesAt } from "../flows/gather/rules-at.ts";
import { openWorkPlace } from "./work-place.ts";

/**
 * Whose approval these productions would need if they were merged as they lie here, by main's rules, and whether the
 * ledger says that their releases are held, because no GitHub App alone writes it. Without a main, nothing is known.
 */
export const needsHere = async (productions: readonly Production[]): Promise<NeedsHere> => {
  const { top, foreign, ledger, snapshot } = await openWorkPlace();
  const found = await orFailure(async () => {
    const main = await knownRefs(top).read("refs/heads/main");
    if (main === undefined) return noNeedsHere;
    const [rules, paths] = await Promise.all([
      rulesAt(
        gitSnapshot(top, main, foreign),
        productions.map(({ folder }) => folder),
      ),
      changedSince(top, main),
    ]);
    const changed = changedBy(paths);
    const appended = await appendedIn(gitSnapshot(top, main, foreign), snapshot, paths);
    const releases = productions.filter(({ trial, folder }) => !trial && !mayAnyoneWrite(rules, folder));
    const { found: history } = await historyOf(ledger);
    return {
      needs: productions.map((production) => needsOf(rules, askedOf(production, changed))),
      askedOfRule: askedOfRuns(rules, appended),
      isHeld: releases.length > 0 && history?.head.releases === "held",
    };
  });
  return found instanceof Failure ? noNeedsHere : found;
};

type NeedsHere = {
  readonly needs: readonly Needs[];
  readonly askedOfRule: AskedOfRule | undefined;
  readonly isHeld: boolean;
};
const noNeedsHere: NeedsHere = { needs: [], askedOfRule: undefined, isHeld: false };
