import { isCampaignPath } from "../../conventions/campaign.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import { counted } from "../../text/amounts.ts";

/** What asks for a person: submissions, folders and campaigns that are refused on main, and a main whose history was rewritten. */
export type ForPeople = {
  readonly submissions: ReadonlySet<SubmissionKey>;
  readonly refused: ReadonlySet<string>;
  readonly rewritten: boolean;
};

/** Whether a pass found something that did not ask for a person before it. Only that makes a run red. */
export const hasNew = (before: ForPeople, after: ForPeople): boolean =>
  (after.rewritten && !before.rewritten) ||
  [...after.submissions].some((key) => !before.submissions.has(key)) ||
  [...after.refused].some((folder) => !before.refused.has(folder));

/** What still waits, in one line; `undefined`: nothing. */
export const waitText = ({ submissions, refused, rewritten }: ForPeople): string | undefined => {
  const campaigns = [...refused].filter(isCampaignPath).length;
  const requests = refused.size - campaigns;
  const parts = [
    ...(submissions.size === 0 ? [] : [counted(submissions.size, "submission")]),
    ...(requests === 0 ? [] : [`${counted(requests, "request")} refused on main`]),
    ...(campaigns === 0 ? [] : [`${counted(campaigns, "campaign")} wrong on main`]),
    ...(rewritten ? ["a main whose history was rewritten"] : []),
  ];
  return parts.length === 0 ? undefined : `A person has to act on ${parts.join(", ")}; the overview issue says how.`;
};
