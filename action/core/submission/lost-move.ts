import type { TaskSeen } from "../ledger/event.ts";
import { hasEnded, maxMoveOrders, sentTo } from "./orders.ts";
import type { PandaDate } from "./panda-clock.ts";
import { isAbout, type PendingCommand } from "./pending-command.ts";
import type { SubmissionState } from "./state.ts";

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
