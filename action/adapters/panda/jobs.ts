import type { JobSeen, JobUsed, WhichJobs } from "../../core/ledger/completion.ts";
import { Failure } from "../../core/problems/failure.ts";
import { isOfMemory } from "../../core/render/job-exits.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { repeatRead } from "./repeat-read.ts";
import { callPanda, dataOf, serverText, tryLater } from "./wire.ts";

/** PanDA describes each job with all its files: thousands take it longer than other reads. */
export const readJobsOf = async (
  login: Login,
  task: number,
  which: WhichJobs,
  limits: Limits,
): Promise<readonly JobSeen[]> => {
  const question = new URLSearchParams({
    task_id: String(task),
    ...(which === "all" ? {} : { unsuccessful_only: "True" }),
  }).toString();
  const path = `/api/v1/task/get_job_descriptions?${question}`;
  const answer = await repeatRead(limits, () => callPanda(login, { method: "GET", path, timeout: limits.request }));
  const { data } = dataOf(answer, "list jobs");
  if (!Array.isArray(data)) throw new Failure("PanDA's list of jobs is not a list.", tryLater);
  return withoutRepaired(data.map(fieldsOf)).map(jobOf);
};

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? { ...value } : {});

/** Each attempt is a job to PanDA, and has the name of the first: one that failed says nothing once there is a later one (PANDA P57). */
const withoutRepaired = (jobs: readonly Fields[]): readonly Fields[] => {
  const newest = new Map<unknown, number>();
  for (const { jobName, PandaID } of jobs)
    newest.set(jobName, Math.max(newest.get(jobName) ?? 0, numberOf(PandaID) ?? 0));
  return jobs.filter(
    ({ jobName, jobStatus, PandaID }) =>
      jobStatus === "finished" || typeof jobName !== "string" || newest.get(jobName) === PandaID,
  );
};

const jobOf = (job: Fields): JobSeen => {
  const { PandaID: id, jobStatus: status, computingSite, Files } = job;
  if (typeof id !== "number" || typeof status !== "string")
    throw new Failure("PanDA listed a job without id or status.", tryLater);
  const exitCode = wrapperExit(job);
  return {
    id,
    status,
    site: typeof computingSite === "string" && computingSite !== "" ? computingSite : "no site",
    exitCode,
    fault: jobFault(job),
    outOfMemory:
      exitCode === undefined ? starvation.includes(numberOf(job["pilotErrorCode"]) ?? 0) : isOfMemory(exitCode),
    askedMemory: askedOf(job),
    used: usedOf(job),
    ...printedIn(job),
    said: exitCode === undefined ? commandRecord(job) : undefined,
    outputs: Array.isArray(Files) ? Files.map(fieldsOf).flatMap(outputOf) : [],
  };
};

/** PAYLOADEXECUTIONFAILURE of the pilot (pilot3, common/errorcodes.py). */
const payloadFailure = 1305;

/** `transExitCode` is what the job script ended with, 18 whatever the wrapper did; the number of the wrapper is in its words (PANDA P56). */
const wrapperExit = ({ pilotErrorCode, exeErrorDiag }: Fields): number | undefined =>
  numberOf(pilotErrorCode) === payloadFailure && typeof exeErrorDiag === "string"
    ? numberOf(/^payload execution failed with (\d{1,3})$/.exec(exeErrorDiag)?.[1])
    : undefined;

/** PAYLOADOUTOFMEMORY, BADALLOC and PAYLOADEXCEEDMAXMEM of the pilot (pilot3, common/errorcodes.py). */
const starvation: readonly number[] = [1212, 1223, 1235];

/** JEDI asks for nine tenths of what it means, of all cores together (panda-server JobUtils, 1.0.4). */
const askedOf = ({ minRamCount, coreCount }: Fields): number | undefined => {
  const megabytes = numberOf(minRamCount) ?? 0;
  const cores = Math.max(1, numberOf(coreCount) ?? 1);
  return megabytes === 0 ? undefined : Math.round(megabytes / 0.9 / cores);
};

/** The pilot reports memory in kB; the server computes `jobDuration` (panda-server JobSpec.to_dict_advanced, 1.0.4). 0 means not reported. */
const usedOf = ({ jobDuration, cpuConsumptionTime, maxPSS }: Fields): JobUsed => {
  const kilobytes = amountOf(maxPSS);
  return {
    seconds: amountOf(jobDuration),
    cpuSeconds: amountOf(cpuConsumptionTime),
    megabytes: kilobytes === undefined ? undefined : kilobytes / 1024,
  };
};

/** The report of a job that its pilot took up, as text; what SHREK's check printed is under `checks` in what the job script takes for the user's (PANDA P53). */
const printedIn = ({ metadata }: Fields): Pick<JobSeen, "printed"> => {
  const report = typeof metadata === "string" ? fieldsOf(parseJson(metadata)) : {};
  const printed = fieldsOf(report["user_job_metadata"])["checks"] ?? report["checks"];
  return printed === undefined ? {} : { printed: fieldsOf(printed) };
};

const amountOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;

/** PanDA keeps an exit code as text. */
const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
};

/** PanDA's components, in the order in which a job meets them. */
const components = {
  brokerageErrorCode: "brokerage",
  taskBufferErrorCode: "PanDA's database",
  jobDispatcherErrorCode: "dispatcher",
  pilotErrorCode: "pilot",
  exeErrorCode: "execution",
  ddmErrorCode: "data management",
  supErrorCode: "supervisor",
} as const;

/** What the pilot says of each failed payload is no reason, where the job script says one. */
const jobFault = (job: Fields): string | undefined => {
  const faults = Object.entries(components).flatMap(([name, component]) => {
    const code = numberOf(job[name]) ?? 0;
    return code === 0 ? [] : [`${component} ${code}`];
  });
  return faults.find((fault) => fault !== `pilot ${payloadFailure}`) ?? faults[0];
};

const linesReported = 5;

/** The words of the first component that says why; each line as far as a person reads it, and without what looks like a token. */
const commandRecord = (job: Fields): string | undefined => {
  for (const name of Object.keys(components)) {
    const words = job[name.replace(/Code$/, "Diag")];
    if (typeof words !== "string") continue;
    const lines = words
      .split(/[\r\n]+/)
      .map(serverText)
      .filter((line) => line !== "");
    if (lines.length > 0) return lines.slice(-linesReported).join("\n");
  }
  return undefined;
};

/** A log is no output, nor is an optional file that was not made. A size of 0 means not reported. */
const outputOf = ({ type, dataset, lfn, fsize, status, checksum }: Fields): JobSeen["outputs"] => {
  if (type !== "output" || status === "nooutput" || typeof dataset !== "string" || typeof lfn !== "string") return [];
  const bytes = numberOf(fsize) ?? 0;
  const summed = typeof checksum === "string" && /^(ad|md5):[0-9a-f]+$/i.test(checksum) ? { checksum } : {};
  return [{ dataset: dataset.replace(/\/$/, ""), file: lfn, bytes: bytes > 0 ? bytes : undefined, ...summed }];
};
