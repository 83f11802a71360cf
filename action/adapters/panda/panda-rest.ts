import { gzipSync } from "node:zlib";
import type { Parcel } from "../../core/submission/submission-request.ts";
import type { Panda } from "../../ports/panda.ts";
import { readChecked, readSubmitted } from "./answers.ts";
import { type Limits, usualLimits } from "./limits.ts";
import type { Login } from "./login.ts";
import { orderTask } from "./orders.ts";
import { readRequestNamed } from "./request-names.ts";
import { readHealth, readTasksNamed } from "./tasks.ts";
import { type Answer, callPanda } from "./wire.ts";
import { workflowParameters } from "./workflow-request.ts";

/** PanDA over its REST interface: nothing of Python is needed at run time. */
export const pandaRest = (login: Login, limits: Limits = usualLimits): Panda => ({
  health: () => readHealth(login, limits),
  check: async (parcel, sandbox) =>
    readChecked(await putWorkflow(login, { parcel, sandbox }, { check: true }, limits), parcel, sandbox),
  submit: async (parcel, sandbox) =>
    readSubmitted(await putWorkflow(login, { parcel, sandbox }, { sync: true }, limits)),
  requestNamed: (name) => readRequestNamed(login, name, limits),
  tasksNamed: (names, userName) => readTasksNamed(login, names, userName, limits),
  order: (task, order) => orderTask(login, task, order, limits),
});

/** The body must be gzip although no header says so; a charset in the content type would make PanDA read a form. */
const putWorkflow = (
  login: Login,
  { parcel, sandbox }: { readonly parcel: Parcel; readonly sandbox: string },
  mode: { readonly check: true } | { readonly sync: true },
  { request: timeout }: Limits,
): Promise<Answer> =>
  callPanda(login, {
    method: "POST",
    path: "/server/panda/put_workflow_request",
    headers: { "Content-Type": "application/json" },
    body: Uint8Array.from(
      gzipSync(JSON.stringify({ data: JSON.stringify(workflowParameters(parcel, sandbox, login.url)), ...mode })),
    ),
    timeout,
    isUrgent: true,
  });
