import { expect, test } from "vitest";
import { heldBack } from "../../../action/core/production/held-back.ts";

test("A request without `submit` is submitted; one with `hold` waits for a person; one with `never` is not submitted", () => {
  const held = "the request says submit: hold; `/shrek submit` releases it";
  const never = "the request says submit: never";

  for (const isReleased of [false, true]) {
    expect([heldBack(undefined, isReleased), heldBack("auto", isReleased)]).toEqual([undefined, undefined]);
    expect(heldBack("never", isReleased)).toBe(never);
  }
  expect([heldBack("hold", false), heldBack("hold", true)]).toEqual([held, undefined]);
});
