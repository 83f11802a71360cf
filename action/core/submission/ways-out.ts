import type { Verb } from "../command/verbs.ts";
import { retriesMemory } from "./memory-retry.ts";
import { isFinal, type StateKind, type SubmissionState } from "./state.ts";

/** Who moves a submission out of a state. */
export type Mover = "reconcile" | "PanDA" | "person" | "nobody";

type WayOut = {
  /** What the state means, for people. */
  readonly means: string;
  readonly moves: Mover;
  /** The commands that work in it, the most likely first, each with what it does here. */
  readonly verbs: { readonly [V in Verb]?: string };
};

const withdrawUnsent = "gives it up: it is never submitted";
const close = "closes it; PanDA is not called";
const withdrawStopped = "closes it; `keep` or `drop` is recorded for its data";
const running = {
  kill: "stops its tasks; finished files stay",
  finish: "ends its tasks with the files that they have",
  pause: "halts its tasks until resume",
  resume: "lets paused tasks go on",
  move: "sends its tasks to another site",
  withdraw: "kills its tasks, then withdraws it; `keep` or `drop` is recorded for its data",
} as const;
const stopped = {
  retry: "runs the failed part again",
  close: `${close}; what is finished stays`,
  withdraw: withdrawStopped,
} as const;

/**
 * The one table of states: what each means, who acts, which commands end it and what each does. What a command may do
 * is decided from it (`nextByPerson`), and comments, `help` and `docs/states.md` are printed from it, so that no
 * message names a command that is refused.
 */
export const waysOut: Readonly<Record<StateKind, WayOut>> = {
  none: { means: "not on the ledger", moves: "reconcile", verbs: {} },
  skipped: { means: "was on main and is not to be submitted", moves: "nobody", verbs: {} },
  intended: {
    means: "promised; the next reconcile submits it",
    moves: "reconcile",
    verbs: { withdraw: withdrawUnsent },
  },
  waiting: {
    means: "waits for its inputs",
    moves: "reconcile",
    verbs: { withdraw: withdrawUnsent },
  },
  blocked: {
    means: "an input will not come by itself; it goes on when the input is there",
    moves: "person",
    verbs: { withdraw: withdrawUnsent },
  },
  held: {
    means: "not submitted: an approval is missing, or the request says hold",
    moves: "person",
    verbs: { submit: "approves exactly this content, or releases the hold", withdraw: withdrawUnsent },
  },
  checking: {
    means: "PanDA's check may be running",
    moves: "reconcile",
    verbs: { withdraw: "submits nothing; what appears at PanDA is killed" },
  },
  checked: {
    means: "PanDA's check accepted it; no submit was called",
    moves: "reconcile",
    verbs: { withdraw: withdrawUnsent },
  },
  submitting: {
    means: "the submit call may be under way",
    moves: "reconcile",
    verbs: { withdraw: "what appears at PanDA is killed" },
  },
  "not-sent": {
    means: "nothing was sent; it is tried again",
    moves: "reconcile",
    verbs: { withdraw: withdrawUnsent },
  },
  "in-doubt": {
    means: "a call may have reached PanDA; reconcile looks for its effect and submits nothing meanwhile",
    moves: "reconcile",
    verbs: { withdraw: "submits nothing more; what appears at PanDA is killed" },
  },
  rejected: {
    means: "PanDA refused it",
    moves: "person",
    verbs: {
      submit: "tries once more, when the cause has passed",
      close,
      withdraw: withdrawStopped,
    },
  },
  "needs-person": {
    means: "reconcile does not decide this alone",
    moves: "person",
    verbs: {
      submit: "tries once more; first make sure that PanDA has nothing of it",
      close,
      withdraw: withdrawStopped,
    },
  },
  conflict: {
    means: "PanDA, or git, has something of this name that SHREK does not know",
    moves: "person",
    verbs: {
      adopt: "takes the tasks of its names at PanDA as its own",
      withdraw: `${withdrawUnsent}; what a late call makes of it is killed`,
    },
  },
  submitted: { means: "PanDA has the request; no task has appeared yet", moves: "PanDA", verbs: running },
  running: { means: "its tasks run", moves: "PanDA", verbs: running },
  done: {
    means: "every task is done",
    moves: "nobody",
    verbs: { withdraw: "retires it: new productions do not read it; `keep` or `drop` is recorded for the data" },
  },
  "completed-partially": {
    means: "finished, with as much as the request accepts",
    moves: "nobody",
    verbs: { withdraw: "retires it: new productions do not read it; `keep` or `drop` is recorded for the data" },
  },
  incomplete: { means: "finished, with less than the request accepts", moves: "person", verbs: stopped },
  failed: { means: "a task failed", moves: "person", verbs: { ...stopped, kill: "stops the tasks that still run" } },
  exhausted: {
    means: "PanDA holds a task until a person decides, mostly after its first jobs",
    moves: "person",
    verbs: { ...stopped, kill: "stops the tasks that still run" },
  },
  aborted: {
    means: "its tasks were killed; PanDA does not run them again",
    moves: "person",
    verbs: { close: `${close}; a new version runs it again`, withdraw: withdrawStopped },
  },
  broken: {
    means: "PanDA cannot run it like this, and its names are taken; a new version is needed",
    moves: "person",
    verbs: { close, withdraw: withdrawStopped },
  },
  stalled: {
    means: "a task never appeared: none within a day, or iDDS gave up its step",
    moves: "person",
    verbs: { close, withdraw: withdrawStopped },
  },
  "duplicate-suspected": {
    means: "it may have run twice",
    moves: "person",
    verbs: {
      accept: "accepts it as it is; reconcile reads on",
      kill: "stops every task of its names",
      withdraw: "kills what runs, then withdraws it",
    },
  },
  closed: { means: "ended by a person", moves: "nobody", verbs: {} },
  retired: { means: "was done and is retired", moves: "nobody", verbs: {} },
  superseded: { means: "a newer version took its place", moves: "nobody", verbs: {} },
  withdrawn: { means: "given up", moves: "nobody", verbs: {} },
};

export const mayBeReported = (kind: StateKind, verb: Verb): boolean => Object.hasOwn(waysOut[kind].verbs, verb);

/** Why a verb does nothing in a state, and what works there. */
export const refusalOf = (name: string, kind: StateKind, verb: Verb): string => {
  const works = statesOf(verb).map((state) => `${state} (${waysOut[state].means})`);
  const here = Object.keys(waysOut[kind].verbs);
  const there = works.length === 0 ? "" : `; ${verb} works on ${works.join(", ")}`;
  return `${name} is ${kind}${there}.${here.length === 0 ? "" : ` In this state these work: ${here.join(", ")}.`}`;
};

const statesOf = (verb: Verb): readonly StateKind[] =>
  (Object.keys(waysOut) as readonly StateKind[]).filter((kind) => mayBeReported(kind, verb));

/** States that end only when a person acts. */
export const needsPerson = (kind: StateKind): boolean => waysOut[kind].moves === "person";

/** Whether the state asks a person: always, or because no site has taken what runs. */
export const asksByState = (state: SubmissionState): boolean => needsPerson(state.kind) || isUntaken(state);

/** For longer than its conventions allow no site has taken it, though nothing failed. */
export const isUntaken = (state: SubmissionState): boolean => state.kind === "running" && state.overdue === true;

/**
 * Whether a person is asked now: by the state, unless more memory is about to end it, or because main does not hold what
 * runs. Who withdrew it has answered.
 */
export const asksPerson = (state: SubmissionState): boolean => {
  if (isFinal(state.kind) || !("past" in state) || state.past.withdrawal !== undefined) return false;
  if (state.past.leftMain !== undefined) return true;
  return isUntaken(state) || (needsPerson(state.kind) && !retriesMemory(state));
};

/** Ended, or successful with no question about it. A second attempt may be watched on (`isLive`). */
export const isOver = (state: SubmissionState): boolean =>
  isFinal(state.kind) || ((state.kind === "done" || state.kind === "completed-partially") && !asksPerson(state));
