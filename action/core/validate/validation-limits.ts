import { makeProblem, type Problem } from "../problems/problem.ts";
import { positive } from "../text/positive.ts";
import { productionsFolder } from "../text/source-file.ts";

/** What one validation may take: seconds of the clock on the wall, megabytes of resident memory. */
export type ValidationLimits = { readonly seconds: number; readonly megabytes: number };

/** `npm run bench:limits` says how near a large change comes. */
export const ordinaryLimits: ValidationLimits = { seconds: 300, megabytes: 2048 };

/** As the environment says, for a person who runs this program on a larger machine. */
export const limitsFrom = (env: Readonly<Record<string, string | undefined>>): ValidationLimits => ({
  seconds: positive(env, "SHREK_JUDGE_SECONDS") ?? ordinaryLimits.seconds,
  megabytes: positive(env, "SHREK_JUDGE_MEGABYTES") ?? ordinaryLimits.megabytes,
});

/** `at`: the file that was validated last, or `productions` where all of them were compared. */
export type BeyondLimit = { readonly what: "time" | "memory"; readonly at: string | undefined };

/** The author can correct it, so it is a problem and no failure from outside. */
export const beyondLimit = ({ what, at = productionsFolder }: BeyondLimit, limits: ValidationLimits): Problem =>
  makeProblem({ file: at }, "validation-too-large", {
    message: `The judgement was ended here, because it took more than ${
      what === "time" ? `${Number(limits.seconds.toPrecision(3))} s` : `${limits.megabytes} MB of memory`
    }. Nothing else is said of this change.`,
    hint: "make the request and its files smaller, or change fewer productions at one time",
  });
