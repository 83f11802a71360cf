import { changedSince, committedSince, knownRefs } from "../../adapters/git/local.ts";
import { gitRevisions, onDisk, workRevisions } from "../../adapters/git/revisions.ts";
import { gitSnapshot } from "../../adapters/git/snapshot.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { type RulesRead, rulesAmong, rulesChanged } from "../../flows/validation/rules-changed.ts";
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
