import { thousands } from "../../text/amounts.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** `2 running, 1 done` */
export const stateCounts = (standing: readonly SubmissionStatus[]): string =>
  [...Map.groupBy(standing, ({ state }) => state.kind)]
    .map(([kind, ones]) => `${thousands(ones.length)} ${kind}`)
    .join(", ");
