import { type Context, createContext, Script } from "node:vm";
import { type BeyondLimit, limitWatch, type ValidationLimits } from "../../core/validate/validation-limits.ts";
import type { Bounds } from "../../ports/bounds.ts";
import { lookEvery, type ProcessUse, processUse } from "./process-use.ts";

/**
 * Holds a validation in this process within limits, counted from the start of the process. `over` ends it: a time-out of
 * Node's `vm` ends a computation that never returns, a timer ends a wait. The memory of one computation is seen when it
 * is done; before that, only V8's own limit holds (ADR 18).
 */
export const boundsHere = (limits: ValidationLimits, over: (beyond: BeyondLimit) => never): Bounds => {
  const watch = limitWatch(limits);
  let looked = Number.NEGATIVE_INFINITY;
  /** How much longer a computation may take on the clock, in milliseconds, at the pace of this process until now. */
  const remaining = (): number => {
    const [now, { processor, megabytes }] = [performance.now(), processUse("self") ?? useWithoutProc()];
    looked = now;
    const beyond = watch(processor, now / 1000, megabytes);
    if (beyond !== undefined) over(beyond);
    return (limits.seconds - processor) * 1000 * Math.max(1, now / 1000 / processor);
  };
  setInterval(remaining, lookEvery).unref();
  return {
    look: () => {
      if (performance.now() - looked >= lookEvery) remaining();
    },
    run: (work) => {
      for (;;) {
        const timeout = Math.max(1, Math.ceil(Math.min(remaining(), longest)));
        try {
          return runWithin(work, timeout);
        } catch (error) {
          // A time-out counts the clock. Where others had the processor meanwhile, the work begins once more.
          if (!isTimeout(error)) throw error;
        }
      }
    },
  };
};

/** A longer time-out is none to Node. */
const longest = 2 ** 31 - 1;

const useWithoutProc = (): ProcessUse => {
  const { user, system } = process.cpuUsage();
  return { processor: (user + system) / 1e6, megabytes: 0 };
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
