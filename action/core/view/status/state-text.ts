import type { TaskSeen } from "../../ledger/event.ts";
import { noSiteOnlineText, type Queued, untilThawed, withinText } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { lackingOf, lackText } from "../../submission/joins.ts";
import { isAbortedByParent } from "../../submission/panda-answer.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import { type Unassigned, unassignedOf } from "../../submission/unassigned.ts";
import { isUntaken } from "../../submission/ways-out.ts";
import { arrivalText } from "./arrival-text.ts";
import { killedText, withdrawnText } from "./ended-by.ts";
import { progressOfTasks } from "./progress.ts";
import { resultText, type Succeeded } from "./result-text.ts";
import { untilFirst, untilNextDay } from "./rolled-up.ts";

/**
 * Follows what runs: what PanDA says of a task that it is breaking; or its own status of a task that no site has taken
 * yet, where and since when; and whether somebody is called.
 */
const untakenText = (state: SubmissionState): string => {
  const breaking = state.kind === "running" ? state.tasks.filter(({ status }) => status === "tobroken") : [];
  if (breaking.length > 0)
    return breaking.map(({ step, id, dialog }) => `; step ${step} (task ${id}) is tobroken: ${dialog}`).join("");
  const [first, ...others] = unassignedOf(state);
  if (first === undefined) return "";
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  const words = `step ${first.step} (task ${first.id}) is ${first.status}${placeText(first)}${more}`;
  return isUntaken(state) ? `; no site takes it: ${words}` : `; ${words}`;
};

const placeText = ({ site, since }: Unassigned): string =>
  `${site === undefined ? "" : ` at ${site}`}${since === undefined ? "" : ` since ${utcMinute(since)}`}`;

/** What a state means to a person, and the one thing that ends it. It follows the name of the state and does not repeat it. */
// oxlint-disable-next-line max-lines-per-function -- one sentence a state, and the compiler asks for each
export const describeState = (state: SubmissionState): string => {
  switch (state.kind) {
    case "none":
      return "not on the ledger";
    case "skipped":
      return state.reason;
    case "intended":
      return state.past.queued === undefined ? enteredText(state) : turnText(state.past.queued);
    case "waiting":
      return `waits for ${state.inputs.join(", ")}`;
    case "blocked":
      return state.reason;
    case "held":
      return state.reason;
    case "checking":
      return "PanDA's check is running";
    case "checked":
      return `PanDA's check accepted it; ${state.past.queued === undefined ? "not yet submitted" : turnText(state.past.queued)}`;
    case "submitting":
      return "the submit call may be under way";
    case "not-sent":
      return `nothing was sent: ${state.reason}; the next reconcile tries again`;
    case "in-doubt":
      return `may have reached PanDA (${state.reason}); reconcile searches for it and submits nothing until it is found or excluded`;
    case "submitted":
      return `${requestOf(state.request)}; its tasks have not appeared yet`;
    case "running":
      return `${requestOf(state.request)}, ${progressText(state.tasks, state.intent.steps.length)}${untakenText(state)}`;
    case "done":
      return withResult(
        state.tasks.length === 1 ? "its task is done" : `all ${state.tasks.length} tasks are done`,
        state,
      );
    case "completed-partially":
      return withResult(
        `finished with ${inputsText(state.tasks)}${lacksText(state)}, which the request accepts`,
        state,
      );
    case "incomplete":
      return `finished with missing files, ${inputsText(state.tasks)}${lacksText(state)}`;
    case "failed":
    case "exhausted":
    case "broken":
      return troubled(state.tasks, state.kind);
    case "aborted":
      return `${killedText([state])}: ${troubled(state.tasks, state.kind)}`;
    case "stalled":
      return state.reason ?? "no task appeared at PanDA in a day";
    case "rejected":
      return `PanDA refused it: ${state.reason}`;
    case "conflict":
      return `name conflict: ${state.reason}`;
    case "needs-person":
      return `a person must decide: ${state.reason}`;
    case "duplicate-suspected":
      return `may have run twice: ${state.reason}`;
    case "closed":
      return state.reason;
    case "superseded":
      return state.reason;
    case "retired":
    case "withdrawn":
      return withdrawnText(state);
  }
};

/** What a join read is less than its parents have made by now: PanDA brings it no more. */
const lacksText = ({ intent, tasks }: Extract<SubmissionState, { readonly tasks: unknown }>): string =>
  lackingOf(intent, tasks)
    .map((one) => `; ${lackText(one)}`)
    .join("");

const withResult = (said: string, state: Succeeded & SubmissionState): string => {
  const result = resultText(state);
  return `${result === "" ? said : `${said}: ${result}`}${arrivalText(state)}`;
};

const enteredText = ({ attempt, since }: { readonly attempt: number; readonly since: string }): string =>
  `${attempt === 1 ? "entered" : `attempt ${attempt}`}, ${utcMinute(since)}; reconcile submits it`;

const turnText = (queued: Queued): string => {
  if ("first" in queued) return `waits ${untilFirst(queued)}`;
  if ("until" in queued) return `waits ${untilThawed(queued)}`;
  if ("offline" in queued) return `waits ${noSiteOnlineText(queued)}`;
  if ("within" in queued) return `waits ${withinText(queued)}`;
  return "atMost" in queued
    ? `waits for a place: at most ${queued.atMost} of its runs are at PanDA at one time`
    : `waits ${untilNextDay(queued.startsPerDay)}`;
};

const requestOf = (request: number): string => (request === 0 ? "adopted tasks" : `request ${request}`);

type Tasks = readonly TaskSeen[];

const progressText = (tasks: Tasks, steps: number): string => {
  const ended = tasks.filter(({ status }) => status === "done").length;
  return `${ended} of ${steps} tasks done, ${inputsText(tasks)}`;
};

const inputsText = (tasks: Tasks): string => {
  const { done, inputs } = progressOfTasks(tasks);
  return `${done} of ${inputs} inputs done`;
};

/** The tasks that brought it there, with what PanDA says of them. */
const troubled = (tasks: Tasks, kind: "failed" | "exhausted" | "aborted" | "broken"): string => {
  const bad = tasks.filter(
    (task) =>
      (kind === "failed" && isAbortedByParent(task)) ||
      (task.status === kind && (kind !== "aborted" || !isAbortedByParent(task))),
  );
  if (bad.length === 0) return stateTable[kind].means;
  const said = bad.map(
    ({ step, id, dialog }) =>
      `step ${step} (task ${id})${dialog === "" ? "" : `: ${abortText(dialog) ?? scoutText(dialog) ?? dialog}`}`,
  );
  return `${said.join("; ")}${kind === "broken" ? "; a new version is needed" : ""}`;
};

/** PanDA aborts a task whose parent ended without success (`isAbortedByParent`). */
const abortText = (dialog: string): string | undefined =>
  dialog.startsWith("parent task is ") ? `PanDA aborted it, because its ${dialog}` : undefined;

/**
 * PanDA begins a step of more than ten jobs with ten, the scouts, and decides by them about all others (PANDA J21 to
 * J23). PanDA's message about them, in words for people; `undefined`: it says nothing of scouts.
 */
const scoutText = (dialog: string): string | undefined => {
  if (dialog.includes("no scout jobs succeeded"))
    return "its first jobs all failed, so PanDA ran no others; read the log of one of them first";
  if (dialog.includes("not enough scout jobs succeeded"))
    return "too many of its first jobs failed, so PanDA ran no others; read the log of one of them first";
  const [, needed] = /reason=scout_ramCount scout ramCount (\d+) MB/.exec(dialog) ?? [];
  if (needed !== undefined)
    return `its first jobs needed ${needed} MB of memory per core, much more than it asks for, so PanDA holds the others; read the log of one of them first: if they do need it, retry lets the others run`;
  return dialog.includes("action=set_exhausted")
    ? `PanDA holds the others after its first jobs (${dialog}); read the log of one of them first, then retry lets the others run`
    : undefined;
};
