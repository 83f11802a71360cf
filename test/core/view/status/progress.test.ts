import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { bar, barMarkdown, barText, progressOfTasks } from "../../../../action/core/view/status/progress.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { statusText } from "../../../../action/core/view/status/status-terminal.ts";
import { aTask, foldOf, pastOf } from "../../submission/a-submission.ts";

test.each([
  ["nothing yet", 0, 0, 1000, ".......... 0 of 1 000"],
  ["the first", 1, 0, 1000, ".......... 1 of 1 000"],
  ["one of one", 1, 0, 1, "========== 1 of 1"],
  ["half", 500, 0, 1000, "=====..... 500 of 1 000"],
  ["nearly all", 999, 0, 1000, "=========. 999 of 1 000"],
  ["all", 1000, 0, 1000, "========== 1 000 of 1 000"],
  ["one that failed first", 0, 1, 1000, "x......... 0 of 1 000, 1 failed"],
  ["one that failed on the way", 500, 1, 1000, "=====x.... 500 of 1 000, 1 failed"],
  ["all but one that failed", 999, 1, 1000, "=========x 999 of 1 000, 1 failed"],
  ["some of both, with nothing left", 455, 545, 1000, "====xxxxxx 455 of 1 000, 545 failed"],
  ["all failed", 0, 1000, 1000, "xxxxxxxxxx 0 of 1 000, 1 000 failed"],
  ["more than was counted", 12, 1, 10, "=========x 12 of 10, 1 failed"],
  ["an unknown number", 0, 0, 0, "number not known yet"],
] as const)(
  "The bar of %s is as wide as any other, and its numbers stand beside it",
  (_, done, failed, inputs, said) => {
    expect(barText({ done, failed, inputs })).toBe(said);
    expect(bar({ done, failed, inputs })).toHaveLength(inputs === 0 ? 0 : 10);
  },
);

test("A progress bar is code on a page, so that GitHub takes no character of it for Markdown", () => {
  expect(barMarkdown({ done: 4, failed: 1, inputs: 10 }, " inputs done").markdown).toBe(
    "`====x.....` 4 of 10 inputs done, 1 failed",
  );
  expect(barMarkdown({ done: 0, failed: 0, inputs: 0 }).markdown).toBe("number not known yet");
});

test("The progress of several tasks adds what failed, too", () => {
  const tasks = [aTask("simulate", "finished", { finished: 7, failed: 3 }), aTask("merge", "running", { files: 4 })];

  expect(progressOfTasks(tasks)).toEqual({ done: 7, failed: 3, inputs: 14 });
  expect(progressOfTasks([])).toEqual({ done: 0, failed: 0, inputs: 0 });
});

test("A comment and a terminal show the same bar and the same numbers of each step", () => {
  const tasks = [
    aTask("simulate", "running", { finished: 1200, failed: 30, files: 2000 }),
    aTask("merge", "defined", { files: 0 }),
  ];
  const seen = { event: "seen", verdict: "running", tasks, pandaDate: "2026-03-01T11:00:00.000Z" } as const;
  const one = { key: submissionKey("sP26a-toy", "1.0.0", undefined), state: foldOf([...pastOf("running"), seen]) };

  const [comment, terminal] = [statusMarkdown([one]), statusText([one])];

  expect(comment).toContain("| `======x...` 1 200 of 2 000, 30 failed | running |");
  expect(terminal).toContain("simulate  running  ======x... 1 200 of 2 000, 30 failed  http");
  expect(comment).toContain("| number not known yet | defined |");
  expect(terminal).toMatch(/merge {5}defined {2}number not known yet {2,}http/);
});
