import { expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../../action/core/ledger/event.ts";
import { next } from "../../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { productionPage } from "../../../../action/core/view/ledger/production-page.ts";
import { limitedText, notesOf } from "../../../../action/core/view/status/notes-text.ts";
import { describeState } from "../../../../action/core/view/status/state-text.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { statusText } from "../../../../action/core/view/status/status-terminal.ts";
import { anIntent, aSubmission, aTask, byPerson, context, foldOf, key, pastOf } from "../../submission/a-submission.ts";

const after = (kind: Parameters<typeof pastOf>[0], ...events: readonly SubmissionEvent[]): SubmissionState =>
  foldOf([...pastOf(kind), ...events]);

const withdrawnBy = (kind: "intended" | "done", reason: string): SubmissionState => {
  const before = aSubmission(kind);
  return foldOf(next(before, byPerson("withdraw", { reason, data: "drop" }), context).events, undefined, before);
};

test("A withdrawn submission says who withdrew it and why, on each page", () => {
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

test("A submission that is being withdrawn says who withdrew it and why, on the ledger's page too", () => {
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

test("A submission that main dropped before it was sent says what main says", () => {
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

test("A priority is said with who asked for it, and as set when PanDA was told", () => {
  const asked: SubmissionEvent = { event: "person", verb: "priority", by: "ada", id: "p", reason: "", priority: 950 };
  const sent: SubmissionEvent = {
    event: "commanding",
    verb: "priority",
    task: 1,
    attemptNr: 1,
    priority: 950,
    command: "p",
  };
  const running = at(undefined, "running");

  expect(notesOf(after("submitted", asked, running))).toEqual(["ada asked for priority 950"]);
  expect(notesOf(after("submitted", asked, running, sent))).toEqual(["ada set priority 950"]);
  expect(notesOf(after("submitted", { ...asked, step: "simulate" }, running))).toEqual([
    "ada asked for priority 950 of step simulate",
  ]);
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

const contentOf = (files: number, input = {}) => ({
  format: 1 as const,
  request: {
    inputs: { data: { dataset: "d/", files } },
    steps: { simulate: { in: [{ from: "data", ...input }] }, merge: { in: [{ from: "simulate" }] } },
  },
  resources: [],
});
type Change = Parameters<typeof anIntent>[0] & { readonly status?: string; readonly found?: number };
const wordsOf = ({ status = "running", found = 1, ...change }: Change): readonly string[] =>
  limitedText(
    foldOf([
      ...pastOf("submitted", { intent: anIntent({ content: contentOf(1), ...change }) }),
      {
        event: "seen",
        verdict: "running",
        tasks: [aTask("simulate", status, { files: found }), aTask("merge", "running", { files: 1 })],
      },
    ]),
  );
const approved = { approval: "approved by grace" };

test("The status of runs within a daily limit instead of an approval says how many files were taken, and that later files may differ", () => {
  expect(wordsOf({ approval: "the policy of productions/conventions.yaml, and no person (later runs)" })).toEqual([
    "step simulate takes 1 file of its input and no more, as its request expects and the limit counts; others may stand there, which PanDA does not tell",
  ]);
});

test("The status of approved productions has no text about a daily limit", () => {
  expect(wordsOf({ approval: "approved by grace" })).toEqual([]);
});

test.each(["running", "done", "finished"])(
  "The status of a task that is %s says if a step found fewer files of an input than the request expects",
  (status) => {
    expect(wordsOf({ ...approved, content: contentOf(5), status })).toEqual([
      "step simulate found 1 file of `data`, and the request expects 5: what is made of the others is missing",
    ]);
  },
);

test("The status says nothing about missing files while PanDA still reads the dataset", () => {
  expect(wordsOf({ ...approved, content: contentOf(5), status: "ready" })).toEqual([]);
});

test.each([
  ["skipped", { skip: 4 }],
  ["chosen by a pattern", { match: "*.dat" }],
])("Input files that are %s are not reported as missing in the status", (_, input) => {
  expect(wordsOf({ ...approved, content: contentOf(5, input) })).toEqual([]);
});

test("The status says if a job that must read all files found more files than expected", () => {
  const files = { ...approved, content: contentOf(1, { filesPerJob: "all" }) };
  expect(wordsOf(files)).toEqual([]);
  expect(wordsOf({ ...files, found: 2 })).toEqual([
    "step simulate found more files of `data` than the 1 that the request expects, so its job runs nothing",
  ]);
});
