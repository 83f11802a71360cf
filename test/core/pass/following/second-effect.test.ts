import { expect, test } from "vitest";
import { newestOfEach, ranBefore, secondText } from "../../../../action/core/pass/following/second-effect.ts";
import type { RequestedState } from "../../../../action/core/submission/next-requested.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import { aTask, bothTasks, foldOf, pastOf } from "../../submission/a-submission.ts";

const seen = (step: string, change: Partial<Task> = {}): Task => {
  const { id, name, files, finished, failed, dialog } = aTask(step, "running");
  const own = { userName: "Ada", mark: "", status: "running", attemptNr: 0 };
  return { id, name, files, finished, failed, dialog, ...own, ...change };
};
const requested = (...events: Parameters<typeof foldOf>[0]): RequestedState => {
  const state = foldOf([...pastOf("submitted"), ...events]);
  if (!("request" in state)) throw new Error(state.kind);
  return state;
};

test("A task that JEDI began anew before we first saw it ran before; one that we know was retried", () => {
  const [simulate, merge] = [seen("simulate", { attemptNr: 1 }), seen("merge")];
  const known = requested({ event: "seen", verdict: "running", tasks: bothTasks("running") });

  expect(ranBefore(requested(), [simulate, merge])).toEqual([simulate]);
  expect(ranBefore(known, [simulate, merge])).toEqual([]);
  expect(ranBefore(known, [{ ...simulate, id: 9 }])).toEqual([{ ...simulate, id: 9 }]);
});

test("A task is kept with the date of its last change, where PanDA gives one", () => {
  const names = requested().names;
  const kept = (change: Partial<Task>) => newestOfEach(["simulate"], names, [seen("simulate", change)])[0];

  expect(kept({ changed: "2026-03-01T12:00:00.000Z" })).toMatchObject({ changed: "2026-03-01T12:00:00.000Z" });
  expect(kept({})).not.toHaveProperty("changed");
});

test("A task that a person accepted or adopted is no second effect", () => {
  const again = seen("simulate", { attemptNr: 1 });
  const state = requested();
  const past = { ...state.past, accepted: { ...state.past.accepted, tasks: [1] } };

  expect(ranBefore({ ...state, past }, [again])).toEqual([]);
  expect(ranBefore({ ...state, past: { ...state.past, adoptedTasks: [4] } }, [again])).toEqual([]);
});

test("A second effect is reported by its tasks, by what was begun anew, or by its requests", () => {
  const [simulate, merge] = [seen("simulate"), seen("merge")];
  const twin = { ...simulate, id: 9 };
  const anew = { ...merge, attemptNr: 1 };
  const held = "PanDA holds the requests 7 and 8 for it";

  expect(secondText([7], [simulate, twin, merge], [twin], [anew])).toBe(
    `PanDA has the tasks 1 and 9 for ${simulate.name}`,
  );
  expect(secondText([7, 8], [simulate, anew], [], [anew])).toBe(
    `PanDA had begun task 2 (${merge.name}) anew before it was first seen`,
  );
  expect(secondText([7, 8], [simulate, merge], [], [])).toBe(
    `${held}; each of its tasks is there once and was begun once, so nothing ran twice`,
  );
  expect(secondText([7, 8], [simulate], [], [])).toContain("so nothing ran twice");
  expect(secondText([7, 8], [simulate, anew], [], [])).toBe(held);
  expect(secondText([7, 8], [], [], [])).toBe(held);
});

test("The newest of several tasks with one name counts; under a withdrawal the newest that lives", () => {
  const names = { simulate: ["old", "new"], merge: ["m"] };
  const dead = seen("simulate", { id: 3, name: "new", status: "failed" });
  const living = [seen("simulate", { id: 1, name: "old" }), seen("simulate", { id: 2, name: "new" })];
  const ids = (tasks: readonly Task[], livingFirst: boolean) =>
    newestOfEach(["merge", "simulate"], names, tasks, livingFirst).map(({ id }) => id);

  expect(ids([...living, dead], false)).toEqual([3]);
  expect(ids([...living, dead], true)).toEqual([2]);
  expect(ids([dead], true)).toEqual([3]);
  expect(ids([...living, seen("merge", { id: 8, name: "m" })], false)).toEqual([8, 2]);
  expect(ids([seen("simulate", { name: "other" })], false)).toEqual([]);
});

test("A task is kept with what the ledger remembers, and with its site and priority where PanDA says one", () => {
  const names = { simulate: ["n"] };
  const kept = (said: Partial<Task>) =>
    newestOfEach(["simulate"], names, [{ ...seen("simulate", { name: "n" }), ...said }], false);
  const task = { step: "simulate", id: 1, name: "n", status: "running", files: 10, finished: 0, failed: 0, dialog: "" };

  expect(kept({ site: "SITE_A", priority: 900 })).toStrictEqual([
    { ...task, attemptNr: 0, site: "SITE_A", priority: 900 },
  ]);
  expect(kept({ site: "" })).toStrictEqual([{ ...task, attemptNr: 0 }]);
  expect(kept({ priority: 0 })).toStrictEqual([{ ...task, attemptNr: 0, priority: 0 }]);
  expect(kept({})).toStrictEqual([{ ...task, attemptNr: 0 }]);
});
