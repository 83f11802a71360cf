import type { Plan } from "../plan/plan.ts";
import { counted } from "./cost-words.ts";

/** Of a production that grows: what the merge would submit, and how many blocks the ledger has. */
export type ForeseenRuns = { readonly fresh: readonly number[]; readonly unchanged: number };

/** `3 new runs, 9 blocks unchanged` */
export const runsCounted = ({ fresh, unchanged }: ForeseenRuns): string =>
  [counted(fresh.length, "new run"), ...(unchanged === 0 ? [] : [`${counted(unchanged, "block")} unchanged`])].join(
    ", ",
  );

/** What the reader has to know before the figures of one run. */
export const runsWords = (runs: ForeseenRuns, { shown, atMost }: NonNullable<Plan["runs"]>): string =>
  `Each run is one submission: ${runsCounted(runs)}${runs.fresh.length === 0 ? "" : ` (${namedRuns(runs.fresh)})`}${limitWords(atMost)}. The following is of run ${shown}.`;

/** How many of them are at PanDA at one time, where the request limits it. */
export const limitWords = (atMost: number | undefined): string =>
  atMost === undefined ? "" : `, at most ${atMost} at PanDA at one time`;

const mostNamed = 10;
/** The first ones, and how many more. */
export const namedRuns = (runs: readonly number[]): string =>
  `${runs.slice(0, mostNamed).join(", ")}${runs.length > mostNamed ? ` and ${runs.length - mostNamed} more` : ""}`;
