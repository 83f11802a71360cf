import { expect, test } from "vitest";
import type { OrderVerb } from "../../../action/core/command/verbs.ts";
import { isAbout, type Wish, withWish } from "../../../action/core/submission/wish.ts";

const wish = (verb: OrderVerb, change: Partial<Wish> = {}): Wish => ({
  verb,
  id: verb,
  by: "ada",
  only: undefined,
  told: [],
  refused: [],
  ...change,
});
const task = (step: string, id = 1) => ({ id, step });

test("a later wish takes the place of an earlier one for the same tasks: where it runs and whether it runs apart", () => {
  const place = wish("move");
  const one = wish("pause", { step: "merge" });
  const other = wish("pause", { step: "simulate" });

  expect(withWish([place, one, other], wish("kill"))).toEqual([place, wish("kill")]);
  const kill = wish("kill", { step: "merge" });
  expect(withWish([place, one, other], kill)).toEqual([place, other, kill]);
  expect(withWish([place, one], wish("move", { id: "2" }))).toEqual([one, wish("move", { id: "2" })]);
  expect(withWish([wish("pause")], kill)).toEqual([wish("pause"), kill]);
});

test("of wishes about one task the last of its lane is the one", () => {
  const [all, merge, place] = [wish("pause"), wish("kill", { step: "merge" }), wish("move")];
  const wishes = [all, merge, place];

  expect([all, merge, place].map((one) => isAbout(wishes, one, task("merge")))).toEqual([false, true, true]);
  expect([all, merge, place].map((one) => isAbout(wishes, one, task("simulate")))).toEqual([true, false, true]);
});

test("a finish is about its tasks alone", () => {
  const finish = wish("finish", { only: [1] });

  expect([1, 2].map((id) => isAbout([finish], finish, task("merge", id)))).toEqual([true, false]);
});
