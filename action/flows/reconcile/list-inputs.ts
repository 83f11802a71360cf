import type { TaskSeen } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { hasEnded } from "../../core/submission/orders.ts";
import type { Task } from "../../core/submission/panda-answer.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { onceEach } from "../../core/text/once.ts";
import { times } from "../../core/times/times.ts";
import { defaultFew } from "./list-tasks.ts";
import type { Pass } from "./pass.ts";

export type WaitingState = Extract<SubmissionState, { readonly kind: "intended" | "waiting" | "blocked" }>;

/** The tasks that a user's submissions wait for, by name. Who asks gets the Failure, if one came. */
export type InputTasks = (userName: string) => Promise<ReadonlyMap<string, TaskSeen>>;

/**
 * Each task is asked for once, however many submissions wait for it. Where many tasks are waited for, one list of what
 * changed within a day says which of them still run. Asked for by name are those that have ended, those of submissions
 * that are not `waiting`, and a few of the rest, drawn anew in each pass; a few names are asked for without a list. Only an answer by name decides anything; a
 * submission whose task is not asked for waits until a later pass.
 */
export const inputTasks = (pass: Pass, waiting: readonly WaitingState[], pandaDate: PandaDate): InputTasks =>
  onceEach(async (userName) => {
    const states = waiting.filter(({ intent }) => intent.panda.userName === userName);
    const names = namesIn(states);
    const few = pass.setting.fewNames ?? defaultFew;
    const listed = names.length <= few ? undefined : await changedWithinDay(pass, userName, pandaDate);
    const moving = new Set((listed ?? []).flatMap(({ name, status }) => (hasEnded(status) ? [] : [name])));
    const ended = new Set((listed ?? []).flatMap(({ name, status }) => (hasEnded(status) ? [name] : [])));
    const first = new Set(namesIn(states.filter(({ kind }) => kind !== "waiting")));
    const isAsked = (name: string): boolean => listed === undefined || ended.has(name) || first.has(name);
    const rest = names.filter((name) => !isAsked(name) && !moving.has(name));
    const asked = [...names.filter(isAsked), ...draw(pass, rest, few)];
    const tasks = asked.length === 0 ? [] : await pass.ports.panda.tasksNamed(asked, userName);
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
const changedWithinDay = async (
  { ports: { watch }, setting }: Pass,
  userName: string,
  pandaDate: PandaDate,
): Promise<readonly Task[] | undefined> => {
  if (pandaDate === undefined) return undefined;
  const list = await orFailure(() =>
    watch.tasksChanged(new Date(Date.parse(pandaDate) - times.lookBack.milliseconds), userName),
  );
  if (!(list instanceof Failure)) return list.tasks;
  setting.tell(`Tasks that are waited for could not be listed and are asked for by name: ${list.message}`);
  return undefined;
};

/** So many in a row, from a place that chance gives. */
const draw = ({ ports: { clock } }: Pass, names: readonly string[], few: number): readonly string[] => {
  const from = Buffer.from(clock.random(4)).readUInt32BE() % Math.max(1, names.length);
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
