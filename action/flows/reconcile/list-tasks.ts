import { allNames } from "../../core/ledger/names.ts";
import { orFailed } from "../../core/pass/asking.ts";
import { listWhole } from "../../core/pass/list-whole.ts";
import { Failure } from "../../core/problems/failure.ts";
import { compareText } from "../../core/problems/problem.ts";
import type { RequestedState } from "../../core/submission/next-requested.ts";
import { hasEnded } from "../../core/submission/orders.ts";
import type { Task } from "../../core/submission/panda-answer.ts";
import { times } from "../../core/times/times.ts";
import { run } from "./gather.ts";
import type { Pass } from "./pass.ts";

/** What PanDA's lists show of one submission. */
export type InLists = {
  readonly tasks: readonly Task[];
  /** PanDA left something out, so that another task of its names may be there. */
  readonly isCut: boolean;
};
/** `undefined`: it is in no list and is asked for by name. */
export type Lists = (state: RequestedState) => InLists | undefined;

/** The oldest, up to so many names together, are asked for one by one: what stands for weeks makes no list long. */
export const defaultFew = 16;

/**
 * The tasks of many submissions with one question for each user: what changed since the first of them was submitted, by
 * PanDA's dates; in parts where PanDA cuts it. A list that PanDA could not give is missing, and its submissions are asked
 * for by name.
 */
export const listTasks = async (pass: Pass, polled: readonly RequestedState[]): Promise<Lists> => {
  const many = allButFew(polled, pass.setting.fewNames ?? defaultFew);
  const byUser = Map.groupBy(many, ({ intent }) => intent.panda.userName);
  const lists = new Map(
    await Promise.all([...byUser].map(async ([user, states]) => [user, await listOf(pass, user, states)] as const)),
  );
  const listed: ReadonlySet<RequestedState> = new Set(many);
  return (state) => {
    const list = listed.has(state) ? lists.get(state.intent.panda.userName) : undefined;
    return list === undefined
      ? undefined
      : { tasks: allNames(state.names).flatMap((name) => list.byName.get(name) ?? []), isCut: list.isCut };
  };
};

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

const listOf = async (pass: Pass, userName: string, states: readonly Dated[]): Promise<List | undefined> => {
  const first = Math.min(...states.map(({ submittedOn }) => Date.parse(submittedOn)));
  const since = new Date(first - times.clocksOfPanda.milliseconds).toISOString();
  const wanted = { since, userName, statuses: livingStatuses(states) };
  const list = await run(pass, orFailed(listWhole(wanted)));
  if (!(list instanceof Failure)) return { byName: Map.groupBy(list.tasks, ({ name }) => name), isCut: list.isCut };
  pass.setting.tell(`Tasks could not be listed and are asked for by name: ${list.message}`);
  return undefined;
};

const livingStatuses = (states: readonly RequestedState[]): readonly string[] => [
  ...new Set(
    states.flatMap((state) =>
      "tasks" in state ? state.tasks.flatMap(({ status }) => (hasEnded(status) ? [] : [status])) : [],
    ),
  ),
];
