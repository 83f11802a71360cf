import type { TaskSeen } from "../ledger/event.ts";
import { maxMoveOrders, sentTo } from "./orders.ts";
import { hasEnded } from "./panda-answer.ts";
import { isAbout, type PendingCommand } from "./pending-command.ts";
import type { PandaDate, Past, SubmissionState } from "./state.ts";
import { isSuccess } from "./states.ts";

/** A move that was sent to PanDA as often as allowed, while its tasks are still elsewhere. */
export type LostMove = {
  readonly move: PendingCommand;
  readonly tasks: readonly TaskSeen[];
  /** Whether none of its tasks that may still run is at the new site. */
  readonly whole: boolean;
  /** When it was sent first, by PanDA's clock. */
  readonly since: PandaDate;
};

export const lostMoves = (state: SubmissionState): readonly LostMove[] => {
  if (!("tasks" in state)) return [];
  const { pendingCommands } = state.past;
  const living = state.tasks.filter(({ status }) => !hasEnded(status));
  return pendingCommands.flatMap((move): readonly LostMove[] => {
    if (move.verb !== "move") return [];
    const moved = living.filter((task) => isAbout(pendingCommands, move, task));
    const lost = moved.filter(
      (task) => task.site !== undefined && task.site !== move.site && sentTo(move, task).length >= maxMoveOrders,
    );
    if (lost.length === 0) return [];
    const [first] = move.sent.filter(({ task }) => lost.some(({ id }) => id === task));
    return [{ move, tasks: lost, whole: lost.length === moved.length, since: first?.pandaDate }];
  });
};

type Commanded = Extract<SubmissionState, { readonly past: unknown }>;

/** Commands that have still something to do: not those that tasks show, nor those that came too late. */
export const commandsToDo = (state: Commanded): readonly PendingCommand[] => {
  if (isSuccess(state.kind)) return [];
  return state.past.pendingCommands.filter((command) => {
    if (command.verb === "kill") return state.kind !== "aborted" || command.sent.length === 0;
    return command.verb !== "move" || !isAt(state, command) || isPartlyElsewhere(state, command);
  });
};

/** What tasks have other than the request, once they have it: until then it is a command that somebody gave. */
export const adjustmentsNow = (state: Commanded): Past["adjustments"] =>
  state.past.adjustments.filter(
    (one) => !state.past.pendingCommands.some(({ verb, id }) => verb === "retry" && id === one.id) && isAt(state, one),
  );

type PlaceAsked = Pick<PendingCommand, "id" | "step" | "site">;

/** By PanDA's list; of tasks whose site it does not name, what was sent is believed. */
const isAt = (state: Commanded, { id, step, site }: PlaceAsked): boolean => {
  if (site === undefined) return true;
  const placed = placedTasks(state, step);
  if (placed.length > 0) return placed.some((task) => task.site === site);
  return !state.past.pendingCommands.some((command) => command.id === id && command.sent.length === 0);
};

const isPartlyElsewhere = (state: Commanded, { step, site }: PlaceAsked): boolean =>
  placedTasks(state, step).some((task) => task.site !== site);

/** Those that may still run; where none does, all. */
const placedTasks = (state: Commanded, step: string | undefined): readonly TaskSeen[] => {
  const ofStep = ("tasks" in state ? state.tasks : []).filter((task) => step === undefined || task.step === step);
  const living = ofStep.filter(({ status }) => !hasEnded(status));
  return (living.length > 0 ? living : ofStep).filter((task) => task.site !== undefined);
};
