import { declaredText } from "../../ledger/declared-read.ts";
import type { Diagnosed } from "../../ledger/diagnosed.ts";
import { keyOf, versionName } from "../../ledger/event.ts";
import { printedText } from "../../ledger/printed-numbers.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { byPolicy } from "../../policy/runs-rule.ts";
import { adjustmentsNow, commandsToDo, type LostMove, lostMoves } from "../../submission/carried-out.ts";
import { type FoundFiles, foundFiles } from "../../submission/found-files.ts";
import { joinsBehind, neverBegunText } from "../../submission/joins.ts";
import { retriesMemory } from "../../submission/memory-retry.ts";
import { livingSteps, maxMoveOrders } from "../../submission/orders.ts";
import { commandOfPerson, type PendingCommand } from "../../submission/pending-command.ts";
import type { Past, RefusedCommand, SubmissionState } from "../../submission/state.ts";
import { isFinal, isSuccess, mayRun } from "../../submission/states.ts";
import { counted, joinedBy } from "../../text/amounts.ts";
import { withdrawingText } from "./ended-by.ts";

/** Notes on a state: a withdrawal, a question, pending commands, what differs from the request, what PanDA refused. */
export const notesOf = (state: SubmissionState): readonly string[] => {
  if (!("past" in state)) return [];
  if (isFinal(state.kind)) return declaredNotes(state.past);
  const { leftMain, diagnosed, refusals } = state.past;
  const withdrawing = withdrawingText(state);
  const notes = [
    ...declaredNotes(state.past),
    ...inputNotes(state.past),
    ...(withdrawing === undefined ? [] : [withdrawing]),
    ...(leftMain === undefined
      ? []
      : [`${leftMain.reason}; this production goes on until somebody chooses keep or drop`]),
    ...(withdrawing === undefined ? commandsToDo(state).flatMap(commandText) : []),
    ...unreachedNotes(state),
    ...lostMoveText(state),
    ...adjustmentsNow(state).map((one) => adjustmentText(one, isRunning(state))),
    ...diagnosed.filter(({ outOfMemory }) => outOfMemory > 0).map((one) => memoryRetryText(state, one)),
    ...refusals.map(refusalText),
    ...limitedText(state),
    ...printedNotes(state.past),
  ];
  return [...new Set(notes)];
};

/** While it is not over: steps that get no task, and what has begun and takes no more files. */
const unreachedNotes = (state: NotedState): readonly string[] => {
  if (!("tasks" in state) || isSuccess(state.kind) || state.kind === "stalled") return [];
  const { intent, tasks, past } = state;
  const never = neverBegunText(intent, tasks, past.lost);
  const begun = joinsBehind(intent, tasks, livingSteps(state));
  return [
    ...(never === undefined ? [] : [`${never}: close it, and make it again as a new version`]),
    ...(begun.length === 0
      ? []
      : [`${joinedBy(begun, "and")} began before its parents had ended, and takes no files that come now`]),
  ];
};

/** What checks of outputs printed, of the steps that have ended. */
const printedNotes = ({ completion }: Past): readonly string[] =>
  (completion?.steps ?? []).flatMap((one) =>
    one.kind === "all" && one.printed !== undefined
      ? [`the checks of ${one.step} found ${printedText(one.printed)}`]
      : [],
  );

export const declaredNotes = ({ declared }: Past): readonly string[] =>
  [...Map.groupBy(declared, ({ step }) => step).values()].flatMap((words) => {
    const last = words.at(-1);
    if (last === undefined) return [];
    return [declaredText(last)];
  });

/** Bad inputs, and those that are good again. */
export const inputNotes = ({ inputsDeclared }: Past): readonly string[] =>
  inputsDeclared.map((one) => `it reads data of ${versionName(keyOf(one.input))}, which ${declaredText(one)}`);

const isRunning = (state: SubmissionState): boolean => mayRun(state.kind) || livingSteps(state).length > 0;

/** Written for each try, so that the next version can begin with enough memory. The newest may be under way. */
const memoryRetryText = (state: NotedState, { step, task, outOfMemory, memory }: Diagnosed): string => {
  const died = `step ${step} (task ${task}): ${counted(outOfMemory, "job")} died of memory`;
  if (memory === undefined) return `${died}, and the request gives no higher value of memory to try`;
  const newest = state.past.diagnosed.findLast((one) => one.task === task);
  const isNow = newest?.memory === memory && (isRunning(state) || retriesMemory(state));
  return `${died}; the failed part ${isNow ? "is" : "was"} tried again with ${memory} MB per core, as the request says`;
};
type NotedState = Extract<SubmissionState, { readonly past: unknown }>;

const commandText = (command: PendingCommand): readonly string[] => {
  const person = commandOfPerson(command);
  if (person === undefined) return [];
  const { verb, step, site, memory, except, priority, sent } = command;
  if (priority !== undefined)
    return [
      `${person.by} ${sent.length === 0 ? "asked for" : "set"} priority ${priority}${step === undefined ? "" : ` of step ${step}`}`,
    ];
  const words = [
    verb,
    step === undefined ? (except === undefined ? "it" : "what begins later of it") : `step ${step}`,
    ...(memory === undefined ? [] : [`with ${memory} MB per core`]),
    ...(site === undefined ? [] : [`${verb === "move" ? "to" : "at"} ${site}`]),
  ];
  return [`${person.by} asked to ${words.join(" ")}`];
};

/** The tasks differ from git: written, so that the next version can take it over. */
const adjustmentText = ({ by, step, memory, site }: Past["adjustments"][number], isNow: boolean): string => {
  const how = [
    ...(memory === undefined ? [] : [`with ${memory} MB per core`]),
    ...(site === undefined ? [] : [`at ${site}`]),
  ].join(" ");
  const keys = [...(memory === undefined ? [] : ["memory"]), ...(site === undefined ? [] : ["sites"])];
  const differs = isNow
    ? `runs ${how} since ${by} said so, which git does not say`
    : `ran ${how} because ${by} said so, which git does not say`;
  return `${step ?? "it"} ${differs}; to keep it, write it under ${keys.join(" and ")} of the next version`;
};

const refusalText = (refused: RefusedCommand): string => {
  if (refused.kind === "not-sent") return refused.reason;
  const { verb, tasks, reason } = refused;
  return `PanDA refused ${verb} of ${tasks.length === 1 ? "task" : "tasks"} ${joinedBy(tasks.map(String), "and")}: ${reason}`;
};

/** That a move did not hold, since when it was asked for, and the way out: the order is not sent to PanDA again. */
export const lostMoveText = (state: SubmissionState): readonly string[] => lostMoves(state).map(moveText);

const moveText = ({ move: { site = "" }, tasks, since }: LostMove): string => {
  const times = `${maxMoveOrders} times${since === undefined ? "" : ` since ${utcMinute(since)}`}`;
  const where = tasks.map(
    (task) => `step ${task.step} is still ${task.site === "" ? "at no site" : `at ${task.site}`}`,
  );
  return `the move to ${site} did not hold: PanDA was told ${times}, and ${joinedBy(where, "and")}; it is not told again: move it anew or to another site, or ask those who operate PanDA`;
};

/** Where PanDA found other files than expected, and where a limit replaced an approval, the files that were taken. */
export const limitedText = (state: SubmissionState): readonly string[] =>
  "tasks" in state ? foundFiles(state.intent, state.tasks).flatMap((one) => wordsOf(one, isByLimit(state.intent))) : [];

const wordsOf = ({ step, input, files, found, asWhole }: FoundFiles, isLimited: boolean): readonly string[] => {
  if (found < files)
    return [
      `step ${step} found ${counted(found, "file")} of \`${input}\`, and the request expects ${files}: what is made of the others is missing`,
    ];
  if (found > files && asWhole)
    return [
      `step ${step} found more files of \`${input}\` than the ${files} that the request expects, so its job runs nothing`,
    ];
  return isLimited
    ? [
        `step ${step} takes ${counted(found, "file")} of its input and no more, as its request expects and the limit counts; others may stand there, which PanDA does not tell`,
      ]
    : [];
};

const isByLimit = ({ approval, trial }: { readonly approval: string; readonly trial?: unknown }): boolean =>
  trial !== undefined || approval.startsWith(byPolicy);
