import { positive } from "../text/positive.ts";
import { times } from "../times/times.ts";
import { type Cost, noCost, shortOf } from "./cost.ts";

/** What GitHub said last of what it still allows this job. A time is ISO text; `undefined`: it named none. */
export type AllowedCalls = {
  /** Of the calls of this hour. */
  readonly calls: number;
  readonly callsFrom: string | undefined;
  /** Of the points of GraphQL of this hour. */
  readonly queries: number;
  readonly queriesFrom: string | undefined;
  /** Of the comments and other content of this minute and hour. */
  readonly writes: number;
  readonly writesFrom: string | undefined;
};

/** Where nobody counts: a terminal asks GitHub nothing. */
export const unlimited: AllowedCalls = {
  calls: Number.POSITIVE_INFINITY,
  callsFrom: undefined,
  queries: Number.POSITIVE_INFINITY,
  queriesFrom: undefined,
  writes: Number.POSITIVE_INFINITY,
  writesFrom: undefined,
};

/** What a pass did so far of what GitHub and PanDA do not count for it; `seconds` since it began. */
export type PassSpent = Pick<Cost, "pushes" | "panda" | "seconds">;

/** Seconds in which a pass begins new work. The job ends at 60 minutes: what was begun, and the report, have the rest. */
const passSeconds = times.pass.milliseconds / 1000;

/** As the environment says, for a job that ends at another time. */
export const passSecondsIn = (env: Readonly<Record<string, string | undefined>>): number =>
  positive(env, "SHREK_PASS_SECONDS") ?? passSeconds;

/** Seconds in which a report begins another comment; a pass reports twice. */
export const reportSeconds = passSeconds / 8;

/** GitHub recommends six, and counts none. A pass of less than a minute has those of one. */
const pushesPerMinute = 6;
/** PanDA has no limit; so many calls leave it time for others. */
const maxPandaCalls = 20_000;
/** What ends its watching on one day, as a large campaign does, is looked at in several passes. */
export const keptFromWatching: Cost = { ...noCost, panda: 0.8 * maxPandaCalls };

export const leftOf = ({ calls, queries, writes }: AllowedCalls, spent: PassSpent, seconds = passSeconds): Cost => ({
  calls,
  queries,
  writes,
  pushes: pushesPerMinute * Math.max(1, seconds / 60) - spent.pushes,
  panda: maxPandaCalls - spent.panda,
  seconds: seconds - spent.seconds,
});

/** Why something that costs so much waits. */
export const whyWaits = (cost: Cost, left: Cost, { callsFrom, queriesFrom, writesFrom }: AllowedCalls): string => {
  switch (shortOf(cost, left)) {
    case "calls":
      return `GitHub allows no more calls${untilText(callsFrom)}`;
    case "queries":
      return `GitHub allows no more queries${untilText(queriesFrom)}`;
    case "writes":
      return `GitHub allows no more comments${untilText(writesFrom)}`;
    case "pushes":
      return "GitHub recommends no more pushes";
    case "panda":
      return "PanDA was asked enough";
    case "seconds":
    case undefined:
      return "the pass ends";
  }
};

const untilText = (time: string | undefined): string =>
  time === undefined ? " for now" : ` until ${time.slice(11, 16)} UTC`;
