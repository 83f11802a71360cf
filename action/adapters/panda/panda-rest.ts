import { gzipSync } from "node:zlib";
import { Failure } from "../../core/failure.ts";
import type { Parcel } from "../../core/submission/parcel.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Panda } from "../../ports/panda.ts";
import { readChecked, readSubmitted } from "./answers.ts";
import type { Login } from "./login.ts";
import { orderTask } from "./orders.ts";
import { readRequestNamed } from "./request-names.ts";
import { readHealth, readTasksNamed } from "./tasks.ts";
import { uploadArchive } from "./upload.ts";
import { type Answer, callPanda } from "./wire.ts";
import { workflowParameters } from "./workflow-request.ts";

/** PanDA runs prun for every step before it answers, and waits up to 40 s for iDDS (panda-wire part 7). */
const requestTime = 180_000;

/** PanDA over its REST interface: nothing of Python is needed at run time. */
export const pandaRest = (login: Login, clock: Clock): Panda => ({
  health: () => readHealth(login),
  check: async (parcel) => {
    let sandbox: string;
    try {
      sandbox = await uploadArchive(login, clock, parcel.archive);
    } catch (error) {
      // No workflow was sent, so nothing can run.
      if (error instanceof Failure) return { kind: "unanswered", arrived: "no", message: error.message };
      throw error;
    }
    return readChecked(await putWorkflow(login, parcel, sandbox, { check: true }), parcel, sandbox);
  },
  submit: async (parcel, sandbox) => readSubmitted(await putWorkflow(login, parcel, sandbox, { sync: true })),
  requestNamed: (name) => readRequestNamed(login, name),
  tasksNamed: (names, userName) => readTasksNamed(login, names, userName),
  order: (task, order) => orderTask(login, task, order),
});

/** The body must be gzip although no header says so; a charset in the content type would make PanDA read a form. */
const putWorkflow = (
  login: Login,
  parcel: Parcel,
  sandbox: string,
  mode: { readonly check: true } | { readonly sync: true },
): Promise<Answer> =>
  callPanda(login, {
    method: "POST",
    path: "/server/panda/put_workflow_request",
    headers: { "Content-Type": "application/json" },
    body: Uint8Array.from(
      gzipSync(JSON.stringify({ data: JSON.stringify(workflowParameters(parcel, sandbox, login.url)), ...mode })),
    ),
    timeout: requestTime,
  });
