import type { Plan } from "../../plan/plan.ts";
import type { FirstRuns } from "../../production/pilot-runs.ts";
import { andMore, counted } from "../../text/amounts.ts";

/** Of a production that grows: what the merge would submit, and how many runs the ledger has. */
export type PredictedRuns = { readonly fresh: readonly number[]; readonly unchanged: number };

/** `3 new runs, 9 unchanged` */
export const runsCounted = ({ fresh, unchanged }: PredictedRuns): string =>
  [counted(fresh.length, "new run"), ...(unchanged === 0 ? [] : [`${unchanged} unchanged`])].join(", ");

/** What the reader has to know before the figures of one run. */
export const runsText = (runs: PredictedRuns, planned: PlannedRuns): string =>
  `Each run is one submission: ${runsCounted(runs)}${runs.fresh.length === 0 ? "" : ` (${namedRuns(runs.fresh)})`}${limitText(planned)}. The following is of run ${planned.shown}.`;

type PlannedRuns = NonNullable<Plan["runs"]>;

/** Where the request limits it: how many go first, and how many are at PanDA at one time. */
export const limitText = ({ count, first, atMost }: PlannedRuns): string => {
  const places = atMost === undefined ? "" : `, at most ${atMost} at PanDA at one time`;
  return first === undefined ? places : `, ${firstText(first, count)}${places}`;
};

const firstText = ({ runs, good }: FirstRuns, count: number): string =>
  count > runs
    ? `${counted(runs, "run")} first, ${count - runs} when ${good} of them ${good === 1 ? "is" : "are"} good`
    : `all among the first ${runs}`;
/** The first ones, and how many more. */
export const namedRuns = (runs: readonly number[]): string => andMore(runs.map(String), 10);
