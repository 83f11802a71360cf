import type { StepCompletion } from "../ledger/step-completion.ts";
import { isPayloads } from "../render/job-exits.ts";

export type FailedJob = { readonly job: number; readonly failure: string };

/** The newest job of the commonest failure; `undefined`: none is known. */
export const failedJobOf = (step: StepCompletion): FailedJob | undefined => {
  if (step.kind === "not-known") return undefined;
  const { failedJobs = {}, failures } = step;
  const [most] = Object.entries(failedJobs).toSorted(([a], [b]) => (failures[b] ?? 0) - (failures[a] ?? 0));
  return most === undefined ? undefined : { failure: most[0], job: most[1] };
};

/** What the pilot packs of a job (PANDA P54). */
export const jobLogs = ["payload.stdout", "payload.stderr", "pilotlog.txt"] as const;

/** Wrapper, payload and job script print to one file, and what the pilot did is in its own. */
export const logSaying = (failure: string | undefined): (typeof jobLogs)[number] =>
  failure === undefined || isPayloads(failure) || failure.startsWith("execution ") ? "payload.stdout" : "pilotlog.txt";

/** Of the file itself; with its name alone the monitor shows all files of the job. */
export const logLink = (monitor: string, job: number, file?: string): string =>
  `${monitor.replace(/\/+$/, "")}/filebrowser/?pandaid=${job}${file === undefined ? "" : `&json&filename=${encodeURIComponent(file)}`}`;
