import { type Context, createContext, Script } from "node:vm";
import type { BeyondLimit, ValidationLimits } from "../../core/validate/validation-limits.ts";
import type { Bounds } from "../../ports/bounds.ts";
import { lookEvery, megabytesOf } from "./memory-held.ts";

/**
 * Holds a validation in this process within limits, counted from the start of the process. `over` ends it: a thread of
 * Node's `vm` ends a computation that never returns, a timer ends a wait. The memory of one computation is seen when it
 * is done; before that, only V8's own limit holds (ADR 18).
 */
export const boundsHere = (limits: ValidationLimits, over: (beyond: BeyondLimit) => never): Bounds => {
  const milliseconds = limits.seconds * 1000;
  let at: string | undefined;
  let looked = Number.NEGATIVE_INFINITY;
  const look = (): void => {
    const now = performance.now();
    if (now > milliseconds) over({ what: "time", at });
    if (now - looked < lookEvery) return;
    looked = now;
    if (megabytesOf("self") > limits.megabytes) over({ what: "memory", at });
  };
  setInterval(look, lookEvery).unref();
  return {
    begin: (place) => {
      at = place;
      look();
    },
    run: (work) => {
      look();
      const timeout = Math.max(1, Math.ceil(milliseconds - performance.now()));
      try {
        return runWithin(work, timeout);
      } catch (error) {
        if (isTimeout(error)) over({ what: "time", at });
        throw error;
      }
    },
  };
};

/** Only what `vm` runs has a time-out; the work stays what it is. A context costs a millisecond, so all have one. */
const runWithin = <Made>(work: () => Made, timeout: number): Made => {
  held ??= createContext({});
  held.work = work;
  try {
    return call.runInContext(held, { timeout, displayErrors: false });
  } finally {
    held.work = undefined;
  }
};
let held: Context | undefined;
const call = new Script("work()");

/** Made in the script's own context, whose `Error` is another than ours. */
const isTimeout = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
