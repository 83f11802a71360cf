import type { TokenKind } from "./tokens.ts";

/**
 * GitHub's documented limits on calls (docs.github.com, "Rate limits for the REST API"): so many an hour, by kind of token,
 * and so many points a minute, of which a call that writes costs five. A workflow's tokens share theirs by repository;
 * an App has at least what stands here, and up to 12,500. The points hold for programs only: the people of a test do in a
 * second what takes people an hour.
 */
export type CallLimits = { readonly perHour: Readonly<Record<TokenKind, number>>; readonly pointsPerMinute: number };
export const documentedCalls: CallLimits = { perHour: { workflow: 1000, app: 5000, user: 5000 }, pointsPerMinute: 900 };

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
  /** How far the strikes of schedules have moved the time of limits on, in milliseconds. */
  later: number;
};
type Point = { readonly at: number; readonly cost: number };
