import { allNames } from "../../ledger/names.ts";
import { Failure } from "../../problems/failure.ts";
import { compareText } from "../../problems/problem.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import { hasEnded } from "../../submission/orders.ts";
import type { Task } from "../../submission/panda-answer.ts";
import { times } from "../../times/times.ts";
import { type Asking, all, orFailed } from "../asking.ts";
import { listWhole } from "../list-whole.ts";
import { defaultFew } from "../pass-setting.ts";
import type { Planning } from "../planned.ts";

/** What PanDA's lists show of one submission. */
export type InLists = {
  readonly tasks: readonly Task[];
  /** PanDA left something out, so that another task of its names may be there. */
  readonly isCut: boolean;
};
/** `undefined`: it is in no list and is asked for by name. */
export type Lists = (state: RequestedState) => InLists | undefined;

type ListPlanning = Pick<Planning, "setting" | "notes">;

/**
 * The tasks of many submissions with one question for each user: what changed since the first of them was submitted, by
 * PanDA's dates; in parts where PanDA cuts it. A list that PanDA could not give is missing, and its submissions are asked
 * for by name.
 */
export function* listTasks(planning: ListPlanning, polled: readonly RequestedState[]): Asking<Lists> {
  const many = allButFew(polled, planning.setting.fewNames ?? defaultFew);
  const byUser = [...Map.groupBy(many, ({ intent }) => intent.panda.userName)];
  const found = yield* all(byUser.map(([user, states]) => listOf(planning, user, states)));
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

function* listOf({ notes }: ListPlanning, userName: string, states: readonly Dated[]): Asking<List | undefined> {
  const first = Math.min(...states.map(({ submittedOn }) => Date.parse(submittedOn)));
  const since = new Date(first - times.clocksOfPanda.milliseconds).toISOString();
  const list = yield* orFailed(listWhole({ since, userName, statuses: livingStatuses(states) }));
  if (!(list instanceof Failure)) return { byName: Map.groupBy(list.tasks, ({ name }) => name), isCut: list.isCut };
  notes.tell(`Tasks could not be listed and are asked for by name: ${list.message}`);
  return undefined;
}

const livingStatuses = (states: readonly RequestedState[]): readonly string[] => [
  ...new Set(
    states.flatMap((state) =>
      "tasks" in state ? state.tasks.flatMap(({ status }) => (hasEnded(status) ? [] : [status])) : [],
    ),
  ),
];
