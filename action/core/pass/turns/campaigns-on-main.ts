import {
  type Campaign,
  type CampaignRead,
  campaignName,
  isCampaignPath,
  readCampaign,
} from "../../conventions/campaign.ts";
import { Failure } from "../../problems/failure.ts";
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
  | { readonly campaign: Campaign }
  /** Why it lets nothing go. A Failure: whether it does could not be asked. */
  | { readonly campaign?: undefined; readonly why: string | Failure }
);

/**
 * The campaigns of main. One that cannot be read, or that nobody approved, holds back what it names, and what it named
 * when it last was in order: others go on.
 */
export function* campaignsOnMain(moment: Moment): Asking<readonly CampaignOnMain[]> {
  const changes = yield* ask({ ask: "rule-changes", commit: moment.mainHead });
  const files = [...new Set(changes.flatMap(({ paths }) => paths.filter(isCampaignPath)))].toSorted();
  if (files.length === 0) return [];
  const faultOf = moment.approvals === "asked" ? approvedRules(moment).faultOf : unasked;
  const found = yield* all(
    files.map((file) =>
      campaignIn(
        file,
        changes.flatMap(({ commit, paths }) => (paths.includes(file) ? [commit] : [])),
        faultOf,
      ),
    ),
  );
  return found.flatMap((one) => one ?? []);
}

// biome-ignore lint/correctness/useYield: a terminal and a forecast ask nobody
const unasked: ApprovedRules["faultOf"] = function* () {
  return undefined;
};

/** `commits`: those that changed the file, the newest first. `undefined`: main has it no more. */
function* campaignIn(
  file: string,
  commits: readonly string[],
  faultOf: ApprovedRules["faultOf"],
): Asking<CampaignOnMain | undefined> {
  const name = campaignName(file);
  const since = commits.at(-1) ?? "";
  const names: string[] = [];
  let why: string | Failure | undefined;
  for (const commit of commits) {
    const [entry] = yield* ask({ ask: "files", at: commit, paths: [file] });
    const read = entry === undefined ? undefined : readCampaign(entry);
    const campaign = read?.kind === "read" ? read.campaign : undefined;
    names.push(...(campaign?.productions ?? []));
    const fault = yield* orFailed(faultOf(commit, file));
    if (read?.kind !== "unreadable" && fault === undefined) {
      if (why !== undefined) break;
      return campaign === undefined ? undefined : { name, names, since, campaign };
    }
    why ??= fault instanceof Failure ? fault : (fault?.why ?? wrongText(file, read));
  }
  return why === undefined ? undefined : { name, names, since, why };
}

const wrongText = (file: string, read: CampaignRead | undefined): string => {
  const [problem] = read?.kind === "unreadable" ? read.problems : [];
  return `${file} is wrong: ${(problem?.message ?? "it cannot be read").replace(/\.$/, "")}`;
};
