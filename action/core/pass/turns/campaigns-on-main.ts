import {
  type Campaign,
  type CampaignRead,
  campaignName,
  isCampaignPath,
  readCampaign,
} from "../../conventions/campaign.ts";
import { Failure } from "../../problems/failure.ts";
import { compareText } from "../../problems/problem.ts";
import { type ApprovedRules, approvedRules } from "../approval/approved-rules.ts";
import { type Asking, all, ask, orFailed } from "../asking.ts";
import type { Moment } from "../moment.ts";

/** A campaign as main has it. */
export type CampaignOnMain = {
  readonly name: string;
  /** Patterns of the tags that it holds back, in their order. */
  readonly names: readonly string[];
  /** The commit that first brought it to main. */
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
export function* campaignsOnMain(moment: Moment): Asking<readonly CampaignOnMain[]> {
  const changes = yield* ask({ ask: "rule-changes", commit: moment.mainHead });
  const changed = new Map<string, Changes>();
  for (const { commit, paths } of changes)
    for (const file of paths.filter(isCampaignPath))
      changed.set(file, { since: commit, commits: [...(changed.get(file)?.commits ?? []), commit] });
  const faultOf = moment.approvals === "asked" ? approvedRules(moment).faultOf : unasked;
  const found = yield* all([...changed].map(([file, ones]) => campaignIn(file, ones, faultOf)));
  return found.flatMap((one) => one ?? []).toSorted((a, b) => compareText(a.name, b.name));
}

/** Of a file, the newest first; `since`: the oldest. */
type Changes = { readonly since: string; readonly commits: readonly string[] };

/** A terminal and a forecast ask nobody. */
const unasked: ApprovedRules["faultOf"] = function* () {
  return undefined;
};

/** `undefined`: main has it no more. */
function* campaignIn(
  file: string,
  { since, commits }: Changes,
  faultOf: ApprovedRules["faultOf"],
): Asking<CampaignOnMain | undefined> {
  const name = campaignName(file);
  const names: string[] = [];
  let why: string | Failure | undefined;
  for (const commit of commits) {
    const [entry] = yield* ask({ ask: "files", at: commit, paths: [file] });
    const read = entry === undefined ? undefined : readCampaign(entry);
    if (read?.kind === "read") names.push(...read.campaign.productions);
    const fault = yield* orFailed(faultOf(commit, file));
    const reason = fault instanceof Failure ? fault : (fault?.why ?? wrongText(file, read));
    if (reason === undefined) {
      if (why !== undefined) break;
      return read?.kind === "read" ? { name, names, since, campaign: read.campaign, ends: read.ends } : undefined;
    }
    why ??= reason;
  }
  return why === undefined ? undefined : { name, names, since, why };
}

const wrongText = (file: string, read: CampaignRead | undefined): string | undefined =>
  read?.kind === "unreadable"
    ? read.problems.map(({ message }) => `${file} is wrong: ${message.replace(/\.$/, "")}`)[0]
    : undefined;
