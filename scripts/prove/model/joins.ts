import type { DatasetFiles, Task, WhichFiles } from "../../../action/core/submission/panda-answer.ts";
import { aStep, type Draft } from "../../../test/core/a-production.ts";

export type OpenTask = { -readonly [K in keyof Task]: Task[K] };

/** A step of several parents, for which iDDS makes a task once each of them has been processed. */
export type ModelJoin = { readonly step: string; readonly parents: readonly string[] };
export const pileup: ModelJoin = { step: "pileup", parents: ["simulate", "background"] };
/** Beside `simulate`. */
export const joinedSteps = (): Draft => ({
  background: aStep({ out: ["b.tar"] }),
  [pileup.step]: {
    in: pileup.parents.map((from) => ({ from, filesPerJob: 1 })),
    out: ["p.tar"],
    run: "pile %in %in2\n",
  },
});

/** `lost`: iDDS saw a parent fail, and never makes it (PANDA P14). */
export type AwaitedJoin = OpenTask & { readonly parents: readonly string[]; lost: boolean };

/** `begun`: what each join with a task took, by its id: it gets no file that comes later (PANDA P14). */
type Joined = {
  readonly tasks: OpenTask[];
  readonly awaited: AwaitedJoin[];
  readonly begun: Map<number, readonly string[]>;
};

/** What only the judge knows of them. */
export const seenOfJoins = (jedi: Joined) => ({
  /** Steps that JEDI would begin over what is there, once this task pauses. */
  beginsOnPause: (id: number): readonly string[] =>
    jedi.awaited
      .filter(({ parents, lost }) => !lost && parents.includes(nameOfTask(jedi.tasks, id)))
      .map(({ name }) => name),
  hasLostJoin: (isOurs: (name: string) => boolean): boolean =>
    jedi.awaited.some(({ name, lost }) => lost && isOurs(name)),
  /** Steps that have read less than their parents have by now. */
  lacking: (): readonly string[] =>
    [...jedi.begun].flatMap(([id, files]) =>
      files.length < parentsOf(jedi, id).reduce((sum, { finished }) => sum + finished, 0)
        ? [nameOfTask(jedi.tasks, id)]
        : [],
    ),
});

/** To iDDS a paused task has been processed, and a failed one is lost for good. */
export const beginJoins = ({ tasks, awaited, begun }: Joined): void => {
  for (const join of awaited.filter(({ lost }) => !lost)) {
    const parents = tasks.filter(({ name, userName }) => join.parents.includes(name) && userName === join.userName);
    join.lost = parents.some(({ status }) => lostEnds.includes(status));
    const isReady = parents.every(({ status }) => ["done", "finished", "paused"].includes(status));
    if (join.lost || !isReady || parents.length < join.parents.length) continue;
    awaited.splice(awaited.indexOf(join), 1);
    const { parents: _, lost: __, ...task } = join;
    const files = parents.flatMap(filesMade);
    tasks.push({
      ...task,
      id: tasks.length + 1,
      files: files.length,
      status: files.length === 0 ? "broken" : "registered",
    });
    begun.set(tasks.length, files);
  }
};
const lostEnds = ["failed", "aborted", "broken", "exhausted"];

const nameOfTask = (tasks: readonly Task[], id: number): string => tasks.find((task) => task.id === id)?.name ?? "";

const parentsOf = ({ tasks, begun }: Joined, id: number): readonly OpenTask[] => {
  const user = tasks.find((task) => task.id === id)?.userName;
  const read = begun.get(id) ?? [];
  return tasks.filter((task) => task.userName === user && read.some((file) => file.startsWith(`${task.name}.`)));
};

const filesMade = ({ name, finished }: Task): readonly string[] =>
  Array.from({ length: finished }, (_, index) => `${name}.${index}`);

export const filesOf = ({ tasks, begun }: Joined, id: number, which: WhichFiles): readonly DatasetFiles[] => {
  const task = tasks.find((one) => one.id === id);
  if (task === undefined) return [];
  const names = which === "output" ? filesMade(task) : (begun.get(id) ?? []);
  return [{ dataset: task.name, files: names.map((name) => ({ name, status: "finished" })) }];
};
