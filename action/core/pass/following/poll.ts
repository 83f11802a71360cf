import { allNames, requestPrefix } from "../../ledger/names.ts";
import { Failure } from "../../problems/failure.ts";
import { requestToAsk } from "../../submission/given-up.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import type { Observation } from "../../submission/observation.ts";
import { knownRequests, newRequests } from "../../submission/watch.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import { listedTasks } from "../listed.ts";
import { ownTasks } from "../own-tasks.ts";
import type { PlanNotes, Planning } from "../planned.ts";
import type { InLists } from "./list-tasks.ts";
import { newestOfEach, ranBefore, secondText } from "./second-effect.ts";

/**
 * How a submission's tasks stand; and whether PanDA or iDDS has more of it than the ledger knows. From PanDA's list of
 * many tasks where that is enough, else by name.
 */
export function* poll(planning: Planning, state: RequestedState, listed?: InLists): Asking<Observation> {
  const { intent, names, attempt, past } = state;
  const { ledger, notes, pandaDate } = planning;
  const { repository } = ledger;
  const known = knownRequests(state);
  const all = yield* requestsOfOurs(notes, repository);
  const requests = newRequests({ label: intent.label, attempt }, known, repository, all);
  if (listed !== undefined && requests.length === 0 && past.withdrawal === undefined) {
    const tasks = fromList(planning, state, listed);
    if (tasks !== undefined) return { kind: "tasks", pandaDate, tasks };
  }
  const found = yield* ask({ ask: "tasks", names: allNames(names), userName: intent.panda.userName });
  const ours = ownTasks(found, repository, state);
  const tasks = newestOfEach(intent.steps, names, ours, past.withdrawal !== undefined);
  const twins = ours.filter(
    (task) =>
      !past.accepted.tasks.includes(task.id) && ours.some(({ id, name }) => name === task.name && id !== task.id),
  );
  const again = ranBefore(state, ours);
  if (requests.length === 0 && twins.length === 0 && again.length === 0)
    return { kind: "tasks", pandaDate, tasks, ...(yield* askIdds(notes, requestToAsk(state, tasks, pandaDate))) };
  const effects = { requests: [...known, ...requests], tasks: ours.map(({ id }) => id) };
  return { kind: "second-effect", reason: secondText(effects.requests, ours, twins, again), effects, tasks };
}

/** Requests of iDDS under our names; none where iDDS could not be asked, which is said. */
export function* requestsOfOurs({ tell }: PlanNotes, repository: string): Asking<ReadonlyMap<string, number>> {
  const found = yield* orFailed(ask({ ask: "requests-beginning", prefix: requestPrefix(repository) }));
  if (!(found instanceof Failure)) return found;
  tell(`iDDS could not be asked for a second request: ${found.message}`);
  return new Map();
}

const fromList = ({ ledger, pandaDate, context }: Planning, state: RequestedState, listed: InLists) => {
  const ours = ownTasks(listed.tasks, ledger.repository, state);
  const newest = newestOfEach(state.intent.steps, state.names, ours, false);
  const isPlain = newest.length === ours.length && ranBefore(state, ours).length === 0;
  return isPlain ? listedTasks(state, { tasks: newest, isCut: listed.isCut }, pandaDate, context) : undefined;
};

/** A step whose task does not come can be one that iDDS gave up (PANDA R4). Could not ask: the next pass asks again. */
function* askIdds({ tell }: PlanNotes, request: number | undefined): Asking<{ readonly requestStatus?: string }> {
  if (request === undefined) return {};
  const requestStatus = yield* orFailed(ask({ ask: "request-status", request }));
  if (requestStatus instanceof Failure) {
    tell(`iDDS could not be asked for the status of request ${request}: ${requestStatus.message}`);
    return {};
  }
  return requestStatus === undefined ? {} : { requestStatus };
}
