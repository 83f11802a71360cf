import { type Call, ok, type Route } from "../call.ts";
import type { World } from "../world.ts";

const allowed = 5000;

export const limitOf = (world: World) => ({
  limit: allowed,
  remaining: Math.max(0, allowed - world.requests),
  used: world.requests,
  reset: Math.floor(Date.parse(world.now()) / 1000) + 3600,
});

export const limitHeaders = (world: World): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(limitOf(world)).map(([name, value]) => [`x-ratelimit-${name}`, String(value)])),
  "x-ratelimit-resource": "core",
});

export const limitRoutes = {
  "rate-limit/get": {
    needs: [],
    role: "none",
    answer: ({ world }: Call) =>
      ok({ resources: { core: limitOf(world), search: limitOf(world) }, rate: limitOf(world) }),
  },
} satisfies Readonly<Record<string, Route>>;
