import { Failure } from "../../core/problems/failure.ts";
import type { DatasetFiles, WhichFiles } from "../../core/submission/panda-answer.ts";
import type { Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { repeatRead } from "./repeat-read.ts";
import { callPanda, dataOf, tryLater } from "./wire.ts";

/** PanDA lists all files of a task: thousands take it longer than other reads. */
export const readFilesOf = async (
  login: Login,
  task: number,
  which: WhichFiles,
  limits: Limits,
): Promise<readonly DatasetFiles[]> => {
  const path = `/api/v1/task/get_datasets_and_files?task_id=${task}&dataset_types=${which}`;
  const answer = await repeatRead(limits, () => callPanda(login, { method: "GET", path, timeout: limits.request }));
  const { data } = dataOf(answer, `list files of task ${task}`);
  if (!Array.isArray(data)) throw unreadable;
  return data.map(datasetOf);
};

const unreadable = new Failure("PanDA's list of the files of a task cannot be read.", tryLater);

const rowOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const datasetOf = (value: unknown): DatasetFiles => {
  const { dataset, files } = rowOf(value);
  const { name } = rowOf(dataset);
  if (typeof name !== "string" || !Array.isArray(files)) throw unreadable;
  return { dataset: name, files: files.map(fileOf) };
};

const fileOf = (value: unknown): DatasetFiles["files"][number] => {
  const { lfn: name, status } = rowOf(value);
  if (typeof name !== "string" || typeof status !== "string") throw unreadable;
  return { name, status };
};
