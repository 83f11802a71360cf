import type { Verb } from "../command/verbs.ts";
import type { GivenCommand, SubmissionEvent } from "../ledger/event.ts";
import { lacksOutputs } from "./arriving.ts";
import { joinsBegunBy, lackingOf, lackText } from "./joins.ts";
import { type Decision, nothing, type Observation, write } from "./observation.ts";
import { lastTasks, livingSteps } from "./orders.ts";
import { isTaskOver } from "./panda-answer.ts";
import type { SubmissionState } from "./state.ts";
import { isStopped, isSuccess, isUnsent } from "./states.ts";
import { turnOfChild } from "./turn-of-child.ts";
import { verdictOf } from "./verdict.ts";
import { refusalOf, verbsIn, worksIn } from "./ways-out.ts";
import { withdrawnFrom } from "./withdrawn.ts";

type Person = Extract<Observation, { kind: "person" }>;
type IntendedState = Extract<SubmissionState, { readonly past: unknown }>;

/** What an entitled person may ask of a submission (SAFETY verbs). The entitlement is checked before. */
export const nextByPerson = (state: SubmissionState, { kind: _, ...command }: Person): Decision => {
  const refusal = refusalBy(state, command);
  if (refusal !== undefined || !("past" in state)) return { ...nothing, refusal };
  return write({ event: "person", ...command }, ...consequences(state, command));
};

export const refusalBy = (
  state: SubmissionState,
  { verb, step }: { readonly verb: GivenCommand["verb"]; readonly step?: string | undefined },
): string | undefined => {
  if (!("past" in state) || !worksIn(state.kind, verb))
    return refusalOf(versionOrIt(state), state.kind, verb, refusedNow(state));
  const { intent, past } = state;
  if (past.withdrawal !== undefined && verb !== "declare" && verb !== "expire")
    return `${versionOrIt(state)} is being withdrawn by ${past.withdrawal.by}: what runs is killed, and it ends when PanDA says so.`;
  if (step !== undefined && !intent.steps.includes(step))
    return `${versionOrIt(state)} has no step ${step}; it has ${intent.steps.join(", ")}.`;
  const living = livingSteps(state);
  const running = state.kind === "exhausted" ? stepsStillRunning(state) : living;
  if (verb === "close" && running.length > 0)
    return `${versionOrIt(state)} still has tasks that run (${running.join(", ")}): withdraw it instead, which kills them.`;
  if (verb === "pause") {
    const joins = joinsAheadOf(state, step);
    if (joins.length > 0) return pauseRefusal(versionOrIt(state), joins);
  }
  if (verb === "resume" && isStopped(state.kind) && !lastTasks(state).some(({ status }) => status === "paused"))
    return `${versionOrIt(state)} has no paused task.`;
  if (verb === "retry" && stepsToRetry(state, step).length === 0) return retryRefusal(state, versionOrIt(state));
  if (verb === "finish" && living.length === 0) return `${versionOrIt(state)} has no task to finish yet.`;
  if (verb === "expire" && past.kept === undefined)
    return `${versionOrIt(state)} has no data that rules of SHREK keep.`;
  if (verb === "accept" && isSuccess(state.kind) && !lacksOutputs(state))
    return `${versionOrIt(state)} lacks no output that could be taken as it is.`;
  return undefined;
};

/** Joins that a pause of this step, or of all that has not ended, would begin too early. */
const joinsAheadOf = (state: IntendedState, step: string | undefined): readonly string[] => {
  const { intent, past } = state;
  const tasks = "tasks" in state ? state.tasks : [];
  const ended = new Set(tasks.filter(isTaskOver).map((task) => task.step));
  const paused = step === undefined ? intent.steps : [step];
  return [
    ...new Set(paused.filter((one) => !ended.has(one)).flatMap((one) => joinsBegunBy(intent, tasks, past.lost, one))),
  ];
};

const pauseRefusal = (name: string, joins: readonly string[]): string =>
  `${name} cannot pause now: ${joins.join(", ")} ${joins.length === 1 ? "reads several steps and has" : "read several steps and have"} no task yet, and PanDA would begin ${joins.length === 1 ? "it" : "them"} over the files that are there at the pause. Wait until PanDA has ${joins.length === 1 ? "its task" : "their tasks"}, or kill it; a single step that ${joins.join(", ")} ${joins.length === 1 ? "does" : "do"} not read can pause.`;

const retryRefusal = (state: IntendedState, name: string): string => {
  const lacking = lackingOf(state.intent, lastTasks(state)).map(lackText);
  return lacking.length === 0
    ? `${name} has no task that PanDA can run again.`
    : `${name} has no task that a retry reaches: ${lacking.join("; ")}, and PanDA runs no task again for files that came later. Close it, and make it again as a new version.`;
};

/** Steps whose task a retry would run again, at once or behind others. */
export const stepsToRetry = (state: SubmissionState, step?: string): readonly string[] => {
  if (!("intent" in state)) return [];
  const tasks = lastTasks(state).map((task) => ({ ...task, attemptNr: task.attemptNr ?? 0 }));
  return tasks
    .filter((task) => step === undefined || task.step === step)
    .filter((task) => turnOfChild(state.intent, { step, sent: [] }, tasks, task) !== "never")
    .map((task) => task.step);
};

/** Of what its state knows, what does nothing now. */
const refusedNow = (state: SubmissionState): readonly Verb[] =>
  "past" in state
    ? verbsIn(state.kind).filter(
        (verb) => refusalBy(state, { verb }) !== undefined || (verb === "kill" && isKilledInVain(state)),
      )
    : [];

/** A kill is not refused where nothing runs, as a later step may still appear. */
export const isKilledInVain = (state: SubmissionState): boolean =>
  isStopped(state.kind) && livingSteps(state).length === 0;

/** A task that used up its attempts waits for a person and runs nothing. */
const stepsStillRunning = (state: SubmissionState): readonly string[] =>
  "tasks" in state ? livingSteps({ ...state, tasks: state.tasks.filter(({ status }) => status !== "exhausted") }) : [];

const isIncomplete = (state: SubmissionState): boolean =>
  "tasks" in state && state.tasks.length > 0 && state.tasks.length < state.intent.steps.length;

const versionOrIt = (state: SubmissionState): string =>
  "intent" in state ? `${state.intent.tag} ${state.intent.version}` : "It";

const consequences = (state: IntendedState, command: GivenCommand): readonly SubmissionEvent[] => {
  const { by, reason } = command;
  switch (command.verb) {
    case "submit":
      // What is held is released by reconcile, which asks who may: `past.releases` holds the word.
      return state.kind === "rejected" || state.kind === "needs-person"
        ? [{ event: "again", attempt: state.attempt + 1, reason: why(by, reason) }]
        : [];
    case "withdraw":
      return afterWithdraw(state, command);
    case "close":
      return [{ event: "closed", reason: why(by, reason) }];
    case "accept":
      if (lacksOutputs(state)) return acceptOutputs(state, by);
      if (state.kind !== "duplicate-suspected") return [];
      return [
        {
          event: "seen",
          verdict: verdictOf(state.tasks, state.intent),
          tasks: state.tasks,
        },
      ];
    // Reconcile sends it to PanDA: the command is kept in `past`.
    case "kill":
    case "finish":
    case "retry":
    case "pause":
    case "resume":
    case "move":
    case "priority":
    case "adopt":
    case "declare":
    case "expire":
    case "status":
    case "trial":
    case "extend":
    case "freeze":
    case "unfreeze":
    case "yes":
    case "help":
      return [];
  }
};

const acceptOutputs = ({ past }: IntendedState, by: string): readonly SubmissionEvent[] =>
  past.arrival === undefined ? [] : [{ event: "arrived", ...past.arrival, accepted: by }];

const why = (by: string, reason: string): string => (reason === "" ? `by ${by}` : `by ${by}: ${reason}`);

/** SHREK deletes nothing: keep or drop is recorded. What may still run or appear is killed first, so its state stays. */
const afterWithdraw = (
  state: IntendedState,
  { by, reason, data = "keep" }: GivenCommand,
): readonly SubmissionEvent[] => {
  if (isUnsent(state)) return [withdrawnFrom(state, data)];
  switch (state.kind) {
    case "conflict":
      return [withdrawnFrom(state, data)];
    case "checking":
    case "submitting":
    case "in-doubt":
    case "submitted":
    case "running":
    case "duplicate-suspected":
      return [];
    case "incomplete":
    case "failed":
    case "exhausted":
    case "stalled":
    case "aborted":
    case "broken":
      // A step that has no task yet may still get one: then the quiet half hour of a withdrawal decides.
      return livingSteps(state).length > 0 || isIncomplete(state)
        ? []
        : [{ event: "closed", reason: `${why(by, reason)}; data: ${data}` }];
    case "rejected":
    case "needs-person":
      return [{ event: "closed", reason: `${why(by, reason)}; data: ${data}` }];
    case "done":
    case "completed-partially":
      return [{ event: "retired", data }];
    case "closed":
    case "retired":
    case "superseded":
    case "withdrawn":
      return [];
  }
};
