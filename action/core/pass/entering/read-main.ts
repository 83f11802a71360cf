import { isCampaignPath, readCampaign } from "../../conventions/campaign.ts";
import type { Validated } from "../../cross-checks/check-sources.ts";
import { compareText } from "../../problems/problem.ts";
import { all, type Reads } from "../reads.ts";
import type { RefusedOnMain } from "../refused-on-main.ts";
import type { LedgerHead } from "../view.ts";

/** The head of main, how it came there, and what changed since the cursor. */
export type ReadMain = {
  readonly commit: string;
  /** Since the cursor, the head among them. */
  readonly commits: readonly string[];
  readonly validated: readonly Validated[];
  readonly refused: readonly RefusedOnMain[];
  /** All that hold a request. */
  readonly folders: readonly string[];
};

/** A main that was accepted is read from the beginning; what was merged on top of it meanwhile, by its history. */
export async function newCommits(
  reads: Reads,
  { cursor, accepted }: LedgerHead,
  mainHead: string,
): Promise<readonly string[] | "rewritten"> {
  const from = cursor ?? accepted;
  if (from === undefined) return [mainHead];
  const since = await reads.git.since(from, mainHead);
  return since === "rewritten" || cursor !== undefined ? since : [from, ...since];
}

/** What changed since the cursor, and what was refused before; compared with everything that stands beside it. */
export async function readMain(
  reads: Reads,
  ledger: LedgerHead,
  commit: string,
  commits: readonly string[],
): Promise<ReadMain> {
  const folders = await reads.git.productions(commit);
  const changed = await all(ledger.cursor === undefined ? [] : commits.map((one) => reads.git.changed(one)));
  const looked = new Set(ledger.cursor === undefined ? folders : [...changed.flat(), ...ledger.refused]);
  const found = folders.filter((folder) => looked.has(folder)).toSorted(compareText);
  const validated = found.length === 0 ? [] : await reads.machine.validated(commit, found, ledger);
  const refused = [...refusedIn(validated), ...(await wrongCampaigns(reads, ledger, commit, commits))];
  return { commit, commits, validated, refused, folders };
}

/** A campaign of which not even the names can be read holds nothing back, so people hear of each that is wrong. */
async function wrongCampaigns(
  reads: Reads,
  { refused }: LedgerHead,
  commit: string,
  commits: readonly string[],
): Promise<readonly RefusedOnMain[]> {
  if (commits.length === 0 && !refused.some(isCampaignPath)) return [];
  const changes = await reads.git.ruleChanges(commit);
  const paths = [...new Set(changes.flatMap((one) => one.paths.filter(isCampaignPath)))].toSorted(compareText);
  const entries = paths.length === 0 ? [] : await reads.git.files(commit, paths);
  return entries.flatMap((entry) => {
    const read = readCampaign(entry);
    return read.kind === "read" ? [] : [{ folder: entry.path, problems: read.problems }];
  });
}

/** Folders of main whose request the check refuses, each with its problems. */
export const refusedIn = (validated: readonly Validated[]): readonly RefusedOnMain[] =>
  [...Map.groupBy(validated, ({ source }) => source.folder)]
    .filter(([, ofFolder]) => ofFolder.some(({ valid }) => valid === undefined))
    .map(([folder, ofFolder]) => ({ folder, problems: ofFolder.flatMap(({ problems }) => problems) }));
