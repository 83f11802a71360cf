import { type Freeze, onlyFreeze } from "../conventions/freeze.ts";
import { utcMinute } from "../markdown/utc.ts";
import type { FirstRuns } from "../production/pilot-runs.ts";

/**
 * Why it waits: the limit of submissions of its tag at PanDA, the first runs of its version are not yet good, or as many
 * jobs as the conventions let begin by themselves on one day have begun, nothing new is submitted before some time, a step
 * has no site online, or its campaign holds it back. `lost`: too few of them can end well any more.
 */
export type Queued =
  | { readonly atMost: number }
  | { readonly first: FirstRuns; readonly lost: boolean }
  | { readonly startsPerDay: number }
  | Freeze
  | NoSiteOnline
  | HeldWithin;

/** Every site of a step is offline in the conventions, each with its reason. */
export type NoSiteOnline = { readonly step: string; readonly offline: string };

/** A campaign of main, or the limits of its working group, let it not go, or not yet. `within`: `campaign NAME` or `group NAME`. */
export type HeldWithin = { readonly within: string; readonly reason: string };

/** Follows "waits". */
export const untilThawed = ({ until, reason, by }: Freeze): string =>
  `until ${utcMinute(until)}, as ${by === undefined ? "submissions are frozen" : `${by} froze submissions`}: ${reason.replace(/\.$/, "")}`;

/** Follows "waits". */
export const noSiteOnlineText = ({ step, offline }: NoSiteOnline): string =>
  `for a site: every one of step ${step} is offline (${offline})`;

/** Follows "waits". */
export const withinText = ({ within, reason }: HeldWithin): string => `in ${within}: ${reason}`;

/** Without what else its line of the ledger holds. */
export const onlyQueued = (event: Queued): Queued => {
  if ("first" in event) return { first: event.first, lost: event.lost };
  if ("until" in event) return onlyFreeze(event);
  if ("offline" in event) return { step: event.step, offline: event.offline };
  if ("within" in event) return { within: event.within, reason: event.reason };
  return "atMost" in event ? { atMost: event.atMost } : { startsPerDay: event.startsPerDay };
};
