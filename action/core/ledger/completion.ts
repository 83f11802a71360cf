import { exitText } from "../render/job-exits.ts";
import type { TaskSeen } from "./event.ts";
import { type Printed, type PrintedNumbers, printedNumbers } from "./printed-numbers.ts";
import type { JobsUsed, StepCompletion } from "./step-completion.ts";

/** What a pilot measures of a job; `undefined`: not reported. */
export type JobUsed = {
  /** From its start to its end at PanDA, so with the time for its files. */
  readonly seconds: number | undefined;
  readonly cpuSeconds: number | undefined;
  /** MB of all its processes together, at most. */
  readonly megabytes: number | undefined;
};

export type MadeFile = {
  readonly dataset: string;
  readonly file: string;
  /** `undefined`: PanDA does not know the size. */
  readonly bytes: number | undefined;
  /** `ad:` or `md5:` and its digits; left out: PanDA does not know it. */
  readonly checksum?: string;
};

export type JobSeen = {
  readonly id: number;
  readonly status: string;
  readonly site: string;
  /** What its wrapper ended with, as far as PanDA has it; its own numbers are in `render/job-exits.ts`. */
  readonly exitCode: number | undefined;
  /** What else of PanDA's components says that it failed, as `pilot 1305`. */
  readonly fault: string | undefined;
  /** Its pilot or that number says that it needed more memory than it had. */
  readonly outOfMemory: boolean;
  /** MB per core that JEDI asked for; `undefined`: PanDA does not say. */
  readonly askedMemory: number | undefined;
  /** What its pilot measured; left out: it reported nothing. */
  readonly used?: JobUsed | undefined;
  /** What its check of outputs printed; left out: PanDA has nothing of it. */
  readonly printed?: Printed | undefined;
  /** What PanDA says of it, where no number does; a stranger's text. */
  readonly said?: string | undefined;
  readonly outputs: readonly MadeFile[];
};

/** All jobs of a task, or those alone that did not succeed. */
export type WhichJobs = "all" | "unsuccessful";

const unsuccessful = ["failed", "cancelled", "closed"];

/** What the jobs of an ended task say together. PanDA answers "none" when it failed to look too, so none is not known. */
export const recordOf = ({ step, id }: TaskSeen, jobs: readonly JobSeen[], which: WhichJobs): StepCompletion => {
  if (jobs.length === 0) return unknownOf({ step, id }, "PanDA told no job of it");
  const ids = jobs.map((job) => job.id);
  const failed = jobs.filter(({ status }) => unsuccessful.includes(status));
  return {
    step,
    task: id,
    kind: which,
    count: jobs.length,
    first: ids.reduce((a, b) => Math.min(a, b)),
    last: ids.reduce((a, b) => Math.max(a, b)),
    sites: countsOf(jobs.map(({ site }) => site)),
    failures: countsOf(failed.map(classOf)),
    ...(failed.length === 0 ? {} : { failedAt: failuresBySite(failed) }),
    ...commandRecord(failed),
    ...newestFailed(failed),
    ...(which === "all" ? { ...usedBy(jobs), ...printedBy(jobs) } : {}),
    outputs: which === "all" ? outputsFound(jobs.filter(({ status }) => status === "finished")) : {},
  };
};

export const unknownOf = ({ step, id }: Pick<TaskSeen, "step" | "id">, reason: string): StepCompletion => ({
  step,
  task: id,
  kind: "not-known",
  reason,
});

/** By the number that reached PanDA; where none did, what PanDA says of the job. */
const classOf = ({ exitCode, fault, status, outOfMemory }: JobSeen): string => {
  if (exitCode !== undefined && exitCode !== 0) return exitText(exitCode);
  if (outOfMemory) return `memory, ${fault ?? "pilot"}`;
  return fault ?? (status === "failed" ? "not known" : status);
};

const failuresBySite = (failed: readonly JobSeen[]): Readonly<Record<string, Readonly<Record<string, number>>>> =>
  Object.fromEntries(
    [...Map.groupBy(failed, ({ site }) => site)].map(([site, jobs]) => [site, countsOf(jobs.map(classOf))]),
  );

const classesReported = 5;

/** Of each class of failures one job, which is as good as any other. */
const commandRecord = (failed: readonly JobSeen[]): { readonly said?: Readonly<Record<string, string>> } => {
  const words = new Map<string, string>();
  for (const job of failed)
    if (job.said !== undefined && words.size < classesReported && !words.has(classOf(job)))
      words.set(classOf(job), job.said);
  return words.size === 0 ? {} : { said: Object.fromEntries(words) };
};

/** What somebody cancelled has no log. */
const newestFailed = (unsuccessful: readonly JobSeen[]): { readonly failedJobs?: Readonly<Record<string, number>> } => {
  const classes = Map.groupBy(
    unsuccessful.filter(({ status }) => status === "failed"),
    classOf,
  );
  const newest = [...classes]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, classesReported)
    .map(([name, jobs]) => [name, jobs.map(({ id }) => id).reduce((a, b) => Math.max(a, b))] as const);
  return newest.length === 0 ? {} : { failedJobs: Object.fromEntries(newest) };
};

/** Of jobs that ended well; the memory also of those that it ended, which needed more. */
const usedBy = (jobs: readonly JobSeen[]): { readonly used?: JobsUsed } => {
  const good = jobs.filter(({ status }) => status === "finished");
  const [seconds, cpu] = [measured(good, "seconds"), measured(good, "cpuSeconds")];
  const memory = measured(
    jobs.filter(({ status, outOfMemory }) => status === "finished" || outOfMemory),
    "megabytes",
  );
  if ([...seconds, ...cpu, ...memory].length === 0) return {};
  return {
    used: {
      jobs: good.length,
      seconds: largest(seconds),
      cpuSeconds: cpu.length < good.length || good.length === 0 ? null : cpu.reduce((sum, one) => sum + one, 0),
      megabytes: largest(memory),
    },
  };
};

const printedBy = (jobs: readonly JobSeen[]): { readonly printed?: PrintedNumbers } => {
  const printed = printedNumbers(
    jobs.flatMap((job) => (job.status === "finished" && job.printed !== undefined ? [job.printed] : [])),
  );
  return printed === undefined ? {} : { printed };
};

const measured = (jobs: readonly JobSeen[], what: keyof JobUsed): readonly number[] =>
  jobs.flatMap(({ used }) => used?.[what] ?? []);
const largest = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b));

/** Jobs that died of memory, by how `classOf` names them. */
export const diedOfMemory = (failures: Readonly<Record<string, number>>): number =>
  Object.entries(failures).reduce((sum, [name, count]) => sum + (name.startsWith("memory") ? count : 0), 0);

const countsOf = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
};

type OutputsFound = Extract<StepCompletion, { readonly outputs: unknown }>["outputs"];

/** One file without a size, and the sum is not known. */
const outputsFound = (jobs: readonly JobSeen[]): OutputsFound => {
  const found = new Map<string, OutputsFound[string]>();
  for (const { dataset, bytes } of jobs.flatMap(({ outputs }) => outputs)) {
    const before = found.get(dataset) ?? { files: 0, bytes: 0 };
    const sum = before.bytes === null || bytes === undefined ? null : before.bytes + bytes;
    found.set(dataset, { files: before.files + 1, bytes: sum });
  }
  return Object.fromEntries(found);
};
