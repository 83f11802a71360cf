import { gzipSync } from "node:zlib";
import type { SubmissionRequest } from "../../core/submission/submission-request.ts";
import type { Panda } from "../../ports/panda.ts";
import { readChecked, readSubmitted } from "./answers.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { orderTask } from "./orders.ts";
import { readRequestNamed } from "./request-names.ts";
import { readHealth, readTasksNamed } from "./tasks.ts";
import { type Answer, callPanda } from "./wire.ts";
import { workflowParameters } from "./workflow-request.ts";

/** PanDA over its REST interface: nothing of Python is needed at run time. */
export const pandaRest = (login: Login, limits: Limits = defaultLimits): Panda => ({
  health: () => readHealth(login, limits),
  check: async (submissionRequest, sandbox) =>
    readChecked(
      await putWorkflow(login, { submissionRequest, sandbox }, { check: true }, limits),
      submissionRequest,
      sandbox,
    ),
  submit: async (submissionRequest, sandbox) =>
    readSubmitted(await putWorkflow(login, { submissionRequest, sandbox }, { sync: true }, limits)),
  requestNamed: (name) => readRequestNamed(login, name, limits),
  tasksNamed: (names, userName) => readTasksNamed(login, names, userName, limits),
  order: (task, order) => orderTask(login, task, order, limits),
});

/** The body must be gzip although no header says so; a charset in the content type would make PanDA read a form. */
const putWorkflow = (
  login: Login,
  { submissionRequest, sandbox }: { readonly submissionRequest: SubmissionRequest; readonly sandbox: string },
  mode: { readonly check: true } | { readonly sync: true },
  { request: timeout }: Limits,
): Promise<Answer> =>
  callPanda(login, {
    method: "POST",
    path: "/server/panda/put_workflow_request",
    headers: { "Content-Type": "application/json" },
    body: Uint8Array.from(
      gzipSync(
        JSON.stringify({ data: JSON.stringify(workflowParameters(submissionRequest, sandbox, login.url)), ...mode }),
      ),
    ),
    timeout,
    isUrgent: true,
  });
