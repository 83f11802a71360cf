import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { spanText } from "../../../../action/core/view/status/result-text.ts";
import { describeState } from "../../../../action/core/view/status/state-text.ts";
import { at, bothTasks, foldOf, pastOf } from "../../submission/a-submission.ts";

const ended = (bytes: number | null): string => {
  const seen: SubmissionEvent = { event: "seen", verdict: "done", tasks: bothTasks("done"), pandaDate: at("11:10") };
  const record: SubmissionEvent = {
    event: "recorded",
    steps: [
      {
        ...{ step: "simulate", task: 1, kind: "all", count: 9, first: 1, last: 9, sites: { BNL: 9 }, failures: {} },
        outputs: { a: { files: 9, bytes }, b: { files: 1, bytes: 1000 } },
      },
    ],
  };
  return describeState(foldOf([...pastOf("submitted"), seen, record]));
};

test("The status of a finished submission shows files, their size and the time at PanDA", () => {
  expect(ended(118_000)).toBe("all 2 tasks are done: 10 files, 119 kB, in 1 h 10 min");
  expect(ended(null)).toBe("all 2 tasks are done: 10 files, in 1 h 10 min");
});

test.each([
  [40, "40 s"],
  [70, "1 min 10 s"],
  [7200, "2 h"],
  [273_600, "3 d 4 h"],
])("A time of %i seconds is shown in its two largest units", (seconds, words) => {
  expect(spanText(seconds)).toBe(words);
});
