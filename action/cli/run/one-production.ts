import { Failure } from "../../core/problems/failure.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { Production } from "../../core/production/production.ts";
import type { ValidProduction } from "../../core/production/valid-production.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import { validatePaths } from "./check-paths.ts";
import { noSuchTag } from "./no-such-tag.ts";

/** The one production that a path, and perhaps a tag, names, validated as it is on disk; `undefined`: its problems say why not. */
export const oneProduction = async (
  path: string,
  tag: string | undefined,
): Promise<{ readonly valid: ValidProduction | undefined; readonly problems: readonly Problem[] }> => {
  const { validated } = await validatePaths([path]);
  const problems = validated.flatMap((one) => one.problems);
  const meant = tag === undefined ? validated : validated.filter((one) => one.valid?.production.tag === tag);
  if (meant.length === 0 && tag !== undefined) throw noSuchTag(tag, validated);
  const [only, ...others] = meant;
  if (only === undefined || others.length > 0)
    throw new Failure(`${path} holds ${validated.length} productions.`, {
      wayOut: "Name the folder of one; one of several variants with --tag TAG.",
    });
  return { valid: only.valid, problems };
};

/** What runs of it at one time: all, or one run of a production that grows. */
export const meantRun = (valid: ValidProduction, run: number | undefined): Production => {
  const { runs, tag } = valid.production;
  if (runs === undefined) {
    if (run !== undefined) throw new Failure(`${tag} has no list of runs.`, { wayOut: "Leave --run out." });
    return valid.production;
  }
  const one = run === undefined ? undefined : pickRun(valid, run);
  if (one === undefined)
    throw new Failure(
      run === undefined ? `${tag} has one submission for each run.` : `Run ${run} is in no list of ${tag}.`,
      { wayOut: "Name a run of its lists with --run N." },
    );
  return one.production;
};

/** The production with this number of events a job. */
export const withEvents = (production: Production, events: number | undefined): Production => {
  if (events === undefined) return production;
  if (production.steps.every(({ eventsPerJob }) => eventsPerJob === undefined))
    throw new Failure("No step of this production says eventsPerJob, so --events changes nothing.", {
      wayOut: "Leave --events out.",
    });
  return {
    ...production,
    steps: production.steps.map((step) => (step.eventsPerJob === undefined ? step : { ...step, eventsPerJob: events })),
  };
};
