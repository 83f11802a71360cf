import type { SubmissionState } from "../submission/state.ts";
import { type Unassigned, unassignedOf } from "../submission/unassigned.ts";
import { isUntaken } from "../submission/ways-out.ts";
import { utcMinute } from "./utc.ts";

/** Behind what runs: PanDA's own word of what no site has taken yet, where and since when; and, once somebody is called, so. */
export const untakenWords = (state: SubmissionState): string => {
  const [first, ...others] = unassignedOf(state);
  if (first === undefined) return "";
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  const words = `step ${first.step} (task ${first.id}) is ${first.status}${placeWords(first)}${more}`;
  return isUntaken(state) ? `; no site takes it: ${words}` : `; ${words}`;
};

const placeWords = ({ site, since }: Unassigned): string =>
  `${site === undefined ? "" : ` at ${site}`}${since === undefined ? "" : ` since ${utcMinute(since)}`}`;
