import type { TaskSeen } from "../ledger/event.ts";
import { hour, times } from "../times/times.ts";
import { hasPassed, type PandaDate, type SubmissionState } from "./state.ts";

/**
 * JEDI's statuses in which no site runs anything of a task: before the broker, in it, and set back by it
 * (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:700, 723, 739; db_proxy_mods/task_complex_module.py:1383).
 */
const withoutSite: ReadonlySet<string> = new Set([
  "registered",
  "defined",
  "assigning",
  "pending",
  "ready",
  "throttled",
  "staging",
  "staged",
  "toreassign",
  "reassigning",
  "rerefine",
]);
export const isWithoutSite = ({ status }: Pick<TaskSeen, "status">): boolean => withoutSite.has(status);

/** Statuses in which a task of one submission waits for another of it, whose inputs it reads. */
const behindOthers: readonly string[] = ["registered", "defined", "pending", "rerefine"];
const ended: readonly string[] = ["done", "finished", "failed", "aborted", "broken", "exhausted"];

/** Since when no site has it is carried along while nothing of the task moves: not its site, its files or its try. */
export const withSince = (
  before: readonly TaskSeen[],
  now: readonly TaskSeen[],
  { seenOn, pandaDate }: { readonly seenOn: PandaDate; readonly pandaDate: PandaDate },
): readonly TaskSeen[] =>
  now.map((task) => {
    if (!isWithoutSite(task)) return task;
    const known = before.find(({ id }) => id === task.id);
    const since = known !== undefined && isUnchanged(known, task) ? (known.since ?? seenOn ?? pandaDate) : pandaDate;
    return since === undefined ? task : { ...task, since };
  });

const isUnchanged = (known: TaskSeen, task: TaskSeen): boolean =>
  isWithoutSite(known) &&
  progressOf(known) === progressOf(task) &&
  (known.attemptNr ?? 0) === (task.attemptNr ?? 0) &&
  (known.site === undefined || known.site === task.site);

/** A task that no site has taken: PanDA's own status, where it was sent, and since when it has this status, by PanDA's clock. */
export type Unassigned = Pick<TaskSeen, "step" | "id" | "status" | "dialog" | "site"> & { readonly since: PandaDate };

/** Tasks of a running submission that no site has taken, where nothing of it runs and they wait for no other task. */
export const unassignedOf = (state: SubmissionState): readonly Unassigned[] =>
  state.kind === "running"
    ? waiting(state.tasks).map(({ step, id, status, dialog, site, since = state.seenOn }) => ({
        step,
        id,
        status,
        dialog,
        since,
        ...(site === undefined ? {} : { site }),
      }))
    : [];

const waiting = (tasks: readonly TaskSeen[]): readonly TaskSeen[] => {
  const living = tasks.filter(({ status }) => !ended.includes(status));
  if (!living.every(isWithoutSite)) return [];
  const first = living.filter(({ status }) => !behindOthers.includes(status));
  return first.length > 0 ? first : living;
};

/** Whether so long no site has taken any of them that a person is called; `hours`: as the conventions say it. */
export const isOverdue = (tasks: readonly TaskSeen[], hours: number | undefined, pandaDate: PandaDate): boolean => {
  const limit = hours === undefined ? times.withoutSite : { milliseconds: hours * hour };
  return waiting(tasks).some(({ since }) => since !== undefined && hasPassed(since, pandaDate, limit));
};

/** Submissions whose tasks have one status without a site: how many, since when the first, and at which sites. */
export type UnassignedGroup = {
  readonly status: string;
  readonly count: number;
  /** By PanDA's clock; `undefined`: it has given none. */
  readonly since: PandaDate;
  /** Submissions by site, the most first; those of no site count under `""`. */
  readonly sites: readonly (readonly [site: string, count: number])[];
};

/** A submission counts once, by the first of its steps that waits. */
export const groupUnassigned = (states: readonly SubmissionState[]): readonly UnassignedGroup[] => {
  const firsts = states.flatMap((state) => unassignedOf(state).slice(0, 1));
  return [...Map.groupBy(firsts, ({ status }) => status)]
    .map(([status, ones]) => ({
      status,
      count: ones.length,
      since: ones.flatMap(({ since }) => since ?? []).toSorted()[0],
      sites: [...Map.groupBy(ones, ({ site = "" }) => site)]
        .map(([site, at]) => [site, at.length] as const)
        .toSorted((a, b) => b[1] - a[1]),
    }))
    .toSorted((a, b) => b.count - a.count);
};

/** Tenths of a task's files that are done and that are lost: less needs no line on the ledger. */
export const progressOf = ({ files, finished, failed }: TaskSeen): string =>
  `${tenth(finished, files)} ${tenth(failed, files)}`;

const tenth = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((10 * part) / whole));
