import { type Parameter, readArguments } from "./arguments.ts";
import { type Caller, readLogin } from "./auth.ts";
import { bodyText, type Call, inflated, wantsJson } from "./call.ts";
import { type Endpoint, endpoints } from "./endpoints.ts";
import { type Answer, declined, type Envelope, envelopeAnswer, forbidden, text } from "./envelope.ts";
import type { JsonObject } from "./json.ts";
import type { Route } from "./route.ts";
import type { Sandbox } from "./sandbox.ts";
import type { IddsTrouble } from "./workflow/workflow-request.ts";

/** `/api/v1/<module>/<method>`. Its alias `latest` is "1", which no module has (panda-server 1.0.4, server/panda.py:70,257-290). */
export const apiRoute = (sandbox: Sandbox, call: Call): Route => {
  const path = call.path.replace(/^\/api\/v1\//, "").replace(/\/$/, "");
  const method = path.split("/").at(-1) ?? "";
  const endpoint = endpoints.get(path);
  if (endpoint === undefined) return { keys: [method], respond: () => forbidden(`method ${method} is forbidden`) };
  const keys = path === "file_server/upload_workflow_request" ? [method, `${method}:${workflowMode(call)}`] : [method];
  return {
    keys,
    respond: (trouble) => answer(sandbox, call, endpoint, trouble),
    ...(path === "file_server/upload_workflow_request"
      ? { workflowFile: () => workflowFile(sandbox, call, endpoint.parameters) }
      : {}),
  };
};

const answer = async (
  sandbox: Sandbox,
  call: Call,
  endpoint: Endpoint,
  trouble: IddsTrouble | undefined,
): Promise<Answer> => {
  const reply = (envelope: Envelope): Answer => envelopeAnswer(envelope, wantsJson(call));
  const login = await readLogin(sandbox, call);
  if (login.kind === "rejected") return forbidden(login.message);
  if (login.kind === "nobody" && endpoint.secure) return reply(declined("SSL secure connection is required"));
  if (call.method !== endpoint.method) return reply(declined(`expecting ${endpoint.method}, received ${call.method}`));
  const caller: Caller =
    login.kind === "caller" ? login.caller : { userName: "", nickname: "", production: false, fqans: [] };
  if (endpoint.raw === true) return reply(await endpoint.answer({ sandbox, caller, args: {}, call, trouble }));
  const args = readArguments(call, endpoint.parameters);
  switch (args.kind) {
    case "unreadable":
      return text(args.message, 500);
    case "wrong":
      return reply(declined(args.message));
    case "arguments":
      return reply(await endpoint.answer({ sandbox, caller, args: args.values, call, trouble }));
  }
};

const bodyOf = (call: Call, parameters: readonly Parameter[]): JsonObject | undefined => {
  const args = readArguments(call, parameters);
  return args.kind === "arguments" ? args.values : undefined;
};

const workflowMode = (call: Call): string => {
  const body = bodyText(inflated(call));
  return /"dry_run":\s*true/.test(body) ? "check" : /"sync":\s*true/.test(body) ? "submit" : "queue";
};

const workflowFile = async (
  sandbox: Sandbox,
  call: Call,
  parameters: readonly Parameter[],
): Promise<{ readonly userName: string; readonly data: string } | undefined> => {
  const login = await readLogin(sandbox, call);
  const data = bodyOf(call, parameters)?.["data"];
  return login.kind === "caller" && typeof data === "string" ? { userName: login.caller.userName, data } : undefined;
};
