import { gunzipSync } from "node:zlib";
import { type Login, readLogin } from "./auth.ts";
import { bodyText, type Call, isJsonBody } from "./call.ts";
import { type Answer, forbidden, pair, text } from "./envelope.ts";
import { changeTask, isTerminal } from "./jedi/task-records.ts";
import { isObject, type Json, type JsonObject, numberOf, textOf } from "./json.ts";
import type { Route } from "./route.ts";
import type { Sandbox } from "./sandbox.ts";
import { kwargsOf, requestsNamed, statusOf } from "./workflow/idds.ts";
import { handleWorkflow, type WorkflowMode } from "./workflow/workflow-endpoint.ts";

/** `/server/panda/<method>`: what is left of the old interface (PANDA P1). */
export const legacyRoute = (sandbox: Sandbox, call: Call): Route => {
  const method = call.path.replace("/server/panda/", "");
  if (!["put_workflow_request", "relay_idds_command", "execute_idds_workflow_command"].includes(method))
    return { keys: [method], respond: () => forbidden(`method ${method} is forbidden`) };
  const form = readForm(call);
  if (form === undefined) return { keys: [method], respond: () => text(notGzipped(call), 500) };
  if (method === "put_workflow_request") return workflowRoute(sandbox, call, form);
  const command = textOf(form["command_name"]) ?? "";
  const answer = method === "relay_idds_command" ? relay : execute;
  return {
    keys: [method, `${method}:${command}`],
    respond: () => withLogin(sandbox, call, () => answer(sandbox, command, form)),
  };
};

/** JSON must come gzipped, whatever the headers say; everything else is a form. */
const readForm = (call: Call): JsonObject | undefined => {
  if (call.method === "GET") return Object.fromEntries(call.query);
  if (!isJsonBody(call)) return Object.fromEntries(new URLSearchParams(bodyText(call.body)));
  try {
    const body: unknown = JSON.parse(bodyText(gunzipSync(call.body)));
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
};

/** Python's gzip names the two bytes that it found. */
const notGzipped = ({ body }: Call): string => `Not a gzipped file (b'${bodyText(body.slice(0, 2))}')`;

const withLogin = async (
  sandbox: Sandbox,
  call: Call,
  answer: (login: Extract<Login, { kind: "caller" }>) => Promise<Answer> | Answer,
): Promise<Answer> => {
  const login = await readLogin(sandbox, call);
  switch (login.kind) {
    case "rejected":
      return forbidden(login.message);
    case "nobody":
      return pair(false, "SSL secure connection is required");
    case "caller":
      return answer(login);
  }
};

const isTrue = (value: Json | undefined): boolean => value === true || value === "True";

const workflowRoute = (sandbox: Sandbox, call: Call, form: JsonObject): Route => {
  const mode: WorkflowMode = isTrue(form["check"]) ? "check" : isTrue(form["sync"]) ? "submit" : "queue";
  const data = textOf(form["data"]);
  return {
    keys: ["put_workflow_request", `put_workflow_request:${mode}`],
    respond: (trouble) =>
      withLogin(sandbox, call, async ({ caller }) => {
        if (data === undefined)
          return text("put_workflow_request() missing 1 required positional argument: 'data'", 500);
        const { ok, value } = await handleWorkflow(sandbox, caller.userName, data, mode, trouble);
        return pair(ok, value);
      }),
    workflowFile: async () => {
      const login = await readLogin(sandbox, call);
      return login.kind === "caller" && data !== undefined ? { userName: login.caller.userName, data } : undefined;
    },
  };
};

const relay = (sandbox: Sandbox, command: string, form: JsonObject): Answer => {
  const kwargs = kwargsOf(textOf(form["kwargs"]));
  switch (command) {
    case "ping":
      return pair(true, { Status: "OK" });
    case "get_request_id_by_name":
      return pair(true, requestsNamed(sandbox.state, textOf(kwargs["name"]) ?? ""));
    case "get_requests": {
      const request = sandbox.state.requests.get(numberOf(kwargs["request_id"]) ?? -1);
      const rows = (request?.planned ?? []).map(({ name, task }) => ({
        request_id: request?.id ?? null,
        name: request?.name ?? null,
        transform_name: name,
        transform_workload_id: task,
      }));
      return pair(true, rows);
    }
    default:
      return pair(false, `${command} is not a command of iDDS ${isTrue(form["manager"]) ? "ClientManager" : "Client"}`);
  }
};

const execute = (sandbox: Sandbox, command: string, form: JsonObject): Answer => {
  const { state } = sandbox;
  const request = state.requests.get(numberOf(kwargsOf(textOf(form["kwargs"]))["request_id"]) ?? -1);
  if (command === "get_status") return pair(true, statusOf(request));
  if (request === undefined) return pair(false, "request_id not found");
  switch (command) {
    case "abort":
      for (const { task } of request.planned) {
        const found = state.tasks.get(task ?? -1);
        if (found !== undefined && !isTerminal(found)) changeTask(state, found.id, { status: "aborting" });
      }
      return pair(true, [[0, "Command registered successfully"]]);
    default:
      return pair(false, `${command} is not a command of the iDDS workflow`);
  }
};
