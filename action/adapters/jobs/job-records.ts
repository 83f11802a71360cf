import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LocalOutput, LocalUsage } from "../../core/jobs/run-report.ts";
import type { LocalJob } from "../../ports/local-jobs.ts";

/** What a job that ended well left. `key`: of all that it depends on. */
export type JobRecord = {
  readonly key: string;
  readonly used: LocalUsage;
  readonly outputs: readonly (LocalOutput & { readonly mtime: number })[];
};

const recordName = (number: number): string => String(number).padStart(6, "0");

/** The paths of a run's files, below the folder that the person named. */
export const runFolders = (out: string) => ({
  archive: join(out, "archive.tar.gz"),
  /** The folder in which a job runs; its log is the same name with `.log`. */
  job: (step: string, number: number): string => join(out, "jobs", step, recordName(number)),
  record: (step: string, number: number): string => join(out, "jobs", step, `${recordName(number)}.json`),
  data: (step: string, output: string): string => join(out, "data", step, output),
});
export type RunFolders = ReturnType<typeof runFolders>;

/** `undefined`: it did not end well, or a file that it made is not there as it was. */
export const keptRecord = (file: string, key: string): JobRecord | undefined => {
  const record = readRecord(file);
  if (record === undefined || record.key !== key) return undefined;
  for (const { path, bytes, mtime } of record.outputs) {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now?.size !== bytes || now.mtimeMs !== mtime) return undefined;
  }
  return record;
};

const readRecord = (file: string): JobRecord | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Written by us, whole or not at all: a wrong one can only be of another version of this program. */
const isRecord = (value: unknown): value is JobRecord =>
  typeof value === "object" &&
  value !== null &&
  "key" in value &&
  typeof value.key === "string" &&
  "used" in value &&
  typeof value.used === "object" &&
  "outputs" in value &&
  Array.isArray(value.outputs);

export const writeRecord = (file: string, record: JobRecord): void => {
  writeFileSync(`${file}.part`, `${JSON.stringify(record)}\n`);
  renameSync(`${file}.part`, file);
};

/** A file under its name is a whole one: it moves there within the run's folder, in one step. */
export const storeOutput = (
  folders: RunFolders,
  { step }: Pick<LocalJob, "step">,
  { output, name }: { readonly output: string; readonly name: string },
  from: string,
): JobRecord["outputs"][number] => {
  const folder = folders.data(step.name, output);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  renameSync(from, path);
  const { size, mtimeMs } = statSync(path);
  return { output, name, path, bytes: size, mtime: mtimeMs };
};

export const removeOthers = async (folder: string, kept: ReadonlySet<string>): Promise<void> => {
  for (const name of await readdir(folder).catch(() => []))
    if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true });
};
