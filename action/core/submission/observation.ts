import type { Arrival, DataExpired, KeepTerms, KeptData, OutputsDescribed } from "../ledger/arrival.ts";
import type { JobSeen } from "../ledger/completion.ts";
import type { InputDeclared } from "../ledger/declared.ts";
import type { GivenCommand, HeldContent, Intent, Order, Owner, SubmissionEvent, TaskSeen } from "../ledger/event.ts";
import type { HeldBy } from "../ledger/held-by.ts";
import type { Effects } from "../ledger/panda-identity.ts";
import type { Queued } from "../ledger/queued.ts";
import type { StepCompletion } from "../ledger/step-completion.ts";
import type { Checked, Submitted } from "./panda-answer.ts";
import type { PandaDate } from "./state.ts";

/** Events to write first, and the one thing to do once they are written. */
export type Decision = {
  readonly events: readonly SubmissionEvent[];
  readonly action: { readonly kind: "none" | "check" | "submit" };
  /** Why a person's word does nothing, and what works instead. */
  readonly refusal?: string | undefined;
};

export const nothing: Decision = { events: [], action: { kind: "none" } };
export const write = (...events: readonly SubmissionEvent[]): Decision => ({ events, action: { kind: "none" } });

/** What reconcile saw, in the words that decisions are made of. */
export type Observation =
  /** Main holds this version and it is to be submitted. */
  | { readonly kind: "new-intent"; readonly intent: Intent }
  | { readonly kind: "not-to-submit"; readonly reason: string; readonly held?: HeldContent }
  /** What a submission waits for. `ready` ends with nothing missing. */
  | { readonly kind: "inputs-missing"; readonly inputs: readonly string[] }
  | { readonly kind: "upstream-lost"; readonly reason: string }
  | ({ readonly kind: "not-allowed" } & Omit<HeldBy, "spent">)
  | { readonly kind: "ready" }
  /** What would be called today is not what was intended, or today's check refuses it. */
  | { readonly kind: "identity-changed"; readonly reason: string }
  /** Its git tag stands for something else. */
  | { readonly kind: "tag-conflict"; readonly reason: string }
  /** The remote allows no such tag. */
  | { readonly kind: "tag-refused"; readonly reason: string }
  | { readonly kind: "check-answered"; readonly answer: Checked }
  /**
   * A look by workflow name and task names, PanDA, iDDS and login being healthy. `pandaDate` is PanDA's clock here and
   * below; `undefined`: it did not say, and no window ends by this look.
   */
  | { readonly kind: "all-absent"; readonly pandaDate: PandaDate }
  | { readonly kind: "ours"; readonly request: number; readonly pandaDate: PandaDate }
  /** `ours`: tasks that carry our mark are there too. */
  | { readonly kind: "foreign"; readonly reason: string; readonly ours?: true; readonly pandaDate?: PandaDate }
  /** Its own process made no call: over a minute had passed since before the write, or the right was gone. */
  | { readonly kind: "too-late" }
  | { readonly kind: "call-answered"; readonly answer: Submitted }
  /** Another process wrote `checking` or `submitting`. */
  | { readonly kind: "orphaned" }
  | {
      readonly kind: "tasks";
      readonly tasks: readonly TaskSeen[];
      readonly pandaDate: PandaDate;
      /** What iDDS says of the request, where it was asked because a step has no task (`requestToAsk`). */
      readonly requestStatus?: string;
    }
  | {
      readonly kind: "second-effect";
      readonly reason: string;
      readonly effects: Effects;
      readonly tasks: readonly TaskSeen[];
    }
  /** What main holds today of the same tag: this content, another one, a newer version. */
  | { readonly kind: "on-main" }
  | { readonly kind: "left-main"; readonly reason: string }
  | { readonly kind: "replaced"; readonly by: string }
  /** A newer version of its tag is at PanDA. */
  | { readonly kind: "newer-submitted"; readonly by: string }
  /** A later version that names this one under `supersedes` is done. */
  | { readonly kind: "succeeded"; readonly by: string }
  | Noted
  /** The jobs of an ended task that did not succeed, of all its tries. */
  | { readonly kind: "failed-jobs"; readonly task: number; readonly jobs: readonly JobSeen[] }
  /** PanDA has these under its names, and a person takes them over. */
  | { readonly kind: "adopted"; readonly request: number; readonly tasks: readonly number[] }
  | ({ readonly kind: "person" } & GivenCommand);

/** What is remembered besides the state. */
export type Noted =
  /** What it waits for among the runs of its production. */
  | { readonly kind: "queued"; readonly why: Queued }
  /** A command to end data that ends none, by its id. */
  | { readonly kind: "expiry-refused"; readonly id: string; readonly reason: string }
  | { readonly kind: "command-done"; readonly id: string }
  /** Who reads its data was told of a word on them. */
  | { readonly kind: "declaration-told"; readonly id: string; readonly saidOn: string }
  /** Another production is bound to its data. */
  | { readonly kind: "read-by"; readonly tag: string; readonly version: string }
  /** Data that it reads were declared. */
  | ({ readonly kind: "input-declared" } & InputDeclared)
  | { readonly kind: "order-due"; readonly order: Order }
  | { readonly kind: "order-refused"; readonly order: Order; readonly reason: string }
  /** What of its outputs the experiment's Rucio has. */
  | ({ readonly kind: "arrived"; readonly pandaDate: PandaDate } & Arrival)
  | ({ readonly kind: "described" } & OutputsDescribed)
  /** Main's request says it of its data. */
  | ({ readonly kind: "keep-asked" } & KeepTerms)
  | ({ readonly kind: "ending" } & DataExpired)
  | ({ readonly kind: "expired" } & DataExpired)
  /** Rules of ours stand in Rucio. */
  | ({ readonly kind: "kept" } & KeptData)
  | { readonly kind: "recorded"; readonly steps: readonly StepCompletion[] };

/** What was seen at PanDA, on the way to it, or by ourselves. */
export type Sight = Exclude<
  Observation,
  {
    kind:
      | "person"
      | "on-main"
      | "left-main"
      | "replaced"
      | "newer-submitted"
      | "succeeded"
      | "adopted"
      | "failed-jobs"
      | Noted["kind"];
  }
>;

/** Who decides: under this name the right to call is held. */
export type Context = { readonly owner: Owner };
