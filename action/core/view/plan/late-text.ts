import { utcMinute } from "../../markdown/utc.ts";
import { times } from "../../times/times.ts";

/** What to say in a plan where nothing would be submitted soon; `undefined`: reconcile ran within the hour. */
export const lateText = (last: string | undefined, now: Date): string | undefined => {
  if (last !== undefined && now.getTime() - Date.parse(last) <= times.lateReconcile.milliseconds) return undefined;
  const since = last === undefined ? "has not run yet" : `last ran at ${utcMinute(last)}, over an hour ago`;
  return `Note: reconcile ${since}. What is merged is submitted when it runs: look at its workflow under Actions, and start it there.`;
};
