import type { Request } from "../request/request.ts";
import { percent } from "./share.ts";

/** How many runs of a version go first, and how many of them must end well before the others go. */
export type FirstRuns = { readonly runs: number; readonly good: number };

/** `undefined`: no run waits for others. */
export const firstRunsOf = ({ runs }: Pick<Request, "runs">): FirstRuns | undefined =>
  runs?.first === undefined
    ? undefined
    : { runs: runs.first.runs, good: leastOf(runs.first.runs, percent(runs.first.good)) };

/** In whole hundredths of a percent, as the share is written: 7% of 100 are 7, and not the next number of a fraction beyond it. */
const leastOf = (runs: number, share: number): number => Math.ceil((runs * Math.round(share * 10_000)) / 10_000);
