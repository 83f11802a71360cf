import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import type { SubmissionStatus } from "../../../../action/core/view/status/status-text.ts";
import { aSubmission, aTask, at, foldOf, key, pastOf } from "../../submission/a-submission.ts";

const many = (kind: StateKind, count: number): readonly SubmissionStatus[] =>
  Array.from({ length: count }, (_, index) => ({
    key: submissionKey(`sP26a-${kind}-${index}`, "1.0.0", undefined),
    state: aSubmission(kind),
  }));

test.each(["running", "failed", "done"] as const)(
  "The status of 300 productions that are %s fits into a comment",
  (kind) => {
    const text = statusMarkdown(many(kind, 300));

    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.split("\n")[0]).toBe(`**300 productions: 300 ${kind}.**`);
  },
);

test("The status comment begins with questions to people by cause, then running submissions, and then the last ended ones", () => {
  const text = statusMarkdown([...many("done", 150), ...many("running", 100), ...many("failed", 50)]);

  expect(text.length).toBeLessThanOrEqual(65_536);
  const [failed, running, done] = ["**50 productions**: failed", "**100 running**", "**150 done**"].map((part) =>
    text.indexOf(part),
  );
  expect([failed, running, done].toSorted((a = 0, b = 0) => a - b)).toEqual([failed, running, done]);
  expect(failed).toBeGreaterThan(0);
  expect(text).toContain("sP26a-failed-0 1.0.0, sP26a-failed-1 1.0.0, sP26a-failed-2 1.0.0 and 47 more");
  expect(text).toMatch(/```text\nverb: {2}retry\ncause: [0-9a-f]{8}\n```/);
  expect(text).toContain("/shrek retry sP26a-failed-0@1.0.0");
});

test("Many submissions that need no person are one line in the status comment, with a link to their tasks", () => {
  const text = statusMarkdown([...many("running", 6), ...many("failed", 1)]);

  expect(text.match(/\| simulate, \[/g)).toHaveLength(1);
  expect(text).toMatch(/\*\*sP26a-running-0 1\.0\.0\*\*: running, .*, task \[1\]\(https:.*\/task\/1\/\)/);
});

test("A move that had no lasting effect is named in the second line of the status comment, and explained in its own line", () => {
  const tasks = [aTask("simulate", "running", { site: "BNL", attemptNr: 1 })];
  const told = { event: "commanding", verb: "move", task: 1, attemptNr: 1, pandaDate: at("11:00"), site: "X" } as const;
  const moved = foldOf([
    ...pastOf("submitted"),
    { event: "person", verb: "move", by: "ada", id: "c1", reason: "", site: "X" },
    { event: "seen", verdict: "running", tasks },
    ...[told, told, told, told],
  ]);

  const alone = statusMarkdown([{ key, state: moved }]);
  const among = statusMarkdown([{ key, state: moved }, ...many("running", 6)]);

  expect(alone.split("\n")[1]).toBe("Its move did not hold: what to do stands below.");
  expect(among.split("\n")[1]).toBe("The move of 1 of them did not hold: what to do stands below.");
  for (const text of [alone, among]) expect(text).toMatch(/^the move to X did not hold: .* move it anew/m);
});

test("The status comment counts submissions that do not fit, and says where to find them", () => {
  const text = statusMarkdown([...many("running", 3000), ...many("done", 10)]);

  const shown = text.match(/^- sP26a-running-\d+ 1\.0\.0, task/gm)?.length ?? 0;
  expect(shown).toBeGreaterThan(300);
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain(`And ${3000 - shown} more`);
  expect(text).toContain("`shrek status`");
});

test("A few productions are shown completely in the status comment, in their order", () => {
  const text = statusMarkdown(many("running", 2));

  expect(text.match(/\| simulate, \[/g)).toHaveLength(2);
  expect(text).not.toContain("more");
});

test("A request that main refuses is shown in the status with its problems, and not as successful", () => {
  const problem = {
    code: "bad-dataset-name",
    severity: "error",
    file: "productions/x/production.yaml",
    line: 3,
    col: 1,
  } as const;
  const refused = [{ folder: "productions/x", problems: [{ ...problem, message: "Not YAML, says @mallory." }] }];

  const text = statusMarkdown([], { refused });

  expect(text.split("\n").slice(0, 2)).toEqual([
    "**1 request refused on main.**",
    "Fix it in a new pull request; nothing new of it is submitted before that.",
  ]);
  expect(text).toContain("`productions/x/production.yaml:3:1`");
  expect(text).toContain("`@mallory`.");
});

test("A question after a revert offers only the commands to keep or drop", () => {
  const state = foldOf([...pastOf("running"), { event: "left-main", reason: "main is back at sP26a-toy 0.9.0" }]);

  const points = statusMarkdown([{ key, state }])
    .split("\n")
    .filter((line) => line.startsWith("- "));

  expect(points).toEqual([
    expect.stringMatching(
      /^- `\/shrek withdraw keep sP26a-toy@1.0.0` or `\/shrek withdraw drop sP26a-toy@1.0.0`: kills /,
    ),
  ]);
});
