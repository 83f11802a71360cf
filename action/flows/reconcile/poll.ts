import type { TaskSeen } from "../../core/ledger/event.ts";
import { allNames } from "../../core/ledger/names.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import { listedTasks } from "../../core/pass/listed.ts";
import { ownTasks } from "../../core/pass/own-tasks.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { requestToAsk } from "../../core/submission/given-up.ts";
import type { RequestedState } from "../../core/submission/next-requested.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { hasEnded } from "../../core/submission/orders.ts";
import type { Task } from "../../core/submission/panda-answer.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import { knownRequests, newRequests } from "../../core/submission/watch.ts";
import type { InLists } from "./list-tasks.ts";
import type { Pass } from "./pass.ts";

/**
 * How a submission's tasks stand; and whether PanDA or iDDS has more of it than the ledger knows. From PanDA's list of
 * many tasks where that is enough, else by name.
 */
export const poll = async (
  pass: Pass,
  { repository }: LedgerHead,
  state: RequestedState,
  { pandaDate, listed }: { readonly pandaDate: PandaDate; readonly listed?: InLists | undefined },
): Promise<Observation> => {
  const { intent, names, attempt, past } = state;
  const told = await pass.requests(repository);
  const known = knownRequests(state);
  const requests = newRequests({ label: intent.label, attempt }, known, repository, told);
  if (listed !== undefined && requests.length === 0 && past.withdrawal === undefined) {
    const ours = ownTasks(listed.tasks, repository, state);
    const newest = newestOfEach(intent.steps, names, ours, false);
    const isPlain = newest.length === ours.length && ranBefore(state, ours).length === 0;
    const tasks = isPlain
      ? listedTasks(state, { tasks: newest, isCut: listed.isCut }, pandaDate, pass.context)
      : undefined;
    if (tasks !== undefined) return { kind: "tasks", pandaDate, tasks };
  }
  const found = await pass.ports.panda.tasksNamed(allNames(names), intent.panda.userName);
  const ours = ownTasks(found, repository, state);
  const tasks = newestOfEach(intent.steps, names, ours, past.withdrawal !== undefined);
  const twins = ours.filter(
    (task) =>
      !past.accepted.tasks.includes(task.id) && ours.some(({ id, name }) => name === task.name && id !== task.id),
  );
  const again = ranBefore(state, ours);
  if (requests.length === 0 && twins.length === 0 && again.length === 0)
    return { kind: "tasks", pandaDate, tasks, ...(await askIdds(pass, requestToAsk(state, tasks, pandaDate))) };
  const effects = { requests: [...known, ...requests], tasks: ours.map(({ id }) => id) };
  return { kind: "second-effect", reason: secondText(effects.requests, ours, twins, again), effects, tasks };
};

/** JEDI counts from 0 how often it begins a task anew. One that it had begun anew when we first saw it was retried by nobody here. */
const ranBefore = (state: RequestedState, tasks: readonly Task[]): readonly Task[] => {
  const { accepted, adoptedTasks } = state.past;
  const known = new Set([...("tasks" in state ? state.tasks.map(({ id }) => id) : []), ...accepted.tasks]);
  return tasks.filter(({ id, attemptNr }) => attemptNr > 0 && adoptedTasks.length === 0 && !known.has(id));
};

/** A step whose task does not come can be one that iDDS gave up (PANDA R4). Could not ask: the next pass asks again. */
const askIdds = async (
  { ports, setting }: Pass,
  request: number | undefined,
): Promise<{ readonly requestStatus?: string }> => {
  if (request === undefined) return {};
  const requestStatus = await orFailure(() => ports.watch.requestStatus(request));
  if (requestStatus instanceof Failure) {
    setting.tell(`iDDS could not be asked for the status of request ${request}: ${requestStatus.message}`);
    return {};
  }
  return requestStatus === undefined ? {} : { requestStatus };
};

/** Where each task is there once, the later request took over what the earlier one had made (PANDA R5). */
const secondText = (
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
    const { id, name, status, files, finished, failed, dialog, attemptNr, site } = newest;
    const where = site === undefined || site === "" ? {} : { site };
    return [{ step, id, name, status, files, finished, failed, dialog, attemptNr, ...where }];
  });
