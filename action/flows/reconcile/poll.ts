import type { TaskSeen } from "../../core/ledger/event.ts";
import { allNames, workflowName } from "../../core/ledger/names.ts";
import type { RequestedState } from "../../core/submission/next-requested.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { hasEnded } from "../../core/submission/orders.ts";
import { ownTasks } from "../../core/submission/own-tasks.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import type { LedgerHead } from "../../ports/ledger.ts";
import type { Task } from "../../ports/panda.ts";
import type { Pass } from "./pass.ts";

/** How a submission's tasks stand; and, after a second attempt, whether the first one acted after all. */
export const poll = async (
  pass: Pass,
  head: LedgerHead,
  state: RequestedState,
  pandaDate: PandaDate,
): Promise<Observation> => {
  const { intent, names, attempt } = state;
  // A person who accepted a duplicate, and the end of the watch, end the suspicion.
  const accepted = "watching" in state && !state.watching;
  const second = attempt > 1 && !accepted ? await secondEffect(pass, head, state) : undefined;
  if (second !== undefined) return { kind: "second-effect", reason: second };
  const tasks = await pass.ports.panda.tasksNamed(allNames(names), intent.panda.userName);
  const ours = ownTasks(tasks, head.repository, state);
  const twin = accepted ? undefined : twins(ours);
  if (twin !== undefined) return { kind: "second-effect", reason: twin };
  return {
    kind: "tasks",
    pandaDate,
    tasks: newestOfEach(intent.steps, names, ours, state.past.withdrawal !== undefined),
  };
};

/** Two tasks of one name that carry our mark: PanDA acted twice on one request. */
const twins = (tasks: readonly Task[]): string | undefined => {
  const twin = tasks.find((task, index) =>
    tasks.some((other, at) => at < index && other.name === task.name && other.id !== task.id),
  );
  if (twin === undefined) return undefined;
  const ids = tasks.filter(({ name }) => name === twin.name).map(({ id }) => id);
  return `PanDA has the tasks ${ids.join(" and ")} for ${twin.name}`;
};

const secondEffect = async (
  { ports: { panda } }: Pass,
  head: LedgerHead,
  { intent, attempt }: RequestedState,
): Promise<string | undefined> => {
  const attempts = Array.from({ length: attempt }, (_, index) => index + 1);
  const requests = await Promise.all(
    attempts.map((n) => panda.requestNamed(workflowName(head.repository, intent.label, n))),
  );
  const known = requests.filter((id) => id !== undefined);
  return known.length > 1 ? `PanDA holds the requests ${known.join(" and ")} for it` : undefined;
};

/** A name can have a dead task and a live one; the newest counts. What is withdrawn has not ended while any of them lives. */
const newestOfEach = (
  steps: readonly string[],
  names: RequestedState["names"],
  tasks: readonly Task[],
  livingFirst: boolean,
): readonly TaskSeen[] =>
  steps.flatMap((step) => {
    const ofStep = tasks.filter(({ name }) => names[step]?.includes(name)).toSorted((a, b) => b.id - a.id);
    const newest = (livingFirst ? ofStep.find(({ status }) => !hasEnded(status)) : undefined) ?? ofStep[0];
    if (newest === undefined) return [];
    const { id, name, status, files, finished, failed, dialog } = newest;
    return [{ step, id, name, status, files, finished, failed, dialog }];
  });
