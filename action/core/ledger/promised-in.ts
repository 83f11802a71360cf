import type { Intent, LedgerEvent } from "./event.ts";

export const promisedIn = (lines: readonly LedgerEvent[]): Intent | undefined => {
  const last = lines.findLast((line) => line.event === "intended");
  return last?.event === "intended" ? last.intent : undefined;
};
