import { changedSince, knownRefs } from "../../adapters/git/local.ts";
import { gitSnapshot } from "../../adapters/git/snapshot.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { KnownState } from "../../core/outcomes/outcome.ts";
import { askedOf, changedBy, pathsOf } from "../../core/policy/asked.ts";
import { type Needs, needsOf } from "../../core/policy/needs.ts";
import { mayAnyoneWrite } from "../../core/policy/rules.ts";
import { type AskedOfRule, askedOfRuns } from "../../core/policy/runs-rule.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { knownAs } from "../../core/view/status/known-as.ts";
import { historyOf } from "../../flows/ledger-access/history.ts";
import { appendedIn } from "../../flows/validation/appended.ts";
import { knownOf } from "../../flows/validation/known-states.ts";
import { rulesAt } from "../../flows/validation/rules-at.ts";
import { openWorkPlace } from "./work-place.ts";

/**
 * Whose approval these productions would need if they were merged as they lie here, by main's rules, and whether the
 * ledger says that their releases are held, because no GitHub App alone writes it. Without a main, nothing is known.
 */
export const needsHere = async (validated: readonly Pick<Validated, "counted">[]): Promise<NeedsHere> => {
  const productions = validated.flatMap(({ counted }) => counted ?? []);
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
    const known = history === undefined ? new Map<SubmissionKey, KnownState>() : await knownOf(history, productions);
    const asked = productions.filter(
      (production) => knownAs(production, known) === undefined || pathsOf(production, changed).length > 0,
    );
    return {
      known,
      needs: asked.map((production) => needsOf(rules, askedOf(production, changed))),
      askedOfRule: askedOfRuns(rules, appended),
      isHeld: releases.length > 0 && history?.head.releases === "held",
    };
  });
  return found instanceof Failure ? noNeedsHere : found;
};

type NeedsHere = {
  /** Those of their submissions that the ledger has. */
  readonly known: ReadonlyMap<SubmissionKey, KnownState>;
  readonly needs: readonly Needs[];
  readonly askedOfRule: AskedOfRule | undefined;
  readonly isHeld: boolean;
};
const noNeedsHere: NeedsHere = { known: new Map(), needs: [], askedOfRule: undefined, isHeld: false };
