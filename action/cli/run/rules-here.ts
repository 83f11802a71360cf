import { changedSince, committedSince, knownRefs } from "../../adapters/git/local.ts";
import { gitMain } from "../../adapters/git/main-branch.ts";
import { gitRevisions, onDisk, workRevisions } from "../../adapters/git/revisions.ts";
import { gitSnapshot } from "../../adapters/git/snapshot.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import { keyOf, type SubmissionKey } from "../../core/ledger/event.ts";
import { campaignLine } from "../../core/outcomes/campaign-budget.ts";
import type { KnownState } from "../../core/outcomes/outcome.ts";
import { planProduction, sum } from "../../core/plan/plan.ts";
import { askedOf, changedBy, pathsOf } from "../../core/policy/asked.ts";
import { type Needs, needsOf } from "../../core/policy/needs.ts";
import { mayAnyoneWrite } from "../../core/policy/rules.ts";
import { type AskedOfRule, askedOfRuns } from "../../core/policy/runs-rule.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { versionsByRun } from "../../core/validate/split-runs.ts";
import { knownAs } from "../../core/view/status/known-as.ts";
import { historyOf } from "../../flows/ledger-access/history.ts";
import { campaignsWith } from "../../flows/validation/campaigns-now.ts";
import { knownOf } from "../../flows/validation/known-states.ts";
import { appendedIn } from "../../flows/validation/on-tree.ts";
import { type RulesRead, rulesAmong, rulesAt, rulesChanged } from "../../flows/validation/rules-changed.ts";
import { openWorkPlace, type WorkPlace } from "./work-place.ts";

/** What a merge of the local files would change of main's rules, while the validation still runs. */
export const rulesHere = async (
  place: WorkPlace,
  validated: () => Promise<readonly Validated[]>,
): Promise<RulesRead> => {
  const { top, snapshot, foreign } = place;
  const found = await orFailure(async () => {
    const main = await knownRefs(top).read("refs/heads/main");
    const changed = main === undefined ? [] : await rulesSince(place, main);
    if (main === undefined || changed.length === 0) return noRulesRead;
    const revisions = gitRevisions(top, foreign);
    const from = await revisions.mergeBase(main, "HEAD");
    const [before, now] = [gitSnapshot(top, from, foreign), gitSnapshot(top, main, foreign)];
    const history = () => revisions.ruleChanges(main);
    return rulesChanged({ before, after: snapshot, main: now, history }, changed, await validated());
  });
  return found instanceof Failure ? noRulesRead : found;
};

const noRulesRead: RulesRead = { rules: [], needs: [], problems: [] };

/** Rules that a merge would change: only where some commit or some file here touches one is git asked which they are. */
const rulesSince = async ({ top, status }: WorkPlace, main: string): Promise<readonly string[]> => {
  const here = await status();
  if (here?.head !== undefined && rulesAmong(here.changed).length === 0) {
    const committed = here.head === main ? [] : await committedSince(top, main, here.head);
    if (rulesAmong(committed).length === 0) return [];
  }
  return rulesAmong(await changedSince(top, main));
};

/** The commits that gave these files the content that lies here; a file that differs from its commit is missing. */
export const madeHere = async (files: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { top, foreign } = await openWorkPlace();
  const found = await orFailure(async () => (await workRevisions(top, foreign)).madeBy(onDisk, files));
  return found instanceof Failure ? new Map() : found;
};

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

/** What the campaigns of main would use with these. Without a main or a ledger, nothing is known. */
export const campaignsHere = async (
  validated: readonly Pick<Validated, "valid" | "counted">[],
  known: NeedsHere["known"],
): Promise<readonly string[]> => {
  const { top, foreign, ledger } = await openWorkPlace();
  const asking = validated.flatMap(({ valid, counted }) => {
    if (valid === undefined || valid.production.trial) return [];
    const { tag, version } = valid.production;
    const all = versionsByRun(valid);
    const fresh = all.filter((one) => !known.has(keyOf(one)));
    const asked = fresh.length === all.length ? [counted ?? valid.production] : fresh;
    return { tag, version, coreHours: sum(asked.map((one) => planProduction(one).total.coreHours)) };
  });
  const main = gitMain(top, knownRefs(top), foreign);
  const costs = await orFailure(() => campaignsWith({ ledger, main }, asking));
  return costs instanceof Failure ? [] : costs.map(campaignLine);
};
