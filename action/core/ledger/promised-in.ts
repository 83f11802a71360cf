import type { Intent, LedgerEvent } from "./event.ts";

/** The last intent of a submission. */
export const promisedIn = (lines: readonly LedgerEvent[]): Intent | undefined => {
  const last = lines.findLast((line) => line.event === "intended");
  return last?.event === "intended" ? last.intent : undefined;
};
