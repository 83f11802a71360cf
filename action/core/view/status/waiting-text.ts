import { utcMinute } from "../../markdown/utc.ts";
import { groupUnassigned, type UnassignedGroup } from "../../submission/unassigned.ts";
import { thousands } from "../../text/amounts.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** What no site has taken yet, by PanDA's own word: `300 assigning since 2026-11-28 13:30 UTC, at SITE_B (240), SITE_A (60)`. */
export const waitingText = (ones: readonly SubmissionStatus[]): readonly string[] =>
  groupUnassigned(ones.map(({ state }) => state)).map(groupText);

const groupText = ({ status, count, since, sites }: UnassignedGroup): string => {
  const named = sites.filter(([site]) => site !== "");
  const shown = named.slice(0, sitesShown).map(([site, number]) => `${site} (${thousands(number)})`);
  const rest = named.length > sitesShown ? ` and ${named.length - sitesShown} more sites` : "";
  const where = shown.length === 0 ? "" : `, at ${shown.join(", ")}${rest}`;
  return `${thousands(count)} \`${status}\`${since === undefined ? "" : ` since ${utcMinute(since)}`}${where}`;
};
const sitesShown = 5;

/** How many of them no site has taken. */
export const waitingCount = (ones: readonly SubmissionStatus[]): number =>
  groupUnassigned(ones.map(({ state }) => state)).reduce((all, { count }) => all + count, 0);
