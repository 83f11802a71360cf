import { utcMinute } from "../../markdown/utc.ts";

/** It runs every 15 minutes; GitHub delays schedules and stops them after 60 days without a commit. */
const lateAfterMinutes = 60;

/** What to say in a plan where nothing would be submitted soon; `undefined`: reconcile ran within the hour. */
export const lateText = (last: string | undefined, now: Date): string | undefined => {
  if (last !== undefined && now.getTime() - Date.parse(last) <= lateAfterMinutes * 60_000) return undefined;
  const since = last === undefined ? "has not run yet" : `last ran at ${utcMinute(last)}, over an hour ago`;
  return `Note: reconcile ${since}. What is merged is submitted when it runs: look at its workflow under Actions, and start it there.`;
};
