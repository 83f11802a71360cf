import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** Where copies may be kept: as `SHREK_CACHE` says, else with the job of a runner, else where the system keeps caches. */
export const cacheFolder = (env: Readonly<Record<string, string | undefined>>): string => {
  const { SHREK_CACHE: named, RUNNER_TEMP: job, XDG_CACHE_HOME: caches } = env;
  if (named !== undefined && named !== "") return resolve(named);
  if (job !== undefined && job !== "") return join(job, "shrek-cache");
  return join(caches !== undefined && isAbsolute(caches) ? caches : join(homedir(), ".cache"), "shrek");
};
