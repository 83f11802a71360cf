import type { TaskSeen } from "../../ledger/event.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import { hasEnded, type Task } from "../../submission/panda-answer.ts";

/** JEDI counts from 0 how often it begins a task anew. One that it had begun anew when we first saw it was retried by nobody here. */
export const ranBefore = (state: RequestedState, tasks: readonly Task[]): readonly Task[] => {
  const { accepted, adoptedTasks } = state.past;
  const known = new Set([...("tasks" in state ? state.tasks.map(({ id }) => id) : []), ...accepted.tasks]);
  return tasks.filter(({ id, attemptNr }) => attemptNr > 0 && adoptedTasks.length === 0 && !known.has(id));
};

/** Where each task is there once, the later request took over what the earlier one had made (PANDA R5). */
export const secondText = (
  requests: readonly number[],
  tasks: readonly Task[],
  twins: readonly Task[],
  again: readonly Task[],
): string => {
  const [twin] = twins;
  if (twin !== undefined) {
    const ids = tasks.filter(({ name }) => name === twin.name).map(({ id }) => id);
    return `PanDA has the tasks ${ids.join(" and ")} for ${twin.name}`;
  }
  const [first] = again;
  if (first !== undefined) return `PanDA had begun task ${first.id} (${first.name}) anew before it was first seen`;
  const held = `PanDA holds the requests ${requests.join(" and ")} for it`;
  return tasks.length > 0 && tasks.every(({ attemptNr }) => attemptNr === 0)
    ? `${held}; each of its tasks is there once and was begun once, so nothing ran twice`
    : held;
};

/** A name can have a dead task and a live one; the newest counts. What is withdrawn has not ended while any of them lives. */
export const newestOfEach = (
  steps: readonly string[],
  names: RequestedState["names"],
  tasks: readonly Task[],
  livingFirst?: boolean,
): readonly TaskSeen[] =>
  steps.flatMap((step) => {
    const ofStep = tasks.filter(({ name }) => names[step]?.includes(name)).toSorted((a, b) => b.id - a.id);
    const newest = (livingFirst === true ? ofStep.find(({ status }) => !hasEnded(status)) : undefined) ?? ofStep[0];
    if (newest === undefined) return [];
    const { mark: _, userName: __, memory: ___, site, ...seen } = newest;
    return [{ step, ...seen, ...(site === undefined || site === "" ? {} : { site }) }];
  });
