import { randomUUID } from "node:crypto";
import { type Json, type JsonObject, objectOf, textOf } from "../json.ts";
import { PythonError, PythonExit } from "../python-error.ts";
import type { Sandbox } from "../sandbox.ts";
import { now } from "../state.ts";
import { type Converted, convertWorkflow } from "./convert-workflow.ts";
import { registerRequest } from "./idds.ts";
import { dumpWorkflow, openLog, type WorkflowLog } from "./workflow-log.ts";

/** What the server says of a workflow; only `status === true` with an integer id is a success (PANDA P10). */
export type Processed = { readonly status: boolean; readonly request_id: Json; readonly log: string };

/** Trouble between PanDA and iDDS (SAFETY S6). */
export type IddsTrouble = { readonly kind: "null-request" | "false-request" | "bad-request"; readonly effect: boolean };

const unreachable =
  "Connection exception.: {}\nDetails: ConnectionError: HTTPSConnectionPool(host='idds', port=443): Max retries exceeded with url: /idds/request";

const badRequest = "Bad request exception.: {}\nDetails: Cannot decode json parameter dictionary";

/** One workflow file, checked or submitted, with the log of the real server around it. */
export const processWorkflow = async (
  sandbox: Sandbox,
  userName: string,
  data: JsonObject,
  mode: "check" | "submit",
  trouble?: IddsTrouble,
): Promise<Processed> => {
  const clock = (): Date => now(sandbox.state);
  const [outer, inner] = [openLog(clock), openLog(clock)];
  outer.say(`start /var/cache/pandaserver/workflow.${randomUUID()}`);
  try {
    if (data["outDS"] === undefined) throw new PythonError("'outDS'");
    const converted = await convertSafely(sandbox, userName, data, inner);
    const name = textOf(data["workflow_name"]) ?? null;
    let requestId: Json = null;
    let fatal = converted.kind === "refused" && converted.fatal;
    let isOk = converted.kind === "converted";
    if (converted.kind === "converted" && mode === "check") inner.say(dumpWorkflow(converted.nodes, name));
    if (converted.kind === "converted" && mode === "submit") {
      inner.say("submit workflow");
      const submit = (): number =>
        registerRequest(sandbox.state, { name, outDS: textOf(data["outDS"]) ?? "", userName, nodes: converted.nodes })
          .id;
      if (trouble === undefined) requestId = submit();
      else {
        if (trouble.effect && trouble.kind !== "bad-request") submit();
        if (trouble.kind === "null-request")
          inner.say("failed to submit the workflow with timed out Traceback (most recent call last): ...");
        else
          [requestId, fatal, isOk] = [[false, trouble.kind === "bad-request" ? badRequest : unreachable], true, false];
      }
    }
    outer.say(
      `is_OK=${isOk ? "True" : `False is_fatal=${fatal ? "True" : "False"}`} request_id=${requestId === null ? "None" : JSON.stringify(requestId)}`,
    );
    return { status: isOk, request_id: requestId, log: inner.text() + outer.text() };
  } catch (error) {
    if (error instanceof PythonExit) {
      outer.say(`main execution failed with ${error.code}:${error.message}`);
      outer.say("is_OK=False is_fatal=False request_id=None");
      return { status: false, request_id: null, log: outer.text() };
    }
    if (!(error instanceof PythonError)) throw error;
    outer.say(`failed to run with ${error.message} Traceback (most recent call last): ...`);
    return { status: false, request_id: null, log: outer.text() };
  }
};

/** What the parser raises is caught in the child process of the real server, and is fatal. */
const convertSafely = async (
  sandbox: Sandbox,
  userName: string,
  data: JsonObject,
  log: WorkflowLog,
): Promise<Converted> => {
  try {
    return await convertWorkflow(sandbox, userName, data, log);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    log.say(`failed to run with ${error.message} Traceback (most recent call last): ...`);
    return { kind: "refused", fatal: true };
  }
};

/** `data` is JSON in a string; the server loads it before anything else. */
export const parseWorkflowData = (data: string): JsonObject | undefined => {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === "object" && parsed !== null ? objectOf(parsed) : undefined;
  } catch {
    return undefined;
  }
};
