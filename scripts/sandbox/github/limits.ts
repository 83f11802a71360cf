import type { TokenKind } from "./tokens.ts";

/**
 * GitHub's documented limits on calls (docs.github.com, "Rate limits for the REST API", "Rate limits and query limits for
 * the GraphQL API"): so many calls of REST and so many points of GraphQL an hour, by kind of token; so many points of
 * either a minute, of which a call that writes costs five; so many calls of both at once. A workflow's tokens share theirs
 * by repository; an App has at least what is here, and up to 12,500. What counts a minute or at once holds for programs
 * only: the people of a test do in a second what takes people an hour.
 */
export type CallLimits = {
  readonly perHour: Readonly<Record<TokenKind, number>>;
  readonly queriesPerHour: Readonly<Record<TokenKind, number>>;
  readonly pointsPerMinute: number;
  readonly queryPointsPerMinute: number;
  readonly atOnce: number;
  /** GitHub refuses with either what is not a limit of the hour. */
  readonly secondaryStatus: 403 | 429;
};
const perHour = { workflow: 1000, app: 5000, user: 5000 } as const;
export const documentedCalls: CallLimits = {
  perHour,
  queriesPerHour: perHour,
  pointsPerMinute: 900,
  queryPointsPerMinute: 2000,
  atOnce: 100,
  secondaryStatus: 403,
};

/**
 * GitHub's documented secondary limit on requests that make content, for each login: 80 a minute and 500 an hour
 * (docs.github.com, "Rate limits for the REST API"). Pushes of git are not among them. Here it holds for programs only:
 * the people of a test do in a second what takes people an hour.
 */
export type ContentLimit = { readonly perMinute: number; readonly perHour: number };
export const documentedLimit: ContentLimit = { perMinute: 80, perHour: 500 };

/** What was spent of an hour that began with the first call; milliseconds. */
export type Hour = { used: number; readonly ends: number };
export type Spent = {
  readonly hours: Map<string, Hour>;
  readonly points: Map<string, readonly Point[]>;
  /** Calls that are not answered yet, by login, and the most that there ever were. */
  readonly underWay: Map<string, number>;
  mostAtOnce: number;
  /** How far the strikes of schedules have moved the time of limits on, in milliseconds. */
  later: number;
};
type Point = { readonly at: number; readonly cost: number };
