import { expect, test } from "vitest";
import type { OrderVerb } from "../../../action/core/command/verbs.ts";
import {
  commandedPriority,
  isAbout,
  type PendingCommand,
  withCommand,
} from "../../../action/core/submission/pending-command.ts";

const asked = (verb: OrderVerb, change: Partial<PendingCommand> = {}): PendingCommand => ({
  verb,
  id: verb,
  by: { person: { verb, by: "ada", id: verb, reason: "" } },
  only: undefined,
  sent: [],
  refused: [],
  ...change,
});
const task = (step: string, id = 1) => ({ id, step });

test("A person's later command replaces an earlier one for the same tasks, in site and in running or pausing", () => {
  const place = asked("move");
  const one = asked("pause", { step: "merge" });
  const other = asked("pause", { step: "simulate" });

  expect(withCommand([place, one, other], asked("kill"))).toEqual([place, asked("kill")]);
  const kill = asked("kill", { step: "merge" });
  expect(withCommand([place, one, other], kill)).toEqual([place, other, kill]);
  expect(withCommand([place, one], asked("move", { id: "2" }))).toEqual([one, asked("move", { id: "2" })]);
  expect(withCommand([asked("pause")], kill)).toEqual([asked("pause"), kill]);
});

test("A priority replaces a priority and nothing else; of all of it counts the last that names no step", () => {
  const [first, later] = [asked("priority", { priority: 950 }), asked("priority", { id: "2", priority: 1050 })];
  const step = asked("priority", { id: "3", priority: 900, step: "merge" });

  expect(withCommand([asked("move"), asked("pause"), first], later)).toEqual([asked("move"), asked("pause"), later]);
  expect([[first, later], [later, step], [step], [asked("move")]].map(commandedPriority)).toEqual([
    1050,
    1050,
    undefined,
    undefined,
  ]);
});

test("An order to finish takes the existing tasks from a kill or a pause, which remain for later tasks", () => {
  const finish = asked("finish", { only: [1] });
  for (const verb of ["kill", "pause"] as const) {
    const [left = finish, ...rest] = withCommand([asked(verb)], finish);
    expect([left, ...rest]).toEqual([asked(verb, { except: [1] }), finish]);
    expect([1, 2].map((id) => isAbout([left, finish], left, task("merge", id)))).toEqual([false, true]);
    // PanDA refused the finish: what was to be finished is not killed for it.
    expect(isAbout([left], left, task("merge", 1))).toBe(false);
    const again = asked("finish", { id: "2", only: [1, 2] });
    expect(withCommand([left, finish], again)).toEqual([asked(verb, { except: [1, 1, 2] }), again]);
  }
  expect(withCommand([asked("resume")], finish)).toEqual([finish]);
  expect(withCommand([asked("kill", { step: "merge" })], finish, ["merge"])).toEqual([finish]);
  const other = asked("kill", { step: "simulate" });
  expect(withCommand([other], asked("finish", { step: "merge", only: [1] }))[0]).toEqual(other);
});

test("A person's command that replaces a retry keeps the orders that the retry sent", () => {
  const sent = [{ verb: "retry", task: 1, attemptNr: 1 }] as const;
  const kill = withCommand([asked("retry", { sent })], asked("kill"));
  expect(kill).toEqual([asked("kill", { retried: sent })]);
  expect(withCommand(kill, asked("pause"))).toEqual([asked("pause", { retried: sent })]);
  expect(withCommand(kill, asked("move"))).toEqual([...kill, asked("move")]);
});

test("The last of several commands of a kind for one PanDA task counts", () => {
  const [all, merge, place] = [asked("pause"), asked("kill", { step: "merge" }), asked("move")];
  const commands = [all, merge, place];

  expect([all, merge, place].map((one) => isAbout(commands, one, task("merge")))).toEqual([false, true, true]);
  expect([all, merge, place].map((one) => isAbout(commands, one, task("simulate")))).toEqual([true, false, true]);
});

test("A person's order to finish is for the tasks of its time only", () => {
  const finish = asked("finish", { only: [1] });

  expect([1, 2].map((id) => isAbout([finish], finish, task("merge", id)))).toEqual([true, false]);
});
