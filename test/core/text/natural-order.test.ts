import { expect, test } from "vitest";
import { compareNatural, inOrderOf } from "../../../action/core/text/natural-order.ts";

test("Names are ordered by the value of their numbers, not by letters", () => {
  const names = ["ph10", "ph2", "ph1-b", "ph1-a", "ph1", "ph100", "pg3", "ph01"];

  expect(inOrderOf(names, (name) => name)).toEqual(["pg3", "ph01", "ph1", "ph1-a", "ph1-b", "ph2", "ph10", "ph100"]);
});

test("Versions of any style are ordered, and their numbers may be longer than machine integers", () => {
  const sorted = ["1.10.0", "1.9.0", "99999999999999999999.0.0", "1.9.0-a"].toSorted(compareNatural);

  expect(sorted).toEqual(["1.9.0", "1.9.0-a", "1.10.0", "99999999999999999999.0.0"]);
});
