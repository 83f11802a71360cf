import { thousands } from "../../text/amounts.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** `2 running, 1 done` */
export const stateCounts = (statuses: readonly SubmissionStatus[]): string => {
  const counts = new Map<string, number>();
  for (const { state } of statuses) counts.set(state.kind, (counts.get(state.kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${thousands(count)} ${kind}`).join(", ");
};
