import type { Json } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { nextNumber, now } from "../state.ts";
import { type IddsTrouble, parseWorkflowData, processWorkflow } from "./workflow-request.ts";

export type WorkflowMode = "check" | "submit" | "queue";

/** Behind `put_workflow_request` and its v1 twin: the same work, two envelopes. */
export const handleWorkflow = async (
  sandbox: Sandbox,
  userName: string,
  data: string,
  mode: WorkflowMode,
  trouble: IddsTrouble | undefined,
): Promise<{ readonly ok: boolean; readonly value: Json }> => {
  const parsed = parseWorkflowData(data);
  if (parsed === undefined)
    return { ok: false, value: "cannot put request due to Expecting value: line 1 column 1 (char 0) " };
  if (mode === "queue") {
    keepWorkflowFile(sandbox, userName, data, 5 / 60);
    return { ok: true, value: "request was accepted and will be processed in a few minutes" };
  }
  // The words of the log are made of outDS, and the file that the call wrote stays (panda-server 1.0.4, taskbuffer/workflow_processor.py, userinterface/UserIF.py:405-424).
  if (parsed["outDS"] === undefined) {
    keepWorkflowFile(sandbox, userName, data, 5 / 60);
    return {
      ok: false,
      value: "cannot put request due to cannot access local variable 'tmpLog' where it is not associated with a value ",
    };
  }
  const { status, request_id, log } = await processWorkflow(sandbox, userName, parsed, mode, trouble);
  return { ok: true, value: { status, request_id, log } };
};

/** A file in the cache folder that the daemon takes once it is old enough (SAFETY S1). */
export const keepWorkflowFile = ({ state }: Sandbox, userName: string, data: string, minutes: number): void => {
  const id = nextNumber(state, "nextFile");
  const due = new Date(now(state).getTime() + minutes * 60_000).toISOString();
  state.waiting.put(id, { id, due, userName, data });
};
