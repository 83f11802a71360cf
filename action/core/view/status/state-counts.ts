import { thousands } from "../../text/amounts.ts";
import type { Standing } from "./status-text.ts";

/** `2 running, 1 done` */
export const stateCounts = (standing: readonly Standing[]): string =>
  [...Map.groupBy(standing, ({ state }) => state.kind)]
    .map(([kind, ones]) => `${thousands(ones.length)} ${kind}`)
    .join(", ");
