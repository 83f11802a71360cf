import { expect, test } from "vitest";
import {
  andMore,
  counted,
  firstAndMore,
  inHundredths,
  joinedBy,
  roundly,
  thousands,
} from "../../../action/core/text/amounts.ts";

test("Amounts in messages are singular for one, and thousands are grouped", () => {
  expect([counted(1, "core-hour"), counted(12000, "job"), counted(0, "file"), counted(null, "job")]).toEqual([
    "1 core-hour",
    "12 000 jobs",
    "0 files",
    "unknown jobs",
  ]);
  expect([999, 1000, 1234567, 12345.6789, 0.125].map(thousands)).toEqual([
    "999",
    "1 000",
    "1 234 567",
    "12 345.6789",
    "0.125",
  ]);
});

test("Small amounts in messages are shown with one digit, and never as 0", () => {
  expect([0, 0.0347, 0.3, 0.96, 2.4, 12.5].map(roundly)).toEqual([0, 0.03, 0.3, 1, 2, 13]);
  expect([0, 0.0034, 0.1 + 0.2, 12.345, 1500].map(inHundredths)).toEqual(["0", "0.003", "0.3", "12.35", "1 500"]);
});

test("A long list of names in a message shows the first names and the number of the others", () => {
  const names = ["a", "b", "c"];
  expect([andMore(names, 3), andMore(names, 2), andMore(names, 1, "; "), andMore([], 2)]).toEqual([
    "a, b, c",
    "a, b and 1 more",
    "a and 2 more",
    "",
  ]);
  expect([firstAndMore(names, 3), firstAndMore(names, 1)]).toEqual([names, ["a", "2 more"]]);
});

test("The last of several names in a message is joined by a word", () => {
  expect([
    joinedBy([], "or"),
    joinedBy(["a"], "or"),
    joinedBy(["a", "b"], "and"),
    joinedBy(["a", "b", "c"], "or"),
  ]).toEqual(["", "a", "a and b", "a, b or c"]);
});
