import type { JsonObject } from "./json.ts";
import type { PrunArguments } from "./prun-arguments.ts";
import { PythonExit } from "./python-error.ts";

/** How many jobs and how many files each, as client 2.0.2 translates it: with input, `--nJobs` becomes nFiles. */
export const splitting = (options: PrunArguments): JsonObject => {
  const option = (name: string): number => options.integer(name) ?? 0;
  const [jobs, events, eventsPerJob] = [option("nJobs"), option("nEvents"), option("nEventsPerJob")];
  if (options.text("inDS") === undefined) {
    if (events > 0)
      return {
        nEvents: events,
        ...(jobs > 0
          ? { nEventsPerJob: Math.max(1, Math.floor(events / jobs)) }
          : eventsPerJob > 0
            ? { nEventsPerJob: eventsPerJob }
            : {}),
      };
    if (eventsPerJob > 0) return { nEvents: eventsPerJob * Math.max(1, jobs), nEventsPerJob: eventsPerJob };
    return { nEvents: jobs > 0 ? jobs : 1, nEventsPerJob: 1 };
  }
  if (option("nFilesPerJob") > 0 && options.has("nGBPerJob"))
    throw new PythonExit(10, "ERROR : --nFilesPerJob and --nGBPerJob must be used exclusively");
  const filesPerJob = Math.min(option("nFilesPerJob"), options.integer("maxNFilesPerJob") ?? 200);
  const files = option("nFiles") > 0 ? option("nFiles") : filesPerJob * jobs;
  const perJob = filesPerJob > 0 ? filesPerJob : jobs > 0 && files > 0 ? Math.max(1, Math.floor(files / jobs)) : 0;
  return {
    ...(files > 0 ? { nFiles: files } : {}),
    ...(perJob > 0 ? { nFilesPerJob: perJob } : {}),
    ...(eventsPerJob > 0 ? { nEventsPerJob: eventsPerJob } : {}),
    ...(option("nEventsPerFile") > 0 ? { nEventsPerFile: option("nEventsPerFile") } : {}),
    ...(events > 0 ? { nEvents: events } : {}),
  };
};
