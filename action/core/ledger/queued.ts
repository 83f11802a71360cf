import type { FirstRuns } from "../production/pilot-runs.ts";

/**
 * Why it waits: the limit of submissions of its tag at PanDA, or the first runs of its version are not yet good.
 * `lost`: too few of them can end well any more.
 */
export type Queued = { readonly atMost: number } | { readonly first: FirstRuns; readonly lost: boolean };
