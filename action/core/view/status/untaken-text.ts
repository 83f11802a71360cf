import { utcMinute } from "../../markdown/utc.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Unassigned, unassignedOf } from "../../submission/unassigned.ts";
import { isUntaken } from "../../submission/ways-out.ts";

/**
 * Follows what runs: what PanDA says of a task that it is breaking; or its own status of a task that no site has taken
 * yet, where and since when; and whether somebody is called.
 */
export const untakenText = (state: SubmissionState): string => {
  const breaking = state.kind === "running" ? state.tasks.filter(({ status }) => status === "tobroken") : [];
  if (breaking.length > 0)
    return breaking.map(({ step, id, dialog }) => `; step ${step} (task ${id}) is tobroken: ${dialog}`).join("");
  const [first, ...others] = unassignedOf(state);
  if (first === undefined) return "";
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  const words = `step ${first.step} (task ${first.id}) is ${first.status}${placeText(first)}${more}`;
  return isUntaken(state) ? `; no site takes it: ${words}` : `; ${words}`;
};

const placeText = ({ site, since }: Unassigned): string =>
  `${site === undefined ? "" : ` at ${site}`}${since === undefined ? "" : ` since ${utcMinute(since)}`}`;
