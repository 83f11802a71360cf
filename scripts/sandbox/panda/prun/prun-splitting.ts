import type { JsonObject } from "../json.ts";
import { PythonExit } from "../python-error.ts";
import type { PrunArguments } from "./prun-arguments.ts";

/** How many jobs, and how many files or events each (pandaclient CommonArgs, 2.2.0). */
export const splitting = (options: PrunArguments): JsonObject => {
  const size = gigabytesPerJob(options);
  return {
    ...(size === undefined ? {} : { nGBPerJob: size }),
    ...(options.text("inDS") === undefined ? byEvents(options) : byFiles(options)),
  };
};

const numberOf = (options: PrunArguments, name: string): number => options.integer(name) ?? 0;

/** Without input nothing but events can be counted; a job is one unless somebody says otherwise. */
const byEvents = (options: PrunArguments): JsonObject => {
  const [jobs, events, perJob] = [
    numberOf(options, "nJobs"),
    numberOf(options, "nEvents"),
    numberOf(options, "nEventsPerJob"),
  ];
  if (events > 0) {
    if (jobs > 0) return { nEvents: events, nEventsPerJob: Math.max(1, Math.floor(events / jobs)) };
    return { nEvents: events, ...(perJob > 0 ? { nEventsPerJob: perJob } : {}) };
  }
  if (perJob > 0) return { nEvents: perJob * Math.max(1, jobs), nEventsPerJob: perJob };
  return { nEvents: jobs > 0 ? jobs : 1, nEventsPerJob: 1 };
};

const byFiles = (options: PrunArguments): JsonObject => {
  const [jobs, events, perFile] = [
    numberOf(options, "nJobs"),
    numberOf(options, "nEvents"),
    numberOf(options, "nEventsPerFile"),
  ];
  const eventsPerJob = numberOf(options, "nEventsPerJob");
  const { files, filesPerJob } = filesOf(options, jobs, eventsPerJob, perFile);
  const skipsEmpty = options.has("skipEmptyInput");
  // Nobody said how many events a file has, so Rucio must know.
  const asksRucio = perFile <= 0 && (skipsEmpty || eventsPerJob > 0);
  const total = events > 0 ? events : jobs > 0 ? jobs * eventsPerJob : 0;
  return {
    ...(skipsEmpty ? { skipEmptyInput: true } : {}),
    ...(asksRucio ? { useRealNumEvents: true } : {}),
    ...(files > 0 ? { nFiles: files } : {}),
    ...(filesPerJob > 0 ? { nFilesPerJob: filesPerJob } : {}),
    ...(eventsPerJob > 0 ? { nEventsPerJob: eventsPerJob } : {}),
    ...(perFile > 0 ? { nEventsPerFile: perFile } : {}),
    ...(total > 0 ? { nEvents: total } : {}),
  };
};

/** `--nJobs` means nothing by itself: only with a number of files, or of files or events a job. */
const filesOf = (
  options: PrunArguments,
  jobs: number,
  eventsPerJob: number,
  eventsPerFile: number,
): { readonly files: number; readonly filesPerJob: number } => {
  const given = numberOf(options, "nFiles");
  const filesPerJob = Math.min(options.integer("nFilesPerJob") ?? -1, options.integer("maxNFilesPerJob") ?? 200);
  if (jobs <= 0) return { files: given, filesPerJob };
  const byEvent =
    eventsPerJob > 0 && eventsPerFile > 0 ? Math.max(1, Math.floor((eventsPerJob * jobs) / eventsPerFile)) : given;
  const files = byEvent === 0 && filesPerJob > 0 ? filesPerJob * jobs : byEvent;
  return { files, filesPerJob: filesPerJob < 0 && files > 0 ? Math.max(1, Math.floor(files / jobs)) : filesPerJob };
};

/** `MAX` is what the server does anyway. */
const gigabytesPerJob = (options: PrunArguments): number | undefined => {
  const given = options.text("nGBPerJob");
  if (given === undefined || given === "MAX") return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(given)) return fail("--nGBPerJob must be an integer or MAX");
  if (Number(given) <= 0) return fail("--nGBPerJob must be positive");
  if (numberOf(options, "nFilesPerJob") > 0) return fail("--nFilesPerJob and --nGBPerJob must be used exclusively");
  if (numberOf(options, "nEventsPerJob") > 0)
    return fail("split by events and split by file size can not be used simultaneously");
  return Number(given);
};

const fail = (message: string): never => {
  throw new PythonExit(10, `ERROR : ${message}`);
};
