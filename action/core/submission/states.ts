import type { Verb } from "../command/verbs.ts";
import { isKeepDue } from "../ledger/keeping.ts";
import { isArriving } from "./arriving.ts";
import { hasEnded } from "./panda-answer.ts";
import type { StateKind, SubmissionState } from "./state.ts";

/**
 * How far a submission is. `unsent`: no submit of this attempt was called. `calling`: a call may be under way. `refused`:
 * nothing runs, and a person decides. `running`: PanDA has it. `stopped`: PanDA ended it without success. `ended`: nothing
 * leads out of it.
 */
export type Phase = "none" | "unsent" | "calling" | "refused" | "running" | "succeeded" | "stopped" | "ended";

type StateRow = {
  readonly phase: Phase;
  readonly means: string;
  readonly moves: "reconcile" | "PanDA" | "person" | "nobody";
  /** The commands that work in it, the most likely first, each with what it does here. */
  readonly verbs: { readonly [V in Verb]?: string };
};

const withdrawUnsent = "gives it up: it is never submitted";
const unsent = {
  withdraw: withdrawUnsent,
  priority: "sends it before what has less, and gives its tasks this priority",
} as const;
const close = "closes it; PanDA is not called";
const withdrawStopped = "closes it; `keep` or `drop` is recorded for its data";
const retire = "retires it: new productions do not read it; `keep` or `drop` is recorded for the data";
const takeOutputs = "takes its outputs as they are; what did not arrive is not looked for any more";
const declare = "says whether its data are good or bad" as const;
const expire = "ends the rules of SHREK for the data that it names" as const;
const ofData = { declare, expire } as const;
const running = {
  kill: "stops its tasks; finished files stay",
  finish: "ends its tasks with the files that they have",
  pause: "halts its tasks until resume",
  resume: "lets paused tasks go on",
  move: "sends its tasks to another site",
  priority: "gives its tasks another priority",
  withdraw: "kills its tasks, then withdraws it; `keep` or `drop` is recorded for its data",
} as const;
/** Only where a task of it is paused, or runs. */
const leftRunning = { resume: running.resume, kill: "stops the tasks that still run" } as const;
const stopped = {
  retry: "runs the failed part again",
  close: `${close}; what is finished stays`,
  withdraw: withdrawStopped,
  declare,
} as const;

/**
 * The one table of states: what each means, who acts, which commands end it and what each does. What a command may do
 * is decided from it (`nextByPerson`), and comments, `help` and `docs/states.md` are printed from it, so that no
 * message names a command that is refused.
 */
export const stateTable: Readonly<Record<StateKind, StateRow>> = {
  none: { phase: "none", means: "not on the ledger", moves: "reconcile", verbs: {} },
  skipped: { phase: "ended", means: "was on main and is not to be submitted", moves: "nobody", verbs: {} },
  intended: {
    phase: "unsent",
    means: "entered on the ledger; reconcile submits it",
    moves: "reconcile",
    verbs: unsent,
  },
  waiting: { phase: "unsent", means: "waits for its inputs", moves: "reconcile", verbs: unsent },
  blocked: {
    phase: "unsent",
    means: "an input will not come by itself; it goes on when the input is there",
    moves: "person",
    verbs: unsent,
  },
  held: {
    phase: "unsent",
    means: "not submitted: an approval is missing, or the request says hold",
    moves: "person",
    verbs: { submit: "approves exactly this content, or releases the hold", ...unsent },
  },
  checking: {
    phase: "calling",
    means: "PanDA's check may be running",
    moves: "reconcile",
    verbs: { withdraw: "submits nothing; what appears at PanDA is killed" },
  },
  checked: {
    phase: "unsent",
    means: "PanDA's check accepted it; no submit was called",
    moves: "reconcile",
    verbs: unsent,
  },
  submitting: {
    phase: "calling",
    means: "the submit call may be under way",
    moves: "reconcile",
    verbs: { withdraw: "what appears at PanDA is killed" },
  },
  "not-sent": { phase: "unsent", means: "nothing was sent; it is tried again", moves: "reconcile", verbs: unsent },
  "in-doubt": {
    phase: "calling",
    means: "a call may have reached PanDA; reconcile looks for its effect and submits nothing meanwhile",
    moves: "reconcile",
    verbs: { withdraw: "submits nothing more; what appears at PanDA is killed" },
  },
  rejected: {
    phase: "refused",
    means: "PanDA refused it",
    moves: "person",
    verbs: { submit: "tries once more, when the cause has passed", close, withdraw: withdrawStopped },
  },
  "needs-person": {
    phase: "refused",
    means: "reconcile does not decide this alone",
    moves: "person",
    verbs: {
      submit: "tries once more; first make sure that PanDA has nothing of it",
      close,
      withdraw: withdrawStopped,
    },
  },
  conflict: {
    phase: "refused",
    means: "PanDA, or git, has something of this name that SHREK does not know",
    moves: "person",
    verbs: {
      adopt: "takes the tasks of its names at PanDA as its own",
      withdraw: `${withdrawUnsent}; what a late call makes of it is killed`,
    },
  },
  submitted: {
    phase: "running",
    means: "PanDA has the request; no task has appeared yet",
    moves: "PanDA",
    verbs: running,
  },
  running: { phase: "running", means: "its tasks run", moves: "PanDA", verbs: { ...running, declare } },
  done: {
    phase: "succeeded",
    means: "every task is done",
    moves: "nobody",
    verbs: { withdraw: retire, accept: takeOutputs, ...ofData },
  },
  "completed-partially": {
    phase: "succeeded",
    means: "finished, with as much as the request accepts",
    moves: "nobody",
    verbs: { withdraw: retire, accept: takeOutputs, ...ofData },
  },
  incomplete: {
    phase: "stopped",
    means: "finished, with less than the request accepts, or over less than its steps made",
    moves: "person",
    verbs: stopped,
  },
  failed: {
    phase: "stopped",
    means: "a task failed",
    moves: "person",
    verbs: { ...stopped, ...leftRunning },
  },
  exhausted: {
    phase: "stopped",
    means: "PanDA holds a task until a person decides, mostly after its first jobs",
    moves: "person",
    verbs: { ...stopped, ...leftRunning },
  },
  aborted: {
    phase: "stopped",
    means: "a task was killed; it is not run again",
    moves: "person",
    verbs: {
      close: `${close}; a new version runs it again`,
      withdraw: withdrawStopped,
      retry: "runs again what was not killed",
      ...leftRunning,
      declare,
    },
  },
  broken: {
    phase: "stopped",
    means: "PanDA cannot run it like this, and its names are taken; a new version is needed",
    moves: "person",
    verbs: { close, withdraw: withdrawStopped, ...leftRunning },
  },
  stalled: {
    phase: "stopped",
    means: "a task never appeared: none within a day, or iDDS does not begin its step",
    moves: "person",
    verbs: { close: `${close}; a new version runs it again`, withdraw: withdrawStopped },
  },
  "duplicate-suspected": {
    phase: "running",
    means: "it may have run twice",
    moves: "person",
    verbs: {
      accept: "accepts it as it is; reconcile reads on",
      kill: "stops every task of its names",
      withdraw: "kills what runs, then withdraws it",
      declare,
    },
  },
  closed: { phase: "ended", means: "ended by a person", moves: "nobody", verbs: ofData },
  retired: { phase: "ended", means: "was done and is retired", moves: "nobody", verbs: ofData },
  superseded: { phase: "ended", means: "a newer version took its place", moves: "nobody", verbs: ofData },
  withdrawn: { phase: "ended", means: "given up", moves: "nobody", verbs: ofData },
};

const isIn = (kind: StateKind, ...phases: readonly Phase[]): boolean => phases.includes(stateTable[kind].phase);

/** Nothing leads out of it. */
export const isFinal = (kind: StateKind): boolean => isIn(kind, "ended");

/** Enough of it is done. */
export const isSuccess = (kind: StateKind): kind is "done" | "completed-partially" => isIn(kind, "succeeded");

/** PanDA ended it without success. */
export const isStopped = (kind: StateKind): boolean => isIn(kind, "stopped");

/** A call may be under way, or PanDA has it. */
export const mayRun = (kind: StateKind): boolean => isIn(kind, "calling", "running");

/** Its tasks run, and each that has not ended is halted until a person says resume. */
const isPaused = (state: SubmissionState): boolean => {
  const living = state.kind === "running" ? state.tasks.filter(({ status }) => !hasEnded(status)) : [];
  return living.length > 0 && living.every(({ status }) => status === "paused");
};

/** As people read it. */
export const shownState = (state: SubmissionState): string => (isPaused(state) ? "paused" : state.kind);

type Unsent = Extract<
  SubmissionState,
  { readonly kind: "intended" | "waiting" | "blocked" | "held" | "checked" | "not-sent" }
>;

/** No submit of this attempt was called: it can be given up, or follow main, at once. */
export const isUnsent = (state: SubmissionState): state is Unsent => isIn(state.kind, "unsent");

/**
 * Whether reconcile still has something to read or do in each pass. Success is watched (`watchedOf`), which is less;
 * a question about success stands until it is answered, its outputs are looked for until they have arrived and until
 * their rules stand, and of a word on data those that read them are told.
 */
export const isLive = (state: SubmissionState): boolean => {
  if ("past" in state && state.past.declared.some(({ saidOn }) => saidOn === undefined)) return true;
  if ("past" in state && (isKeepDue(state) || state.past.expiring.length > 0)) return true;
  if (isIn(state.kind, "none", "ended")) return false;
  if (isSuccess(state.kind)) return ("past" in state && state.past.leftMain !== undefined) || isArriving(state);
  return true;
};
