import type { Intent, LedgerEvent } from "./event.ts";

export const intentIn = (lines: readonly LedgerEvent[]): Intent | undefined => {
  const last = lines.findLast((line) => line.event === "intended");
  return last?.event === "intended" ? last.intent : undefined;
};
