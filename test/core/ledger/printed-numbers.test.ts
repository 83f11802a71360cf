import { expect, test } from "vitest";
import { printedNumbers, printedText } from "../../../action/core/ledger/printed-numbers.ts";

test("Numbers that jobs print are summed by name, with the least and the most of a job", () => {
  const numbers = printedNumbers([
    { events: 99, meanPt: 0.71 },
    { events: 97, meanPt: 0.69 },
    { events: 98, worst: -3 },
  ]);

  expect(numbers).toEqual({
    events: { jobs: 3, sum: 294, least: 97, most: 99 },
    meanPt: { jobs: 2, sum: 0.71 + 0.69, least: 0.69, most: 0.71 },
    worst: { jobs: 1, sum: -3, least: -3, most: -3 },
  });
});

test("A printed number that is not finite, or has no plain name, is left out, and of no numbers nothing is known", () => {
  const [long, longest] = ["a".repeat(41), "a".repeat(40)];
  const jobs = [
    { words: "good", list: [1], none: null, big: Number.POSITIVE_INFINITY, "two words": 1, _a: 1, [long]: 1 },
  ];

  expect(printedNumbers(jobs)).toBeUndefined();
  expect(printedNumbers([])).toBeUndefined();
  expect(printedNumbers([{ [longest]: 1, "a.b-c_9": 2 }])).toEqual({
    [longest]: { jobs: 1, sum: 1, least: 1, most: 1 },
    "a.b-c_9": { jobs: 1, sum: 2, least: 2, most: 2 },
  });
});

test("Twenty names are kept, the first ones, with all that further jobs print of them", () => {
  const first = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`n${at}`, at]));

  const numbers = printedNumbers([first, { n0: 4, n20: 1 }]) ?? {};

  expect(Object.keys(numbers)).toHaveLength(20);
  expect(numbers["n0"]).toEqual({ jobs: 2, sum: 4, least: 0, most: 4 });
  expect(numbers["n20"]).toBeUndefined();
});

test("Counts are said in all and a job, other numbers from the least to the most, in six digits", () => {
  expect(
    printedText({
      events: { jobs: 3, sum: 294, least: 97, most: 99 },
      same: { jobs: 2, sum: 20, least: 10, most: 10 },
      meanPt: { jobs: 2, sum: 1.4, least: 0.69, most: 0.7123456789 },
      half: { jobs: 2, sum: 3, least: 0.5, most: 2.5 },
      huge: { jobs: 2, sum: 1e300, least: 1, most: 1e300 },
    }),
  ).toBe(
    "events 294 in all, 97 to 99 a job; same 20 in all, 10 a job; meanPt 0.69 to 0.712346; half 0.5 to 2.5; huge 1 to 1e+300",
  );
});

test("The printed numbers of ten jobs or more are kept with their spread, which is drawn against the fullest part", () => {
  const jobs = (values: readonly number[]) => printedNumbers(values.map((pt) => ({ pt })))?.["pt"];
  const ten = [8, 12, 12, 15, 28, 28, 28, 28, 46, 48];

  expect(jobs(ten)).toEqual({ jobs: 10, sum: 253, least: 8, most: 48, spread: [1, 3, 0, 0, 0, 4, 0, 0, 0, 2] });
  expect(jobs(ten.map((one) => one / 64))?.spread).toEqual([1, 3, 0, 0, 0, 4, 0, 0, 0, 2]);
  expect(jobs(ten.slice(1))).toEqual({ jobs: 9, sum: 245, least: 12, most: 48 });
  expect(jobs(Array.from({ length: 10 }, () => 3))).toEqual({ jobs: 10, sum: 30, least: 3, most: 3 });
  expect(jobs([...ten, -1.7e308, 1.7e308])).not.toHaveProperty("spread");
  const spread = [1, 3, 0, 0, 0, 4, 0, 0, 0, 2];
  expect(
    printedText({
      meanPt: { jobs: 10, sum: 43.4, least: 0, most: 10, spread },
      events: { jobs: 100, sum: 990, least: 9, most: 10, spread: [1, 0, 0, 0, 0, 0, 0, 0, 0, 99] },
    }),
  ).toBe("meanPt 0 to 10 [.=___#___:]; events 990 in all, 9 to 10 a job [.________#]");
});
