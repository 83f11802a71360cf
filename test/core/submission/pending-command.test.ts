import { expect, test } from "vitest";
import type { OrderVerb } from "../../../action/core/command/verbs.ts";
import { isAbout, type PendingCommand, withCommand } from "../../../action/core/submission/pending-command.ts";

const wish = (verb: OrderVerb, change: Partial<PendingCommand> = {}): PendingCommand => ({
  verb,
  id: verb,
  by: "ada",
  only: undefined,
  told: [],
  refused: [],
  ...change,
});
const task = (step: string, id = 1) => ({ id, step });

test("A person's later command replaces an earlier one for the same tasks, in site and in running or pausing", () => {
  const place = wish("move");
  const one = wish("pause", { step: "merge" });
  const other = wish("pause", { step: "simulate" });

  expect(withCommand([place, one, other], wish("kill"))).toEqual([place, wish("kill")]);
  const kill = wish("kill", { step: "merge" });
  expect(withCommand([place, one, other], kill)).toEqual([place, other, kill]);
  expect(withCommand([place, one], wish("move", { id: "2" }))).toEqual([one, wish("move", { id: "2" })]);
  expect(withCommand([wish("pause")], kill)).toEqual([wish("pause"), kill]);
});

test("An order to finish takes the existing tasks from a kill or a pause, which remain for later tasks", () => {
  const finish = wish("finish", { only: [1] });
  for (const verb of ["kill", "pause"] as const) {
    const [left = finish, ...rest] = withCommand([wish(verb)], finish);
    expect([left, ...rest]).toEqual([wish(verb, { except: [1] }), finish]);
    expect([1, 2].map((id) => isAbout([left, finish], left, task("merge", id)))).toEqual([false, true]);
    // PanDA refused the finish: what was to be finished is not killed for it.
    expect(isAbout([left], left, task("merge", 1))).toBe(false);
    const again = wish("finish", { id: "2", only: [1, 2] });
    expect(withCommand([left, finish], again)).toEqual([wish(verb, { except: [1, 1, 2] }), again]);
  }
  expect(withCommand([wish("resume")], finish)).toEqual([finish]);
  expect(withCommand([wish("kill", { step: "merge" })], finish, ["merge"])).toEqual([finish]);
  const other = wish("kill", { step: "simulate" });
  expect(withCommand([other], wish("finish", { step: "merge", only: [1] }))[0]).toEqual(other);
});

test("A person's command that replaces a retry keeps the orders that the retry sent", () => {
  const told = [{ verb: "retry", task: 1, attemptNr: 1 }] as const;
  const kill = withCommand([wish("retry", { told })], wish("kill"));
  expect(kill).toEqual([wish("kill", { retried: told })]);
  expect(withCommand(kill, wish("pause"))).toEqual([wish("pause", { retried: told })]);
  expect(withCommand(kill, wish("move"))).toEqual([...kill, wish("move")]);
});

test("Of several commands of a kind for one PanDA task the last one counts", () => {
  const [all, merge, place] = [wish("pause"), wish("kill", { step: "merge" }), wish("move")];
  const wishes = [all, merge, place];

  expect([all, merge, place].map((one) => isAbout(wishes, one, task("merge")))).toEqual([false, true, true]);
  expect([all, merge, place].map((one) => isAbout(wishes, one, task("simulate")))).toEqual([true, false, true]);
});

test("A person's order to finish is for the tasks of its time only", () => {
  const finish = wish("finish", { only: [1] });

  expect([1, 2].map((id) => isAbout([finish], finish, task("merge", id)))).toEqual([true, false]);
});
