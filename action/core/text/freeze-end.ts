import { dayOf } from "./list-head.ts";

/** Characters, as each who waits reads it. */
export const maxFreezeReason = 200;

/** As people write it: a day, which means its begin, or a minute, both in UTC. */
export const freezeForm = "^2[0-9]{3}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}Z)?$";

/** `undefined`: there is no such day, or no such minute. */
export const freezeEnd = (written: string): Date | undefined => {
  if (!new RegExp(freezeForm).test(written)) return undefined;
  const end = new Date(written.length === "2026-12-24".length ? `${written}T00:00Z` : written);
  return Number.isNaN(end.getTime()) || dayOf(end) !== written.slice(0, 10) ? undefined : end;
};
