import type { Intent, Owner, TaskSeen, Verb } from "../ledger/event.ts";
import type { Checked, Submitted } from "./panda-answer.ts";

/** What reconcile saw, in the words that decisions are made of. */
export type Observation =
  /** Main holds this version and it is to be submitted. */
  | { readonly kind: "promised"; readonly intent: Intent }
  | { readonly kind: "not-to-submit"; readonly reason: string }
  /** What a submission waits for. `ready` ends with nothing missing. */
  | { readonly kind: "inputs-missing"; readonly inputs: readonly string[] }
  | { readonly kind: "upstream-lost"; readonly reason: string }
  | { readonly kind: "not-allowed"; readonly reason: string }
  | { readonly kind: "ready" }
  /** Rendered today the identity differs from the promised one. */
  | { readonly kind: "identity-changed"; readonly reason: string }
  | { readonly kind: "check-answered"; readonly answer: Checked }
  /** A look by workflow name and task names, PanDA, iDDS and login being healthy. */
  | { readonly kind: "all-absent"; readonly pandaDate: string }
  | { readonly kind: "ours"; readonly request: number }
  | { readonly kind: "foreign"; readonly reason: string }
  /** Over a minute passed between the decision and the call. */
  | { readonly kind: "too-late" }
  | { readonly kind: "call-answered"; readonly answer: Submitted }
  /** Another process wrote `checking` or `submitting`. */
  | { readonly kind: "orphaned" }
  | { readonly kind: "tasks"; readonly tasks: readonly TaskSeen[]; readonly pandaDate: string }
  | { readonly kind: "second-effect"; readonly reason: string }
  | {
      readonly kind: "person";
      readonly verb: Verb;
      readonly by: string;
      readonly id: string;
      readonly reason: string;
      readonly data: "keep" | "drop";
      readonly request?: number;
    };

/** Who decides, and by what rules. */
export type Context = {
  readonly owner: Owner;
};
