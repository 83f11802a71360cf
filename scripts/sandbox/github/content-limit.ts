import { Refusal } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

const words =
  "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.";

const minute = 60_000;
const hour = 60 * minute;

/** Counts this request, or refuses it with the seconds after which it may come again. */
export const spendContent = (world: World, { login, kind }: Token): void => {
  if (kind === "user") return;
  const now = world.time();
  const times = (world.content.get(login) ?? []).filter((time) => now - time < hour);
  const { perMinute, perHour } = world.contentLimit;
  const wait = Math.max(waitFor(times, perMinute, minute, now), waitFor(times, perHour, hour, now));
  world.content.set(login, wait > 0 ? times : [...times, now]);
  if (wait > 0) throw new Refusal(403, words, { "retry-after": String(Math.ceil(wait / 1000)) });
};

/** Milliseconds until fewer than `most` lie within the last `span`. */
const waitFor = (times: readonly number[], most: number, span: number, now: number): number => {
  const oldest = times.at(-most);
  return times.length < most || oldest === undefined ? 0 : Math.max(0, oldest + span - now);
};
