import type { Parameter } from "./arguments.ts";
import type { Caller } from "./auth.ts";
import type { Call } from "./call.ts";
import { declined, type Envelope, succeeded } from "./envelope.ts";
import { hostToTell, uploadCacheFile, validateCacheFile } from "./file-server.ts";
import { getJobDescriptions } from "./jedi/job-descriptions.ts";
import { getDatasetsAndFiles } from "./jedi/task-files.ts";
import { changePriority, finishTask, killTask, pauseTask, reassignTask, resumeTask } from "./jedi/task-orders.ts";
import { retryTask } from "./jedi/task-retry.ts";
import { submitTask } from "./jedi/task-submit.ts";
import {
  getDetailedInfo,
  getDetails,
  getJobIds,
  getStatus,
  getTaskParameters,
  getTasksDetailedInfoSince,
  getTasksModifiedSince,
} from "./jedi/tasks.ts";
import { type JsonObject, numberOf, textOf } from "./json.ts";
import type { Sandbox } from "./sandbox.ts";
import { submitNative } from "./workflow/native-workflow.ts";
import { handleWorkflow } from "./workflow/workflow-endpoint.ts";
import type { IddsTrouble } from "./workflow/workflow-request.ts";

export type Visit = {
  readonly sandbox: Sandbox;
  readonly caller: Caller;
  readonly args: JsonObject;
  readonly call: Call;
  readonly trouble: IddsTrouble | undefined;
};
export type Endpoint = {
  readonly method: "GET" | "POST";
  /** Needs a login; without one the answer is HTTP 200 and a failure. */
  readonly secure: boolean;
  readonly parameters: readonly Parameter[];
  /** Reads the body itself. */
  readonly raw?: true;
  answer(visit: Visit): Envelope | Promise<Envelope>;
};

const needs = (name: string, kind: Parameter["kind"]): Parameter => ({ name, kind });
const may = (name: string, kind: Parameter["kind"]): Parameter => ({ name, kind, optional: true });
const taskId = needs("task_id", "int");

const get = (parameters: readonly Parameter[], answer: Endpoint["answer"]): Endpoint => ({
  method: "GET",
  secure: true,
  parameters,
  answer,
});
const post = (parameters: readonly Parameter[], answer: Endpoint["answer"]): Endpoint => ({
  method: "POST",
  secure: true,
  parameters,
  answer,
});

const userAttributes = ({ userName, nickname, production, fqans }: Caller): JsonObject => ({
  user_dn_raw: `${userName}/CN=nickname:${nickname}`,
  user_dn_clean: userName,
  fqans,
  is_production_user: production,
  production_working_groups: [],
  primary_working_group: null,
});

/** The part of `/api/v1` that panda-client's prun, pchain and pbook use. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["system/is_alive", { method: "GET", secure: false, parameters: [], answer: () => succeeded() }],
  ["system/get_user_attributes", get([], ({ caller }) => succeeded(userAttributes(caller)))],
  [
    "file_server/validate_cache_file",
    post([needs("file_size", "int"), needs("checksum", "int")], ({ sandbox, caller, args, call }) =>
      validateCacheFile(
        sandbox,
        caller,
        hostToTell(call),
        numberOf(args["file_size"]) ?? 0,
        numberOf(args["checksum"]) ?? 0,
      ),
    ),
  ],
  [
    "file_server/upload_cache_file",
    { ...post([], ({ sandbox, caller, call }) => uploadCacheFile(sandbox, caller, call)), raw: true },
  ],
  [
    "file_server/upload_workflow_request",
    post(
      [needs("data", "str"), may("dry_run", "bool"), may("sync", "bool")],
      async ({ sandbox, caller, args, trouble }) => {
        const mode = args["dry_run"] === true ? "check" : args["sync"] === true ? "submit" : "queue";
        const outcome = await handleWorkflow(sandbox, caller.userName, textOf(args["data"]) ?? "", mode, trouble);
        return outcome.ok ? succeeded(outcome.value) : declined(String(outcome.value));
      },
    ),
  ],
  [
    "task/submit",
    post([needs("task_parameters", "dict | str"), may("parent_tid", "int")], ({ sandbox, caller, args }) =>
      submitTask(sandbox, caller, args),
    ),
  ],
  ["task/get_status", get([needs("task_id", "str")], ({ sandbox, args }) => getStatus(sandbox, args))],
  ["task/get_detailed_info", get([taskId], ({ sandbox, args }) => getDetailedInfo(sandbox, args))],
  [
    "task/get_details",
    get([taskId, may("include_parameters", "bool"), may("include_status", "bool")], ({ sandbox, args }) =>
      getDetails(sandbox, args),
    ),
  ],
  ["task/get_task_parameters", get([taskId], ({ sandbox, args }) => getTaskParameters(sandbox, args))],
  [
    "task/get_datasets_and_files",
    get([taskId, may("dataset_types", "str"), may("dataset_only", "bool")], ({ sandbox, args }) =>
      getDatasetsAndFiles(sandbox, args),
    ),
  ],
  ["task/get_job_ids", get([taskId], ({ sandbox, args }) => getJobIds(sandbox, args))],
  [
    "task/get_job_descriptions",
    get([taskId, may("unsuccessful_only", "bool")], ({ sandbox, args }) => getJobDescriptions(sandbox, args)),
  ],
  [
    "task/get_tasks_modified_since",
    get(
      [
        needs("since", "str"),
        may("dn", "str"),
        may("full", "bool"),
        may("min_task_id", "int"),
        may("prod_source_label", "str"),
      ],
      ({ sandbox, caller, args }) => getTasksModifiedSince(sandbox, caller, args),
    ),
  ],
  [
    "task/get_tasks_detailed_info_since",
    get([may("since", "str"), may("n_tasks", "int"), may("filters", "dict | str")], ({ sandbox, caller, args }) =>
      getTasksDetailedInfoSince(sandbox, caller, args),
    ),
  ],
  [
    "task/kill",
    post([taskId, may("broadcast", "bool")], ({ sandbox, caller, args }) => killTask(sandbox, caller, args)),
  ],
  [
    "task/finish",
    post([taskId, may("soft", "bool"), may("broadcast", "bool")], ({ sandbox, caller, args }) =>
      finishTask(sandbox, caller, args),
    ),
  ],
  [
    "task/retry",
    post(
      [taskId, may("new_parameters", "dict | str"), may("no_child_retry", "bool"), may("discard_events", "bool")],
      ({ sandbox, caller, args }) => retryTask(sandbox, caller, args),
    ),
  ],
  [
    "task/reassign",
    post(
      [taskId, may("site", "str"), may("cloud", "str"), may("nucleus", "str"), may("mode", "str")],
      ({ sandbox, caller, args }) => reassignTask(sandbox, caller, args),
    ),
  ],
  [
    "task/change_priority",
    post([taskId, needs("priority", "int")], ({ sandbox, caller, args }) => changePriority(sandbox, caller, args)),
  ],
  ["task/pause", post([taskId], ({ sandbox, caller, args }) => pauseTask(sandbox, caller, args))],
  ["task/resume", post([taskId], ({ sandbox, caller, args }) => resumeTask(sandbox, caller, args))],
  [
    "workflow/submit_workflow_raw_request",
    post([needs("params", "dict | str")], ({ sandbox, caller, args }) => submitNative(sandbox, caller, args)),
  ],
]);
