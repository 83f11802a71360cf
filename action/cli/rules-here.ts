import { changedSince, knownRefs } from "../adapters/git/local.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { gitSnapshot } from "../adapters/git/snapshot.ts";
import { onDisk, workRevisions } from "../adapters/git/work-revisions.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import type { Judged } from "../flows/gather/judge-sources.ts";
import { type RulesRead, rulesAmong, rulesChanged } from "../flows/gather/rules-changed.ts";
import { openWorkPlace } from "./work-place.ts";

/**
 * What a merge of the files as they lie here would change of main's rules. Without a main, nothing is known. git is asked
 * while others still judge.
 */
export const rulesHere = async (judged: () => Promise<readonly Judged[]>): Promise<RulesRead> => {
  const { top, snapshot, foreign } = await openWorkPlace();
  const found = await orFailure(async () => {
    const main = await knownRefs(top).read("refs/heads/main");
    const changed = main === undefined ? [] : rulesAmong(await changedSince(top, main));
    if (main === undefined || changed.length === 0) return noRulesRead;
    const from = await gitRevisions(top, foreign).mergeBase(main, "HEAD");
    const [before, now] = [gitSnapshot(top, from, foreign), gitSnapshot(top, main, foreign)];
    return rulesChanged({ before, after: snapshot, main: now }, changed, await judged());
  });
  return found instanceof Failure ? noRulesRead : found;
};

const noRulesRead: RulesRead = { rules: [], needs: [], problems: [] };

/** The commits that gave these files the content that lies here; a file that differs from its commit is missing. */
export const madeHere = async (files: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { top, foreign } = await openWorkPlace();
  const found = await orFailure(async () => (await workRevisions(top, foreign)).madeBy(onDisk, files));
  return found instanceof Failure ? new Map() : found;
};
