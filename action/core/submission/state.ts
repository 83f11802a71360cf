import type { OrderVerb } from "../command/verbs.ts";
import type { Arrival, OutputsDescribed } from "../ledger/arrival.ts";
import type { Declared, InputDeclared } from "../ledger/declared.ts";
import type { Diagnosed } from "../ledger/diagnosed.ts";
import type { GivenCommand, HeldContent, Intent, Owner, TaskNames, TaskSeen, Verdict } from "../ledger/event.ts";
import type { HeldBy } from "../ledger/held-by.ts";
import type { KeepFacts } from "../ledger/keeping.ts";
import type { Effects } from "../ledger/panda-identity.ts";
import type { Queued } from "../ledger/queued.ts";
import type { StepCompletion } from "../ledger/step-completion.ts";
import type { Duration } from "../times/times.ts";
import type { PendingCommand } from "./pending-command.ts";

/**
 * PanDA's dates, as ISO text; `undefined`: PanDA did not say one. All windows of a submission are counted by them: our
 * own clock decides nothing about PanDA (SAFETY rule 10).
 */
export type PandaDate = string | undefined;

/** Whether so much time has passed between two dates of PanDA; never, where it did not say one. */
export const hasPassed = (from: PandaDate, to: PandaDate, { milliseconds }: Duration): boolean =>
  from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) >= milliseconds;

/** As an event has it. */
export const dated = ({ pandaDate }: { readonly pandaDate: PandaDate }): { readonly pandaDate?: string } =>
  pandaDate === undefined ? {} : { pandaDate };

/** What happened on the way and holds in every state that follows. */
export type Past = KeepFacts & {
  readonly pendingCommands: readonly PendingCommand[];
  /** A check or a submit was called, and the ledger does not know that it had no effect. */
  readonly mayHaveActed: boolean;
  /** A check was begun, answered or not: it may act late, so the identity stays (SAFETY rule 4). */
  readonly isBound: boolean;
  /** When PanDA may first have had something of it, by the ledger's clock; `undefined`: it never had. */
  readonly began: string | undefined;
  /** A person gave it up; it ends as soon as nothing of it lives at PanDA. */
  readonly withdrawal: Withdrawal | undefined;
  /** Requests and tasks that a person was called about: found again they are no news. */
  readonly accepted: Effects;
  /** Main does not have it any more, and nobody has chosen keep or drop yet. */
  readonly leftMain: { readonly reason: string; readonly since: string } | undefined;
  /** Who asked for its submission after the merge. */
  readonly releases: readonly GivenCommand[];
  /** A person takes over what is at PanDA under its names. */
  readonly adoption: GivenCommand | undefined;
  readonly adoptedTasks: readonly number[];
  /** Memory and sites that a person set to other values than the request. */
  readonly adjustments: readonly GivenCommand[];
  /** What people said of its data, in the order of the ledger. */
  readonly declared: readonly Declared[];
  /** What was said of data that it reads, the newest of each. */
  readonly inputsDeclared: readonly InputDeclared[];
  /** TAG@VERSION of what was bound to its data, in that order. */
  readonly readers: readonly string[];
  /** What was read of its jobs when it ended last, with the status of its tasks. */
  readonly completion: { readonly tasks: readonly TaskSeen[]; readonly steps: readonly StepCompletion[] } | undefined;
  /** What of the outputs that were recorded last the experiment's Rucio has. */
  readonly arrival: Arrival | undefined;
  /** What was written there about them. */
  readonly described: OutputsDescribed | undefined;
  /** Reports of failed jobs on memory, oldest first. */
  readonly diagnosed: readonly Diagnosed[];
  /** Steps that a person ordered to finish and not to run again since: what they have is enough. */
  readonly settled: readonly string[];
  /** What it waits for among the runs of its production. */
  readonly queued: Queued | undefined;
  /** Steps of which a task ended without success: iDDS looks at it no more, and begins no join behind it. */
  readonly lost: readonly string[];
  /** Orders that PanDA refused, and those that were not sent as a person asked, newest last. */
  readonly refusals: readonly RefusedCommand[];
};

/** `tasks`: those whose order PanDA refused, of one verb and for one reason. */
export type RefusedCommand =
  | { readonly kind: "by-panda"; readonly verb: OrderVerb; readonly tasks: readonly number[]; readonly reason: string }
  | { readonly kind: "not-sent"; readonly reason: string };

/** `retried`: PanDA's date of the last retry before it, whose task may yet run again. */
type Withdrawal = GivenCommand & { readonly data: "keep" | "drop"; readonly retried?: string };

/** One member a state (SAFETY states). Facts appear where they are known and stay from there on. */
type IntentFacts = { readonly intent: Intent; readonly attempt: number; readonly since: string; readonly past: Past };
type Named = IntentFacts & { readonly names: TaskNames; readonly sandbox: string };
type Requested = IntentFacts & {
  readonly names: TaskNames;
  readonly request: number;
  /** The first date of PanDA at which it was known there; `undefined`: PanDA has given none since. */
  readonly submittedOn: PandaDate;
};
type Watched = Requested & {
  readonly tasks: readonly TaskSeen[];
  /** PanDA's date of what `tasks` says, as `submittedOn`. */
  readonly seenOn: PandaDate;
  readonly watching: boolean;
};

type Why = { readonly reason: string };

export type SubmissionState =
  | { readonly kind: "none" }
  /** `held`: the content under this version; `undefined`: the ledger does not say. */
  | ({ readonly kind: "skipped"; readonly held: HeldContent | undefined } & Why)
  | ({ readonly kind: "intended" } & IntentFacts)
  | ({ readonly kind: "waiting"; readonly inputs: readonly string[] } & IntentFacts)
  | ({ readonly kind: "blocked" } & IntentFacts & Why)
  | ({ readonly kind: "held" } & IntentFacts & HeldBy)
  | ({ readonly kind: "checking"; readonly owner: Owner } & IntentFacts)
  | ({ readonly kind: "checked" } & Named)
  | ({ readonly kind: "submitting"; readonly owner: Owner } & Named)
  | ({ readonly kind: "not-sent" } & Named & Why)
  | InDoubt
  | ({ readonly kind: "rejected" } & IntentFacts & Why)
  | ({ readonly kind: "needs-person" } & IntentFacts & Why)
  | ({ readonly kind: "conflict" } & IntentFacts & Why)
  | ({ readonly kind: "submitted" } & Requested)
  | ({ readonly kind: Exclude<Verdict, "stalled" | "running"> } & Watched)
  /** `overdue`: no site has taken it for so long that a person is asked. */
  | ({ readonly kind: "running"; readonly overdue?: true } & Watched)
  /** `reason`: what iDDS gave up; without one no task came at all. */
  | ({ readonly kind: "stalled"; readonly reason?: string } & Watched)
  | ({ readonly kind: "duplicate-suspected" } & Watched & Why)
  | Final;

/** A call may have been made and nobody knows its effect. `sandbox` is empty when the doubt began with a check. */
export type InDoubt = {
  readonly kind: "in-doubt";
  readonly arrived: "no" | "maybe";
  /** Doubt from a check knows no exact names; the second attempt begins with a check again. */
  readonly from: "checking" | "submitting";
  /** Who made the call. If that process still lives, its own answer ends the doubt that another one wrote. */
  readonly owner: Owner;
  /** PanDA's dates of the healthy looks that found nothing, oldest first. */
  readonly looks: readonly string[];
} & Named &
  Why;

type Final =
  | ({ readonly kind: "closed" | "superseded" } & IntentFacts & Why)
  | ({ readonly kind: "retired"; readonly data: "keep" | "drop" } & IntentFacts)
  /** `reason`: why main ended it. `watching`: PanDA may still act, since its date `watchedSince`. */
  | ({
      readonly kind: "withdrawn";
      readonly data: "keep" | "drop";
      readonly reason?: string;
      readonly watching: boolean;
      readonly watchedSince: PandaDate;
    } & IntentFacts);

export type StateKind = SubmissionState["kind"];
