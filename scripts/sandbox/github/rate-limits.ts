import type { Hour } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

const minute = 60_000;
const hour = 60 * minute;

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
