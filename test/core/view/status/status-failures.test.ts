import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { stepsSince } from "../../../../action/core/view/status/steps-since.ts";
import { aTask, at, foldOf, key, lineOf, pastOf } from "../../submission/a-submission.ts";

type Counted = { readonly failures?: Record<string, number>; readonly said?: Record<string, string> };
const record = (change: Counted): SubmissionEvent => ({
  event: "recorded",
  steps: [
    {
      ...{ step: "simulate", task: 1, kind: "all", count: 9, first: 1, last: 9, sites: { BNL: 9 }, outputs: {} },
      failures: {},
      ...change,
    },
  ],
});
const failedWith = (change: Counted): string =>
  statusMarkdown([{ key, state: foldOf([...pastOf("failed"), record(change)]) }]);

test("Failures in the status comment are counted by class with what PanDA says of one job, after the command to copy", () => {
  const failures = { "stage-in": 1, "payload, exit code 127": 3 };
  const said = { "payload, exit code 127": "payload exited with 127:\nfit.sh: line 3: root.exe: command not found" };

  const text = failedWith({ failures, said });

  expect(text).toContain(
    "4 jobs of simulate failed: 3 payload, exit code 127; 1 stage-in. PanDA says of one of each kind:",
  );
  expect(text).toContain(
    "```text\n# payload, exit code 127\npayload exited with 127:\nfit.sh: line 3: root.exe: command not found\n```",
  );
  expect(text.indexOf("```text\n/shrek retry sP26a-toy@1.0.0\n```")).toBeGreaterThan(0);
  expect(text.indexOf("/shrek retry")).toBeLessThan(text.indexOf("4 jobs of"));
});

test("Failures of a step that a retry made whole are shown no more, also while another step has not ended", () => {
  const again = (simulate: string): SubmissionEvent => ({
    ...{ event: "seen", verdict: "running", pandaDate: at("13:00") },
    tasks: [aTask("simulate", simulate), aTask("merge", "running")],
  });
  const after = (simulate: string): string =>
    statusMarkdown([
      { key, state: foldOf([...pastOf("failed"), record({ failures: { "pilot 1137": 9 } }), again(simulate)]) },
    ]);

  expect(after("running")).toContain("9 jobs of simulate failed");
  expect(after("done")).not.toContain("jobs of simulate failed");
});

test("The last words of a job stay text in the status comment, however they try to end their block", () => {
  const words = "```\n</details> @grace #7 <img src=x> [x](https://evil.example)\n~~~~\n| a | b |\n\u202eback";

  const text = failedWith({ failures: { "payload, exit code 1": 1 }, said: { "payload, exit code 1": words } });

  const [, block = ""] = /\n````text\n([^]*?)\n````\n/.exec(`${text}\n`) ?? [];
  expect(block).toContain("</details> @grace #7 <img src=x>");
  expect(block).not.toContain("\u202e");
  expect(text.replace(block, "")).not.toMatch(/@grace|<img|evil/);
});

test("A completion record without failures, or an unreadable one, shows no failures in the status comment", () => {
  expect(failedWith({})).not.toContain("jobs of simulate failed");
  const unknown: SubmissionEvent = {
    event: "recorded",
    steps: [{ step: "simulate", task: 1, kind: "not-known", reason: "PanDA told no job of it" }],
  };
  expect(statusMarkdown([{ key, state: foldOf([...pastOf("failed"), unknown]) }])).not.toContain("failed:");
});

test("The status comment shows since when a step has its status, by PanDA's clock", () => {
  const seen = (simulate: string, merge: string): SubmissionEvent => ({
    event: "seen",
    verdict: "running",
    tasks: [aTask("simulate", simulate), aTask("merge", merge)],
    pandaDate: at("9:30"),
  });
  const lines = [
    lineOf(seen("running", "defined"), at("10:00")),
    lineOf({ ...seen("done", "defined"), pandaDate: at("11:00") } as SubmissionEvent, at("11:05")),
    lineOf({ ...seen("done", "running"), pandaDate: at("12:00") } as SubmissionEvent, at("12:05")),
    lineOf({ ...seen("done", "running"), pandaDate: at("13:00") } as SubmissionEvent, at("13:05")),
  ];

  const since = stepsSince(lines);

  expect([...since]).toEqual([
    ["simulate", at("11:00")],
    ["merge", at("12:00")],
  ]);
  const text = statusMarkdown([{ key, state: foldOf(pastOf("running")), stepsSince: since }]);
  expect(text).toContain("| step, task | inputs done | status, since (UTC) |");
  expect(text).toMatch(/\| simulate, \[1\]\(https:.*\/task\/1\/\) \| `[=x.]+` \d+ of \d+ \| \w+, 2026-03-01 11:00 \|/);
});

test("Failed files are shown next to finished ones in the status comment", () => {
  const tasks = [aTask("simulate", "finished", { finished: 7, failed: 3 })];
  const ended: SubmissionEvent = { event: "seen", verdict: "incomplete", tasks, pandaDate: at("9:30") };

  expect(statusMarkdown([{ key, state: foldOf([...pastOf("running"), ended]) }])).toContain(
    "| `=======xxx` 7 of 10, 3 failed | finished |",
  );
});

test("The question to keep or drop after a revert prefers no command, because both kill the tasks", () => {
  const state = foldOf([...pastOf("running"), { event: "left-main", reason: "main is back" }]);

  expect(statusMarkdown([{ key, state }])).not.toContain("Write this");
});
