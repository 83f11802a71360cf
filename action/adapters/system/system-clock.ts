import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../ports/clock.ts";

export const systemClock = (): Clock => ({
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds) => {
    await wait(milliseconds);
  },
  random: (bytes) => randomBytes(bytes),
});
