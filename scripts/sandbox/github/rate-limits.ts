import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./call.ts";
import type { Hour } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

/** REST and GraphQL have limits of their own, by the names that `x-ratelimit-resource` has. */
export type Resource = "core" | "graphql";

const minute = 60_000;
const hour = 60 * minute;

const hourOf = ({ spent, time }: World, token: Token, of: Resource): Hour => {
  const whose = `${of} of ${token.kind === "workflow" ? `workflows of ${token.repository ?? ""}` : token.login}`;
  const known = spent.hours.get(whose);
  if (known !== undefined && time() < known.ends) return known;
  const begun = { used: 0, ends: time() + hour };
  spent.hours.set(whose, begun);
  return begun;
};

/** Counts this call, or refuses it with what GitHub says of when it may come again. */
export const spendCall = (world: World, token: Token, of: Resource, isWriting: boolean): void => {
  const own = hourOf(world, token, of);
  if (own.used >= perHour(world, token, of)) throw new Refusal(403, `API rate limit exceeded for ${token.login}.`);
  own.used += 1;
  if (token.kind !== "user") spendPoints(world, token, of, isWriting ? 5 : 1);
};

const perHour = ({ callLimits }: World, { kind }: Token, of: Resource): number =>
  (of === "core" ? callLimits.perHour : callLimits.queriesPerHour)[kind];

const spendPoints = ({ spent, callLimits, time }: World, { login }: Token, of: Resource, cost: number): void => {
  const [now, whose] = [time(), `${of} of ${login}`];
  const most = of === "core" ? callLimits.pointsPerMinute : callLimits.queryPointsPerMinute;
  const recent = (spent.points.get(whose) ?? []).filter(({ at }) => now - at < minute);
  const sum = recent.reduce((all, each) => all + each.cost, cost);
  spent.points.set(whose, sum > most ? recent : [...recent, { at: now, cost }]);
  if (sum <= most) return;
  const wait = Math.ceil(((recent[0]?.at ?? now) + minute - now) / 1000);
  throw new Refusal(callLimits.secondaryStatus, secondary, { "retry-after": String(wait) });
};

const secondary = "You have exceeded a secondary rate limit.";

/** A call with those of the same login that are not answered yet. Nobody knows when they are, so that no header names a time. */
export const amongOthers = async <T>(world: World, { kind, login }: Token, work: () => Promise<T>): Promise<T> => {
  const { spent, callLimits, latency } = world;
  const others = spent.underWay.get(login) ?? 0;
  if (kind !== "user" && others >= callLimits.atOnce) throw new Refusal(callLimits.secondaryStatus, secondary);
  const count = (more: number): void => {
    const now = (spent.underWay.get(login) ?? 0) + more;
    spent.underWay.set(login, now);
    spent.mostAtOnce = Math.max(spent.mostAtOnce, now);
  };
  count(1);
  try {
    if (latency > 0) await sleep(latency);
    return await work();
  } finally {
    count(-1);
  }
};

/** What a test wants refused, as a limit that is none of the hour. */
export const spendLimit = ({ limit }: World): void => {
  if (limit === undefined || limit.left <= 0) return;
  limit.left -= 1;
  throw new Refusal(limit.status, secondary, { "retry-after": String(limit.retryAfter) });
};

export const limitOf = (world: World, token: Token, of: Resource) => {
  const limit = perHour(world, token, of);
  const { used, ends } = hourOf(world, token, of);
  return { limit, remaining: Math.max(0, limit - used), used, reset: Math.floor(ends / 1000) };
};

export const limitHeaders = (world: World, token: Token, of: Resource): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(limitOf(world, token, of)).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]),
  ),
  "x-ratelimit-resource": of,
});

/** Every answer says what is left of the hour, a refusal too. */
export const withLimits = async (
  world: World,
  token: Token,
  of: Resource,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  const told = (headers: Answer["headers"]) => ({ ...limitHeaders(world, token, of), ...headers });
  try {
    const answer = await amongOthers(world, token, work);
    return { ...answer, headers: told(answer.headers) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.status, error.message, told(error.headers), error.errors);
  }
};
