import { expect, test } from "vitest";
import { isWhole, lacksSame } from "../../../action/core/ledger/arrival.ts";

const arrival = { checkedOn: "2026-03-01T10:00:00.000Z", outputs: [] };
const lacks = (...dids: readonly string[]) => ({ ...arrival, lacks: dids.map((did) => ({ did, what: did })) });

test("Outputs that lack nothing have arrived", () => {
  expect(isWhole(arrival)).toBe(true);
  expect(isWhole(lacks())).toBe(true);
  expect(isWhole(lacks("a:b"))).toBe(false);
});

test("Two looks lack the same where the same outputs lack, in whatever order and however many of their files", () => {
  expect(lacksSame(lacks("a:b", "a:c"), lacks("a:c", "a:b"))).toBe(true);
  expect(lacksSame(lacks("a:b"), { ...arrival, lacks: [{ did: "a:b", what: "fewer files" }] })).toBe(true);
  expect(lacksSame(lacks("a:b"), lacks("a:c"))).toBe(false);
  expect(lacksSame(arrival, lacks())).toBe(true);
  expect(lacksSame(lacks("a:b", "c:d"), lacks("a:bc:d"))).toBe(false);
});
