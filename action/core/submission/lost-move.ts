import type { TaskSeen } from "../ledger/event.ts";
import { hasEnded, maxMoveOrders, sentTo } from "./orders.ts";
import type { PandaDate } from "./panda-clock.ts";
import { isAbout, type PendingCommand } from "./pending-command.ts";
import type { SubmissionState } from "./state.ts";

/** A move that was sent to PanDA as often as allowed, while its tasks are still elsewhere. */
export type LostMove = {
  readonly wish: PendingCommand;
  readonly tasks: readonly TaskSeen[];
  /** Whether none of its tasks that may still run is at the new site. */
  readonly whole: boolean;
  /** When it was sent first, by PanDA's clock. */
  readonly since: PandaDate;
};

export const lostMoves = (state: SubmissionState): readonly LostMove[] => {
  if (!("tasks" in state)) return [];
  const { wishes } = state.past;
  const living = state.tasks.filter(({ status }) => !hasEnded(status));
  return wishes.flatMap((wish): readonly LostMove[] => {
    if (wish.verb !== "move") return [];
    const moved = living.filter((task) => isAbout(wishes, wish, task));
    const lost = moved.filter(
      (task) => task.site !== undefined && task.site !== wish.site && sentTo(wish, task).length >= maxMoveOrders,
    );
    if (lost.length === 0) return [];
    const [first] = wish.told.filter(({ task }) => lost.some(({ id }) => id === task));
    return [{ wish, tasks: lost, whole: lost.length === moved.length, since: first?.pandaDate }];
  });
};
