import { chosenFiles } from "../jobs/task-shape.ts";
import type { Intent, TaskSeen } from "../ledger/event.ts";
import { conditionOf, parentStepsOf, readingOf, withStepsBefore } from "../ledger/intended-steps.ts";
import type { FilesRead } from "../ledger/step-completion.ts";
import type { Json } from "../text/canonical-json.ts";
import { type DatasetFiles, isTaskOver } from "./panda-answer.ts";

/**
 * Whether iDDS begins a step only when what it reads has been processed: it has several parents, or `when`. Such a step
 * takes the files that are there at that moment, and PanDA brings it none that come later (PANDA P14, PANDA J20).
 */
export const isJoin = (intent: Intent, step: string): boolean =>
  parentStepsOf(intent, step).length > 1 || conditionOf(intent, step) !== undefined;

/** Joins that have no task yet. */
export const joinsAhead = (intent: Intent, tasks: readonly Pick<TaskSeen, "step">[]): readonly string[] =>
  intent.steps.filter((step) => isJoin(intent, step) && !tasks.some((task) => task.step === step));

/** Those that a pause of this step can begin, since to iDDS a paused task has ended; not those that never get a task. */
export const joinsBegunBy = (
  intent: Intent,
  tasks: readonly Pick<TaskSeen, "step">[],
  lost: readonly string[],
  step: string,
): readonly string[] => {
  const never = stepsWithoutTask(intent, tasks, lost);
  return joinsAhead(intent, tasks).filter(
    (join) => !never.includes(join) && parentStepsOf(intent, join).includes(step),
  );
};

/** Ends of a task at which iDDS says that it failed, and looks at it no more. */
const failedEnds = ["failed", "aborted", "broken", "exhausted"];
export const isLostToIdds = ({ status }: Pick<TaskSeen, "status">): boolean => failedEnds.includes(status);

/** Steps that get no task any more: they stand behind a join of which iDDS saw a parent fail, by these steps. */
export const stepsWithoutTask = (
  intent: Intent,
  tasks: readonly Pick<TaskSeen, "step">[],
  lost: readonly string[],
): readonly string[] => {
  const missing = intent.steps.filter((step) => !tasks.some((task) => task.step === step));
  const never = missing.filter((step) => isJoin(intent, step) && isOfLost(intent, step, lost));
  return missing.filter((step) => withStepsBefore(intent, step).some((one) => never.includes(one)));
};

const isOfLost = (intent: Intent, step: string, lost: readonly string[]): boolean => {
  const parents = parentStepsOf(intent, step);
  switch (conditionOf(intent, step)) {
    case "failed":
      return false;
    case "either":
      return parents.every((one) => lost.includes(one));
    case "both":
    case undefined:
      return parents.some((one) => lost.includes(one));
  }
};

/** `pileup, merge get no task: background ended without success once, and iDDS begins nothing behind it any more` */
export const neverBegunText = (
  intent: Intent,
  tasks: readonly Pick<TaskSeen, "step">[],
  lost: readonly string[],
): string | undefined => {
  const never = stepsWithoutTask(intent, tasks, lost);
  if (never.length === 0) return undefined;
  const parents = lost.filter((step) => never.some((one) => parentStepsOf(intent, one).includes(step)));
  return `${never.join(", ")} ${never.length === 1 ? "gets" : "get"} no task: ${parents.join(", ")} ended without success once, and iDDS begins no step of several parents behind it any more`;
};

/** Joins with a task that one of these steps could bring more files: PanDA gives them none. */
export const joinsBehind = (
  intent: Intent,
  tasks: readonly Pick<TaskSeen, "step">[],
  steps: readonly string[],
): readonly string[] =>
  tasks
    .map(({ step }) => step)
    .filter(
      (join) =>
        isJoin(intent, join) && withStepsBefore(intent, join).some((one) => one !== join && steps.includes(one)),
    );

/** A join that has ended well, of whose files PanDA must be asked: nothing of its parents runs, and they are not as they were then. */
export const joinsToRead = (
  intent: Intent,
  before: readonly TaskSeen[],
  now: readonly TaskSeen[],
): readonly TaskSeen[] =>
  now.filter((task) => {
    if (task.status !== "done" && task.status !== "finished") return false;
    if (!isJoin(intent, task.step) || conditionOf(intent, task.step) === "failed") return false;
    const parents = now.filter(({ step }) => parentStepsOf(intent, task.step).includes(step));
    return parents.every(isTaskOver) && !isRead(before, [task, ...parents]);
  });

const isRead = (before: readonly TaskSeen[], [task, ...parents]: readonly TaskSeen[]): boolean => {
  const isAsBefore = (one: TaskSeen): boolean =>
    before.some(
      ({ id, status, attemptNr, finished }) =>
        id === one.id && status === one.status && attemptNr === one.attemptNr && finished === one.finished,
    );
  return task !== undefined && readBefore(before, task) !== undefined && [task, ...parents].every(isAsBefore);
};

/** As long as PanDA was not asked again: what the task was seen to have read. */
export const readBefore = (before: readonly TaskSeen[], { id }: Pick<TaskSeen, "id">): TaskSeen["read"] =>
  before.find((task) => task.id === id)?.read;

/** PanDA names a pattern in place of a file until the job has ended. */
const unnamed = "regex|";

/** How many files of each parent a join has, of those that the parent has made by now. */
export const filesRead = (
  intent: Intent,
  join: string,
  has: readonly DatasetFiles[],
  parents: ReadonlyMap<string, readonly DatasetFiles[]>,
): Readonly<Record<string, FilesRead>> => {
  const names = new Set(has.flatMap(({ files }) => files.map(({ name }) => name)));
  return Object.fromEntries(
    [...parents].flatMap(([step, datasets]): (readonly [string, FilesRead])[] => {
      const made = datasets.map(({ files }) => madeFiles(intent, join, step, files));
      const read = made.filter((files) => files.some((name) => names.has(name)));
      const largest = made.toSorted((a, b) => b.length - a.length).slice(0, 1);
      // A step that hands on rows is a parent of some only: of none whose files it has not.
      if (read.length === 0 && readingOf(intent, join, step)["from"] === undefined) return [];
      const files = (read.length === 0 ? largest : read).flat();
      const had = files.filter((name) => names.has(name)).length;
      // A request that reads at most so many files lacks none of the others.
      const { maxFiles } = readingOf(intent, join, step);
      const most = typeof maxFiles === "number" ? Math.min(files.length, maxFiles) : files.length;
      return [[step, { had, made: Math.max(had, most) }]];
    }),
  );
};

const madeFiles = (intent: Intent, join: string, step: string, files: DatasetFiles["files"]): readonly string[] => {
  const { match, exclude, skip } = readingOf(intent, join, step);
  const made = files.flatMap(({ name, status }) => (status === "finished" && !name.startsWith(unnamed) ? [name] : []));
  return chosenFiles(
    {
      match: typeof match === "string" ? [match] : textsOf(match),
      exclude: typeof exclude === "string" ? exclude : undefined,
      skip: typeof skip === "number" ? skip : 0,
    },
    made,
  );
};

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter((one) => typeof one === "string") : [];

/** A parent of which a join has read less than it has made by now. */
export type Lacking = FilesRead & { readonly join: string; readonly step: string };

/** Of a step that one of two inputs is enough for, none while it has all of one. */
export const lackingOf = (intent: Intent, tasks: readonly TaskSeen[]): readonly Lacking[] =>
  tasks.flatMap(({ step: join, read = {} }) => {
    const all = Object.entries(read).map(([step, files]) => ({ join, step, ...files }));
    const less = all.filter(({ had, made }) => had < made);
    return conditionOf(intent, join) === "either" && less.length < all.length ? [] : less;
  });

/** Whether the request accepts that it read so little of that step. */
export const isAcceptedLack = ({ accept }: Intent, { step, had, made }: Lacking): boolean =>
  had / made >= (accept[step] ?? 1);

/** `merge read 2 of the 3 files that signal has` */
export const lackText = ({ join, step, had, made }: Lacking): string =>
  `${join} read ${had} of the ${made} files that ${step} has`;
