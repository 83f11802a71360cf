import { allNames, requestPrefix } from "../../ledger/names.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { compareText } from "../../problems/problem.ts";
import { type RequestedState, requestToAsk } from "../../submission/next-requested.ts";
import type { Observation } from "../../submission/observation.ts";
import { hasEnded, type Task } from "../../submission/panda-answer.ts";
import { knownRequests, newRequests } from "../../submission/watch.ts";
import { times } from "../../times/times.ts";
import { listWhole } from "../list-whole.ts";
import { listedTasks } from "../listed.ts";
import { ownTasks } from "../own-tasks.ts";
import { defaultFew } from "../pass-setting.ts";
import type { PlanNotes, Planning } from "../planned.ts";
import { all, type Reads } from "../reads.ts";
import { withFilesRead } from "./files-read.ts";
import { newestOfEach, ranBefore, secondText } from "./second-effect.ts";

/** What PanDA's lists show of one submission. */
export type InLists = {
  readonly tasks: readonly Task[];
  /** PanDA left something out, so that another task of its names may be there. */
  readonly isCut: boolean;
};
/** `undefined`: it is in no list and is asked for by name. */
export type Lists = (state: RequestedState) => InLists | undefined;

type ListPlanning = Reads & Pick<Planning, "setting" | "notes">;

/**
 * The tasks of many submissions with one question for each user: what changed since the first of them was submitted, by
 * PanDA's dates; in parts where PanDA cuts it. A list that PanDA could not give is missing, and its submissions are asked
 * for by name.
 */
export async function listTasks(planning: ListPlanning, polled: readonly RequestedState[]): Promise<Lists> {
  const many = allButFew(polled, planning.setting.fewNames ?? defaultFew);
  const byUser = [...Map.groupBy(many, ({ intent }) => intent.panda.userName)];
  const found = await all(byUser.map(([user, states]) => listOf(planning, user, states)));
  const lists = new Map(byUser.map(([user], at) => [user, found[at]]));
  const listed: ReadonlySet<RequestedState> = new Set(many);
  return (state) => {
    const list = listed.has(state) ? lists.get(state.intent.panda.userName) : undefined;
    return list === undefined
      ? undefined
      : { tasks: allNames(state.names).flatMap((name) => list.byName.get(name) ?? []), isCut: list.isCut };
  };
}

type Dated = RequestedState & { readonly submittedOn: string };

const allButFew = (polled: readonly RequestedState[], few: number): readonly Dated[] => {
  const dated = polled.filter((state): state is Dated => state.submittedOn !== undefined);
  const oldestFirst = dated.toSorted((a, b) => compareText(a.submittedOn, b.submittedOn));
  let names = 0;
  return oldestFirst.filter((state) => {
    names += allNames(state.names).length;
    return names > few;
  });
};

type List = { readonly byName: ReadonlyMap<string, readonly Task[]>; readonly isCut: boolean };

async function listOf(planning: ListPlanning, userName: string, states: readonly Dated[]): Promise<List | undefined> {
  const first = Math.min(...states.map(({ submittedOn }) => Date.parse(submittedOn)));
  const since = new Date(first - times.clocksOfPanda.milliseconds).toISOString();
  const list = await orFailure(() => listWhole(planning, { since, userName, statuses: livingStatuses(states) }));
  if (!(list instanceof Failure)) return { byName: Map.groupBy(list.tasks, ({ name }) => name), isCut: list.isCut };
  planning.notes.tell(`Tasks could not be listed and are asked for by name: ${list.message}`);
  return undefined;
}

const livingStatuses = (states: readonly RequestedState[]): readonly string[] => [
  ...new Set(
    states.flatMap((state) =>
      "tasks" in state ? state.tasks.flatMap(({ status }) => (hasEnded(status) ? [] : [status])) : [],
    ),
  ),
];

/** How its tasks stand, and whether PanDA or iDDS has more of it than the ledger; by name, if no list is enough. */
export async function poll(planning: Planning, state: RequestedState, listed?: InLists): Promise<Observation> {
  const { intent, names, attempt, past } = state;
  const { ledgerHead, notes, pandaDate } = planning;
  const { repository } = ledgerHead;
  const known = knownRequests(state);
  const all = await requestsOfOurs(planning, notes, repository);
  const requests = newRequests({ label: intent.label, attempt }, known, repository, all);
  if (listed !== undefined && requests.length === 0 && past.withdrawal === undefined) {
    const tasks = fromList(planning, state, listed);
    if (tasks !== undefined) return { kind: "tasks", pandaDate, tasks: await withFilesRead(planning, state, tasks) };
  }
  const found = await planning.panda.tasksNamed(allNames(names), intent.panda.userName);
  const ours = ownTasks(found, repository, state);
  const newest = newestOfEach(intent.steps, names, ours, past.withdrawal !== undefined);
  const tasks = await withFilesRead(planning, state, newest);
  const twins = ours.filter(
    (task) =>
      !past.accepted.tasks.includes(task.id) && ours.some(({ id, name }) => name === task.name && id !== task.id),
  );
  const again = ranBefore(state, ours);
  if (requests.length === 0 && twins.length === 0 && again.length === 0)
    return {
      kind: "tasks",
      pandaDate,
      tasks,
      ...(await askIdds(planning, notes, requestToAsk(state, tasks, pandaDate))),
    };
  const effects = { requests: [...known, ...requests], tasks: ours.map(({ id }) => id) };
  return { kind: "second-effect", reason: secondText(effects.requests, ours, twins, again), effects, tasks };
}

/** Requests of iDDS under our names; none where iDDS could not be asked, which is said. */
export async function requestsOfOurs(
  reads: Reads,
  { tell }: PlanNotes,
  repository: string,
): Promise<ReadonlyMap<string, number>> {
  const found = await orFailure(() => reads.panda.requestsBeginning(requestPrefix(repository)));
  if (!(found instanceof Failure)) return found;
  tell(`iDDS could not be asked for a second request: ${found.message}`);
  return new Map();
}

const fromList = ({ ledgerHead, pandaDate, context }: Planning, state: RequestedState, listed: InLists) => {
  const ours = ownTasks(listed.tasks, ledgerHead.repository, state);
  const newest = newestOfEach(state.intent.steps, state.names, ours);
  const isPlain = newest.length === ours.length && ranBefore(state, ours).length === 0;
  return isPlain ? listedTasks(state, { tasks: newest, isCut: listed.isCut }, pandaDate, context) : undefined;
};

/** A step whose task does not come can be one that iDDS gave up (PANDA R4). Could not ask: the next pass asks again. */
async function askIdds(
  reads: Reads,
  { tell }: PlanNotes,
  request: number | undefined,
): Promise<{ readonly requestStatus?: string }> {
  if (request === undefined) return {};
  const requestStatus = await orFailure(() => reads.panda.requestStatus(request));
  if (requestStatus instanceof Failure) {
    tell(`iDDS could not be asked for the status of request ${request}: ${requestStatus.message}`);
    return {};
  }
  return requestStatus === undefined ? {} : { requestStatus };
}
