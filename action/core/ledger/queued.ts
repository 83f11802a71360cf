import type { FirstRuns } from "../production/pilot-runs.ts";

/** Why it waits: so many of its tag are at PanDA, or the first runs of its version are not yet good. `lost`: too few of them can be any more. */
export type Queued = { readonly atMost: number } | { readonly first: FirstRuns; readonly lost: boolean };
