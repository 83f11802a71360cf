import type { TaskSeen } from "../../ledger/event.ts";
import { isUnbound } from "../../ledger/input-needs.ts";
import { Failure } from "../../problems/failure.ts";
import { hasEnded } from "../../submission/orders.ts";
import type { Task } from "../../submission/panda-answer.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import { lookBack } from "../following/monitor-completed.ts";
import { defaultFew } from "../pass-setting.ts";
import type { Planning } from "../planned.ts";
import { sharedEach } from "../shared.ts";

export type WaitingState = Extract<SubmissionState, { readonly kind: "intended" | "waiting" | "blocked" }>;

/** The tasks that a user's submissions wait for, by name. Who asks gets the Failure, if one came. */
export type InputTasks = (userName: string) => Asking<ReadonlyMap<string, TaskSeen>>;

type InputPlanning = Pick<Planning, "setting" | "pandaDate" | "notes" | "chance">;

/**
 * Each task is asked for once, however many submissions wait for it. Where many tasks are waited for, one list of what
 * changed within a day says which of them still run. Asked for by name are those that have ended, those of submissions
 * that are not `waiting`, and a few of the rest, drawn anew in each pass; a few names are asked for without a list. Only
 * an answer by name decides anything; a submission whose task is not asked for waits until a later pass.
 */
export const inputTasks = (planning: InputPlanning, waiting: readonly WaitingState[]): InputTasks =>
  sharedEach(function* (userName: string) {
    const states = waiting.filter(({ intent }) => intent.panda.userName === userName);
    const names = namesIn(states);
    const few = planning.setting.fewNames ?? defaultFew;
    const listed = names.length <= few ? undefined : yield* changedWithinDay(planning, userName);
    const moving = new Set((listed ?? []).flatMap(({ name, status }) => (hasEnded(status) ? [] : [name])));
    const ended = new Set((listed ?? []).flatMap(({ name, status }) => (hasEnded(status) ? [name] : [])));
    const first = new Set(namesIn(states.filter(({ kind }) => kind !== "waiting")));
    const isAsked = (name: string): boolean => listed === undefined || ended.has(name) || first.has(name);
    const rest = names.filter((name) => !isAsked(name) && !moving.has(name));
    const asked = [...names.filter(isAsked), ...draw(planning.chance, rest, few)];
    const tasks = asked.length === 0 ? [] : yield* ask({ ask: "tasks", names: asked, userName });
    return new Map(tasks.toSorted((a, b) => a.id - b.id).map((task) => [task.name, seen(task)]));
  });

const namesIn = (states: readonly WaitingState[]): readonly string[] => [
  ...new Set(
    states.flatMap(({ intent }) =>
      intent.needs.flatMap((need) => (need.kind === "task" && isUnbound(need) ? [need.task] : [])),
    ),
  ),
];

/** `undefined`: there is no such list. */
function* changedWithinDay({ pandaDate, notes }: InputPlanning, userName: string): Asking<readonly Task[] | undefined> {
  if (pandaDate === undefined) return undefined;
  const list = yield* orFailed(ask({ ask: "tasks-changed", since: lookBack(pandaDate), userName }));
  if (!(list instanceof Failure)) return list.tasks;
  notes.tell(`Tasks that are waited for could not be listed and are asked for by name: ${list.message}`);
  return undefined;
}

/** So many in a row, from a place that chance gives. */
const draw = (chance: number, names: readonly string[], few: number): readonly string[] => {
  const from = chance % Math.max(1, names.length);
  return [...names.slice(from), ...names.slice(0, from)].slice(0, few);
};

const seen = ({ id, name, status, files, finished, failed, dialog }: Task): TaskSeen => ({
  step: "",
  id,
  name,
  status,
  files,
  finished,
  failed,
  dialog,
});
