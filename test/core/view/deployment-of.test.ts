import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { versionsShown } from "../../../action/core/view/deployment-of.ts";
import { anIntent, foldOf, pastOf } from "../submission/a-submission.ts";

const standing = (kind: StateKind, { version = "1.0.0", block = 0 } = {}) => ({
  key: submissionKey("sP26a-toy", version, block),
  state: foldOf(pastOf(kind, { intent: anIntent({ version, block }) })),
});
const shown = (...all: readonly ReturnType<typeof standing>[]) =>
  versionsShown(all).map(({ version, state, description }) => `${version} ${state}: ${description}`);

test.each([
  ["intended", "queued"],
  ["waiting", "queued"],
  ["withheld", "pending"],
  ["submitted", "in_progress"],
  ["running", "in_progress"],
  ["done", "success"],
  ["accepted", "success"],
  ["failed", "failure"],
  ["needs-person", "error"],
  ["closed", "inactive"],
] as const)("what is %s is shown as %s, with what that means", (kind, state) => {
  const [one] = versionsShown([standing(kind)]);

  expect(one).toMatchObject({ tag: "sP26a-toy", version: "1.0.0", commit: "c".repeat(40), state });
  expect(one?.description).toMatch(new RegExp(`^${kind}: \\w`));
  expect(one?.isWorthNew).toBe(kind !== "closed");
});

test("its log is at the monitor: its first task, once it has one", () => {
  expect(versionsShown([standing("intended")])[0]?.log).toBe("https://monitor.example.org");
  expect(versionsShown([standing("running")])[0]?.log).toMatch(/^https:\/\/monitor\.example\.org\/task\/\d+\/$/);
});

test("runs of a version are one: what a person must do first, by its lowest run, before what goes on", () => {
  const runs = [
    standing("running", { block: 1 }),
    standing("failed", { block: 9 }),
    standing("failed", { block: 3 }),
    standing("done", { block: 2 }),
  ];

  expect(shown(...runs)).toEqual(["1.0.0 failure: run 3: failed: a task failed"]);
  expect(shown(...runs.slice(0, 1), standing("done", { block: 2 }))).toEqual([
    "1.0.0 in_progress: run 1: running: its tasks run",
  ]);
});

test("each version is one of its own, and of what ended the success counts", () => {
  expect(
    shown(
      standing("withdrawn", { version: "2.0.0", block: 1 }),
      standing("done", { version: "2.0.0", block: 2 }),
      standing("running"),
    ),
  ).toEqual(["2.0.0 success: run 2: done: every task is done", "1.0.0 in_progress: running: its tasks run"]);
});

test("what was never promised is not shown", () => {
  expect(versionsShown([{ key: submissionKey("sP26a-toy", "1.0.0", 0), state: { kind: "none" } }])).toEqual([]);
});

test("no description is longer than GitHub takes", () => {
  const kinds: readonly StateKind[] = ["in-doubt", "conflict", "exhausted", "broken", "stalled", "rejected", "blocked"];
  for (const kind of kinds)
    expect(shown(standing(kind, { block: 12345678 }))[0]?.length).toBeLessThan(140 + "1.0.0 pending: ".length);
});
