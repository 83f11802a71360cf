import type { FirstRuns } from "../production/pilot-runs.ts";

/**
 * Why it waits: the limit of submissions of its tag at PanDA, the first runs of its version are not yet good, or as many
 * jobs as the conventions let begin by themselves on one day have begun. `lost`: too few of them can end well any more.
 */
export type Queued =
  | { readonly atMost: number }
  | { readonly first: FirstRuns; readonly lost: boolean }
  | { readonly startsPerDay: number };
