import { expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../../action/core/ledger/event.ts";
import { next } from "../../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { productionPage } from "../../../../action/core/view/ledger/production-page.ts";
import { notesOf } from "../../../../action/core/view/status/notes-text.ts";
import { describeState } from "../../../../action/core/view/status/state-text.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { statusText } from "../../../../action/core/view/status/status-terminal.ts";
import { aSubmission, aTask, byPerson, context, foldOf, key, pastOf } from "../../submission/a-submission.ts";

const after = (kind: Parameters<typeof pastOf>[0], ...events: readonly SubmissionEvent[]): SubmissionState =>
  foldOf([...pastOf(kind), ...events]);

const withdrawnBy = (kind: "intended" | "done", reason: string): SubmissionState => {
  const before = aSubmission(kind);
  return foldOf(next(before, byPerson("withdraw", { reason, data: "drop" }), context).events, undefined, before);
};

test("What was withdrawn says who withdrew it and why, on each page", () => {
  const [unsent, retired] = [withdrawnBy("intended", "the geometry was wrong"), withdrawnBy("done", "")];

  expect(describeState(unsent)).toBe("it was never submitted; ada withdrew it: the geometry was wrong");
  expect(describeState(retired)).toBe("its data: drop; ada withdrew it");
  for (const page of [
    statusMarkdown([{ key, state: unsent }]),
    statusText([{ key, state: unsent }]),
    productionPage(key, unsent),
  ])
    expect(page).toContain("ada withdrew it: the geometry was wrong");
});

test("What is being withdrawn says who withdrew it and why, on the ledger's page too", () => {
  const state = after("running", {
    event: "person",
    verb: "withdraw",
    by: "ada",
    id: "1",
    reason: "wrong",
    data: "keep",
  });
  const said = "ada withdrew it: wrong (data: keep); it ends when nothing of it runs at PanDA";

  expect(notesOf(state)).toEqual([said]);
  expect(productionPage(key, state)).toContain("ada withdrew it: wrong");
});

test("What main dropped before it was submitted says what main says", () => {
  const before = aSubmission("held");
  const { events } = next(before, { kind: "left-main", reason: "main is back at sP26a-toy 0.9.0" }, context);

  expect(describeState(foldOf(events, undefined, before))).toBe(
    "it was never submitted; main is back at sP26a-toy 0.9.0",
  );
});

const move: SubmissionEvent = { event: "person", verb: "move", by: "ada", id: "m", reason: "", site: "SITE_B" };
const told: SubmissionEvent = {
  event: "commanding",
  verb: "move",
  task: 1,
  attemptNr: 1,
  site: "SITE_B",
  command: "m",
};
const at = (site: string | undefined, verdict: "running" | "done" | "failed", more: Partial<TaskSeen> = {}) => {
  const task = aTask("simulate", verdict, { ...(site === undefined ? {} : { site }), ...more });
  return { event: "seen", verdict, tasks: [task] } as const;
};
const to = (verb: string, word: string): string =>
  `it ${verb} at SITE_B ${word} ada said so, which git does not say; to keep it, write it under sites of the next version`;

test.each([
  ["before it was sent", [move, at("SITE_A", "running")], ["ada asked to move it to SITE_B"]],
  ["sent, while its task is elsewhere", [move, told, at("SITE_A", "running")], ["ada asked to move it to SITE_B"]],
  ["when its task is there", [move, told, at("SITE_B", "running")], [to("runs", "since")]],
  ["sent to a task whose site is unknown", [move, told, at(undefined, "running")], [to("runs", "since")]],
  ["when its task is done there", [move, told, at("SITE_B", "done")], [to("ran", "because")]],
  ["of what was done elsewhere before", [move, at("SITE_A", "done")], []],
] as const)("A move %s is said once, as it is", (_, events, said) => {
  expect(notesOf(after("submitted", ...events))).toEqual(said);
});

const memory = { step: "simulate", task: 1, attemptNr: 1, lastJob: 9, outOfMemory: 2 } as const;
const more: SubmissionEvent = { event: "diagnosed", ...memory, memory: 500 };
const again = (is: string): string =>
  `step simulate (task 1): 2 jobs died of memory; the failed part ${is} tried again with 500 MB per core, as the request says`;
const retried: SubmissionEvent = { event: "completed", id: "memory-1-1" };

test.each([
  ["under way", [at(undefined, "failed"), more], [again("is")]],
  ["that runs", [at(undefined, "failed"), more, retried, at(undefined, "running", { attemptNr: 2 })], [again("is")]],
  ["that is done", [at(undefined, "failed"), more, retried, at(undefined, "done", { attemptNr: 2 })], [again("was")]],
  ["that failed", [at(undefined, "failed"), more, retried, at(undefined, "failed", { attemptNr: 2 })], [again("was")]],
] as const)("A retry with more memory %s is said in its time", (_, events, said) => {
  expect(notesOf(after("submitted", ...events))).toEqual(said);
});

test("A command that PanDA refuses for several tasks is one note", () => {
  const pause: SubmissionEvent = { event: "person", verb: "pause", by: "ada", id: "p", reason: "" };
  const refused = [1, 2, 3].map(
    (task): SubmissionEvent => ({
      event: "order-refused",
      verb: "pause",
      task,
      reason: `${task}: not now`,
      command: "p",
    }),
  );

  expect(notesOf(after("running", pause, ...refused))).toEqual(["PanDA refused pause of tasks 1, 2 and 3: 3: not now"]);
});
