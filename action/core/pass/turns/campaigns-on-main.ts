import {
  type Campaign,
  type CampaignRead,
  campaignName,
  isCampaignPath,
  readCampaign,
} from "../../conventions/campaign.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { compareText } from "../../problems/problem.ts";
import { fitsTag } from "../../text/fits-tag.ts";
import { type ApprovedRules, approvedRules } from "../approval/approved-rules.ts";
import { all, type Moment, type Reads } from "../reads.ts";

/** A campaign as main has it. */
export type CampaignOnMain = {
  readonly name: string;
  /** Patterns of the tags that it holds back, in their order. */
  readonly names: readonly string[];
  /** When it first came to main, by this name or by one that a merge took from it; ISO text. */
  readonly since: string;
} & (
  | { readonly campaign: Campaign; readonly ends: string }
  /** Why it lets nothing go. A Failure: whether it does could not be asked. */
  | { readonly campaign?: undefined; readonly why: string | Failure }
);

/**
 * The campaigns of main. One that cannot be read, or that nobody approved, holds back what it names, and what it named
 * when it last was in order: others go on.
 */
export async function campaignsOnMain(moment: Moment): Promise<readonly CampaignOnMain[]> {
  const changes = await moment.git.ruleChanges(moment.mainHead);
  const changed = new Map<string, Changes>();
  for (const [age, { commit, at, paths }] of changes.entries())
    for (const file of paths.filter(isCampaignPath))
      changed.set(file, { came: commit, since: at, age, commits: [...(changed.get(file)?.commits ?? []), commit] });
  const faultOf = moment.approvals === "asked" ? approvedRules(moment).faultOf : unasked;
  const found = await all(
    [...changed].map(async ([file, ones]): Promise<CampaignOnMain | undefined> => {
      const one = await campaignIn(moment, file, ones, faultOf);
      if (one === undefined) return undefined;
      const { since } = await beginnings(moment, one, changed)(ones);
      // Whoever makes a commit writes its time: what is not yet can be no beginning.
      return { ...one, since: since > moment.now ? "" : since };
    }),
  );
  return found.flatMap((one) => one ?? []).toSorted((a, b) => compareText(a.name, b.name));
}

/** Of a file, the newest first; `came`: the oldest, `since` its time by git, and `age` how many changes of rules came later. */
type Changes = {
  readonly came: string;
  readonly since: string;
  readonly age: number;
  readonly commits: readonly string[];
};

/**
 * Where a merge brings a campaign and takes away another of the same productions, it has a new name and no new budget: it
 * is counted from where the other began. Who takes it away by a merge of its own has decided otherwise.
 */
const beginnings = (reads: Reads, { names }: Pick<CampaignOnMain, "names">, changed: ReadonlyMap<string, Changes>) => {
  // Each is reached by many ways, where one merge renames several.
  const known = new Map<Changes, Changes>();
  const begunWith = async (own: Changes): Promise<Changes> => {
    let begun = known.get(own) ?? own;
    if (known.has(own)) return begun;
    for (const [file, ones] of changed) {
      const older = ones.commits.slice(ones.commits.indexOf(own.came) + 1);
      if (older.length === ones.commits.length || !(await hasNamed(reads, file, older, names))) continue;
      const [left] = await reads.git.files(own.came, [file]);
      const before = left === undefined ? await begunWith(ones) : own;
      if (before.age > begun.age) begun = before;
    }
    known.set(own, begun);
    return begun;
  };
  return begunWith;
};

async function hasNamed(
  reads: Reads,
  file: string,
  commits: readonly string[],
  names: readonly string[],
): Promise<boolean> {
  for (const at of commits) {
    const [entry] = await reads.git.files(at, [file]);
    const read = entry === undefined ? undefined : readCampaign(entry);
    if (namesOf(read).some((one) => names.some((name) => fitsTag(one, name) || fitsTag(name, one)))) return true;
  }
  return false;
}

/** A terminal and a forecast ask nobody. */
const unasked: ApprovedRules["faultOf"] = async () => undefined;

/** `undefined`: main has it no more. */
async function campaignIn(
  reads: Reads,
  file: string,
  { since, commits }: Changes,
  faultOf: ApprovedRules["faultOf"],
): Promise<CampaignOnMain | undefined> {
  const name = campaignName(file);
  const names: string[] = [];
  let why: string | Failure | undefined;
  for (const commit of commits) {
    const [entry] = await reads.git.files(commit, [file]);
    const read = entry === undefined ? undefined : readCampaign(entry);
    names.push(...namesOf(read));
    const fault = await orFailure(() => faultOf(commit, file));
    const reason = fault instanceof Failure ? fault : (fault?.why ?? wrongText(file, read));
    if (reason === undefined) {
      if (why !== undefined) break;
      return read?.kind === "read" ? { name, names, since, campaign: read.campaign, ends: read.ends } : undefined;
    }
    why ??= reason;
  }
  return why === undefined ? undefined : { name, names, since, why };
}

const namesOf = (read: CampaignRead | undefined): readonly string[] =>
  read?.kind === "read" ? read.campaign.productions : (read?.names ?? []);

const wrongText = (file: string, read: CampaignRead | undefined): string | undefined =>
  read?.kind === "unreadable"
    ? read.problems.map(({ message }) => `${file} is wrong: ${message.replace(/\.$/, "")}`)[0]
    : undefined;
