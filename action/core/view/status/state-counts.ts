import { thousands } from "../../text/amounts.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** `2 running, 1 done` */
export const stateCounts = (statuses: readonly SubmissionStatus[]): string =>
  [...Map.groupBy(statuses, ({ state }) => state.kind)]
    .map(([kind, ones]) => `${thousands(ones.length)} ${kind}`)
    .join(", ");
