import type { TaskSeen } from "../../ledger/event.ts";
import { parentStepsOf } from "../../ledger/intended-steps.ts";
import { filesRead, joinsToRead, readBefore } from "../../submission/joins.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import type { DatasetFiles } from "../../submission/panda-answer.ts";
import { isSuccess } from "../../submission/states.ts";
import type { Reads } from "../reads.ts";

/**
 * A step of several parents that iDDS began over a part of their files ends as `done` as one that had them all: PanDA is
 * asked for the files of both. What has succeeded is believed, and of what runs nothing is known yet.
 */
export async function withFilesRead(
  reads: Reads,
  state: RequestedState,
  tasks: readonly TaskSeen[],
): Promise<readonly TaskSeen[]> {
  const { intent } = state;
  const before = "tasks" in state ? state.tasks : [];
  const known = tasks.map((task): TaskSeen => {
    const read = readBefore(before, task);
    return read === undefined ? task : { ...task, read };
  });
  if (isSuccess(state.kind)) return known;
  const asked = new Map<number, TaskSeen>();
  for (const join of joinsToRead(intent, before, tasks)) {
    const has = await reads.panda.filesOf(join.id, "input");
    const made = new Map<string, readonly DatasetFiles[]>();
    for (const { step, id, finished } of tasks)
      if (finished > 0 && parentStepsOf(intent, join.step).includes(step))
        made.set(step, await reads.panda.filesOf(id, "output"));
    asked.set(join.id, { ...join, read: filesRead(intent, join.step, has, made) });
  }
  return known.map((task) => asked.get(task.id) ?? task);
}
