import { makeProblem, type Problem } from "../problems/problem.ts";
import { positive } from "../text/positive.ts";
import { productionsFolder } from "../text/source-file.ts";

/** What one validation may take: seconds of the processor, megabytes of resident memory. */
export type ValidationLimits = { readonly seconds: number; readonly megabytes: number };

/** `npm run bench:limits` says how near a large change comes. */
export const ordinaryLimits: ValidationLimits = { seconds: 300, megabytes: 2048 };

/** As the environment says, for a person who runs this program on a larger machine. */
export const limitsFrom = (env: Readonly<Record<string, string | undefined>>): ValidationLimits => ({
  seconds: positive(env, "SHREK_JUDGE_SECONDS") ?? ordinaryLimits.seconds,
  megabytes: positive(env, "SHREK_JUDGE_MEGABYTES") ?? ordinaryLimits.megabytes,
});

export type BeyondLimit = "processor" | "wait" | "memory";

/** Says at each look whether a validation is past a limit. Where it waits, and uses no hundredth of its time, the clock counts. */
export const limitWatch = (limits: ValidationLimits) => {
  let [counted, since] = [0, 0];
  return (processor: number, clock: number, megabytes: number): BeyondLimit | undefined => {
    if (processor > limits.seconds) return "processor";
    if (megabytes > limits.megabytes) return "memory";
    if (processor >= counted + limits.seconds / 100) [counted, since] = [processor, clock];
    return clock > since + limits.seconds ? "wait" : undefined;
  };
};

/** The author can correct it, so it is a problem and no failure from outside. Where the check was at that moment says nothing of a cause. */
export const beyondLimit = (beyond: BeyondLimit, { seconds, megabytes }: ValidationLimits): Problem => {
  const time = `${Number(seconds.toPrecision(3))} s`;
  const why = {
    processor: `it took more than ${time} of the processor`,
    wait: `it waited for more than ${time}`,
    memory: `it took more than ${megabytes} MB of memory`,
  };
  return makeProblem({ file: productionsFolder }, "validation-too-large", {
    message: `The check was ended, because ${why[beyond]}. Nothing else is known of this change.`,
    hint: "make the request and its files smaller, or change fewer productions at one time",
  });
};
