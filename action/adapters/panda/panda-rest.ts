import { gzipSync } from "node:zlib";
import type { SubmissionRequest } from "../../core/submission/submission-request.ts";
import { needsProductionRole, type TaskOrder } from "../../core/submission/task-order.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Ordered, Panda } from "../../ports/panda.ts";
import { readChecked, readSubmitted } from "./answers.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { readRequestNamed } from "./request-names.ts";
import { readHealth, readTasksNamed } from "./tasks.ts";
import { type Answer, callPanda, notArrived, serverText } from "./wire.ts";
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

/** The code of a task that is executed again with new parameters; every other good order has 0. */
const reexecution = 3;

/** One call. The code in `data` is the answer: PanDA calls a refused retry a success (panda-server task_api, 1.0.4). */
const orderTask = async (
  login: Login,
  task: number,
  order: TaskOrder,
  { order: timeout }: Limits = defaultLimits,
): Promise<Ordered> => {
  if (needsProductionRole(order) && login.role !== "production") {
    const vo = login.vo;
    return {
      kind: "needs-role",
      message: `PanDA accepts ${order.kind} from the production role only; this login has the VO ${vo}. Set PANDA_AUTH_VO to ${vo}.production with a login that has the role.`,
    };
  }
  const { method, body } = messageOf(order);
  const answer = await callPanda(login, {
    method: "POST",
    path: `/api/v1/task/${method}`,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ task_id: task, ...body }),
    timeout,
  });
  if (answer.kind === "unanswered") return answer;
  const words = `HTTP ${answer.status}: ${serverText(answer.text)}`;
  if (notArrived(answer.status)) return { kind: "unanswered", arrived: "no", message: words };
  const value = answer.status === 200 ? parseJson(answer.text) : undefined;
  if (typeof value !== "object" || value === null || !("success" in value) || !("message" in value))
    return { kind: "unanswered", arrived: "maybe", message: words };
  const code = value.success === true && "data" in value ? value.data : undefined;
  const message = serverText(String(value.message));
  if ((order.kind === "retry-changed" || order.kind === "re-execute") && code === reexecution)
    return { kind: "reexecuting", message };
  // Nothing is registered: the column has changed when it answers, and `data` is null.
  if (order.kind === "priority" && code === null) return { kind: "registered" };
  return code === 0 ? { kind: "registered" } : { kind: "refused", message };
};

/** What panda-client sends for the same order, key by key (`npm run contracts`). */
const messageOf = (order: TaskOrder): { readonly method: string; readonly body: object } => {
  switch (order.kind) {
    case "kill":
    case "retry":
    case "pause":
    case "resume":
      return { method: order.kind, body: {} };
    case "finish":
      return { method: "finish", body: order.running === "wait" ? { soft: true } : {} };
    case "retry-changed":
      return { method: "retry", body: { new_parameters: changedParameters(order) } };
    // As PanDA has it of each task with one parent: only a retry with parameters takes an aborted task, or looks for new input (PANDA P44, PANDA J20).
    case "re-execute":
      return { method: "retry", body: { new_parameters: { noWaitParent: true } } };
    case "priority":
      return { method: "change_priority", body: { priority: order.priority } };
    case "reassign":
      return { method: "reassign", body: { ...destinationOf(order), mode: modes[order.jobs] } };
  }
};

const changedParameters = ({ changes }: Extract<TaskOrder, { kind: "retry-changed" }>): object => ({
  ...("site" in changes ? { site: changes.site } : {}),
  ...("memory" in changes ? { ramCount: changes.memory } : {}),
});

const modes = { kill: "kill", "kill-queued": "soft", keep: "nokill" } as const;
const destinationOf = ({ to }: Extract<TaskOrder, { kind: "reassign" }>): object =>
  to.kind === "site" ? { site: to.site } : { cloud: to.cloud };
