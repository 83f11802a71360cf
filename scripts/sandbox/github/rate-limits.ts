import { Refusal } from "./refusal.ts";
import type { Token, TokenKind } from "./tokens.ts";
import type { World } from "./world.ts";

/**
 * GitHub's documented limits on calls (docs.github.com, "Rate limits for the REST API"): so many an hour, by kind of token,
 * and so many points a minute, of which a call that writes costs five. A workflow's tokens share theirs by repository;
 * an App has at least what stands here, and up to 12,500. The points hold for programs only: the people of a test do in a
 * second what takes people an hour.
 */
export type CallLimits = { readonly perHour: Readonly<Record<TokenKind, number>>; readonly pointsPerMinute: number };
export const documentedCalls: CallLimits = {
  perHour: { workflow: 1000, app: 5000, user: 5000 },
  pointsPerMinute: 900,
};

const minute = 60_000;
const hour = 60 * minute;

/** What was spent of an hour that began with the first call; milliseconds. */
export type Hour = { used: number; readonly ends: number };
export type Spent = {
  readonly hours: Map<string, Hour>;
  readonly points: Map<string, readonly Point[]>;
  /** How far the strikes of schedules have moved the time of limits on, in milliseconds. */
  later: number;
};
type Point = { readonly at: number; readonly cost: number };

const hourOf = ({ spent, time }: World, token: Token): Hour => {
  const whose = token.kind === "workflow" ? `workflows of ${token.repository ?? ""}` : token.login;
  const known = spent.hours.get(whose);
  if (known !== undefined && time() < known.ends) return known;
  const begun = { used: 0, ends: time() + hour };
  spent.hours.set(whose, begun);
  return begun;
};

/** Counts this call, or refuses it with what GitHub says of when it may come again. */
export const spendCall = (world: World, token: Token, method: string): void => {
  const own = hourOf(world, token);
  if (own.used >= world.callLimits.perHour[token.kind])
    throw new Refusal(403, `API rate limit exceeded for ${token.login}.`);
  own.used += 1;
  if (token.kind !== "user") spendPoints(world, token.login, method === "GET" ? 1 : 5);
};

const spendPoints = ({ spent, callLimits, time }: World, login: string, cost: number): void => {
  const now = time();
  const recent = (spent.points.get(login) ?? []).filter(({ at }) => now - at < minute);
  const sum = recent.reduce((all, each) => all + each.cost, cost);
  spent.points.set(login, sum > callLimits.pointsPerMinute ? recent : [...recent, { at: now, cost }]);
  if (sum <= callLimits.pointsPerMinute) return;
  const wait = Math.ceil(((recent[0]?.at ?? now) + minute - now) / 1000);
  throw new Refusal(403, "You have exceeded a secondary rate limit.", { "retry-after": String(wait) });
};

export const limitOf = (world: World, token: Token) => {
  const limit = world.callLimits.perHour[token.kind];
  const { used, ends } = hourOf(world, token);
  return { limit, remaining: Math.max(0, limit - used), used, reset: Math.floor(ends / 1000) };
};

export const limitHeaders = (world: World, token: Token): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(limitOf(world, token)).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]),
  ),
  "x-ratelimit-resource": "core",
});
