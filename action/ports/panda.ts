import type { PandaReads } from "../core/pass/reads.ts";
import type { Checked, Submitted, Unanswered } from "../core/submission/panda-answer.ts";
import type { SubmissionRequest } from "../core/submission/submission-request.ts";
import type { TaskOrder } from "../core/submission/task-order.ts";

/** What starts work. Only the reconcile flow is handed one. */
export interface Panda extends Pick<PandaReads, "requestNamed" | "tasksNamed"> {
  /** One secured read: proves reachability and login, and gives PanDA's clock. Throws Failure. */
  health(): Promise<Health>;
  /** Asks the server's own parser. An effect: the server may run it (SAFETY S2). Only under an intent. `sandbox`: the archive's name in PanDA's cache. */
  check(submissionRequest: SubmissionRequest, sandbox: string): Promise<Checked>;
  /** Exactly one call on the wire, repeated by no layer. */
  submit(submissionRequest: SubmissionRequest, sandbox: string): Promise<Submitted>;
  /** Registers an order, with one call; JEDI carries it out minutes later, so its effect is read from the task. */
  order(task: number, order: TaskOrder): Promise<Ordered>;
}

export type Ordered =
  | { readonly kind: "registered" }
  /** With new parameters a task is executed again; what it has is kept. */
  | { readonly kind: "reexecuting"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string }
  /** PanDA would refuse it, so it was not called. */
  | { readonly kind: "needs-role"; readonly message: string }
  | Unanswered;

/** By PanDA's clock; `undefined`: it did not say, and then no window ends. */
export type Health = { readonly date: Date | undefined };
