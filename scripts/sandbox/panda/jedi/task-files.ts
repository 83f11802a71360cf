import { declined, type Envelope, succeeded } from "../envelope.ts";
import { type JsonObject, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Task, TaskJob } from "../state.ts";
import { executionShape, outputFile } from "./task-shape.ts";
import { jediTask } from "./tasks.ts";

type Dataset = { readonly name: string; readonly files: readonly (readonly [lfn: string, status: string])[] };

/**
 * The rows of JEDI_Dataset_Contents: each file that JEDI found in an input, each output that a job was to make
 * (panda-server 1.0.4, api/v1/task_api.py:1237-1293, db_proxy_mods/misc_standalone_module.py:3280-3326).
 */
export const getDatasetsAndFiles = (sandbox: Sandbox, args: JsonObject): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  const types = (textOf(args["dataset_types"]) ?? "input,pseudo_input").split(",");
  const datasets = task === undefined ? [] : types.flatMap((type) => datasetsOf(task, type));
  if (datasets.length === 0) return declined("No data found for the task");
  return succeeded(
    datasets.map(({ name, files }, at) => ({
      dataset: { name, id: at + 1 },
      files: files.map(([lfn, status], id) => ({ lfn, scope: null, id: id + 1, status })),
    })),
  );
};

const datasetsOf = (task: Task, type: string): readonly Dataset[] => {
  const { inputs } = executionShape(task.params);
  switch (type) {
    case "input":
      return inputs.map(({ dataset }) => ({
        name: dataset,
        files: (task.contents?.[dataset] ?? []).map((lfn) => [lfn, statusOfInput(task, lfn)] as const),
      }));
    case "pseudo_input":
      return inputs.length > 0
        ? []
        : [{ name: "pseudo_dataset", files: task.jobs.map(({ status }) => ["pseudo_lfn", statusOf(status)] as const) }];
    case "output":
      return outputsOf(task);
    default:
      return [];
  }
};

/** Each container has a dataset of its own for a task, whose name ends with numbers. */
const outputsOf = (task: Task): readonly Dataset[] => {
  const shape = executionShape(task.params);
  return shape.outputs.map(({ dataset, template, expression }, at) => ({
    name: `${dataset.replace(/\/$/, "")}.${at + 1}.${at + 1}`,
    files: task.jobs.flatMap((job) =>
      (expression === undefined ? [outputFile(template, task.id, shape, job)] : (job.found ?? [template])).map(
        (lfn) => [lfn, statusOf(job.status)] as const,
      ),
    ),
  }));
};

const statusOfInput = ({ jobs }: Task, lfn: string): string =>
  statusOf(jobs.find(({ files }) => Object.values(files).some((names) => names.includes(lfn)))?.status ?? "activated");

const statusOf = (status: TaskJob["status"]): string =>
  status === "finished" || status === "failed" || status === "running" ? status : "ready";
