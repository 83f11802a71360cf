import { utcMinute } from "../../markdown/utc.ts";
import { type LostMove, lostMoves } from "../../submission/lost-move.ts";
import { maxMoveOrders } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { joinedBy } from "../../text/amounts.ts";

/** That a move did not hold, since when it was asked for, and the way out: the order is not sent to PanDA again. */
export const lostMoveText = (state: SubmissionState): readonly string[] => lostMoves(state).map(moveText);

const moveText = ({ move: { site = "" }, tasks, since }: LostMove): string => {
  const times = `${maxMoveOrders} times${since === undefined ? "" : ` since ${utcMinute(since)}`}`;
  const where = tasks.map(
    (task) => `step ${task.step} is still ${task.site === "" ? "at no site" : `at ${task.site}`}`,
  );
  return `the move to ${site} did not hold: PanDA was told ${times}, and ${joinedBy(where, "and")}; it is not told again: move it anew or to another site, or ask those who operate PanDA`;
};
