import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionData } from "../../../../action/core/view/site/submission-data.ts";
import { addPart, dataParts, type TagSoFar, tagFile } from "../../../../action/core/view/site/tag-data.ts";
import { aTask, at, bothTasks, pastOf, stateKinds } from "../../submission/a-submission.ts";
import { aRead, aRequest, readOf, recorded, twoSteps } from "./made.ts";

test("A page has the steps with what they read, how far they came and when, why jobs failed, and what they made", () => {
  const seen = (finished: number, time: string) =>
    ({
      event: "seen",
      verdict: "running",
      tasks: [aTask("simulate", "running", { finished })],
      pandaDate: at(time),
    }) as const;
  const said = { "payload, exit code 1": "no space left" };
  const one = aRead("submitted", {}, [
    seen(0, "12:00"),
    seen(4, "13:00"),
    seen(4, "14:00"),
    {
      event: "seen",
      verdict: "failed",
      tasks: [aTask("simulate", "failed", { finished: 7, failed: 3 })],
      pandaDate: at("15:00"),
    },
    {
      event: "recorded",
      steps: [recorded("simulate", { failures: { "pilot 1305": 1, "payload, exit code 1": 2 }, said })],
    },
  ]);

  const { steps, commands, history, asks } = submissionData(one);

  expect(asks).toBe(true);
  expect(commands.map(({ line }) => line)).toContain("/shrek retry sP26a-toy@1.0.0");
  expect(steps).toEqual([
    {
      ...{ step: "simulate", after: [], jobs: 10, done: 7, inputs: 10, failed: 3 },
      task: { id: 1, status: "failed", site: "", dialog: "" },
      course: [
        [at("12:00"), 0, 10, 0],
        [at("13:00"), 4, 10, 0],
        [at("15:00"), 7, 10, 3],
      ],
      failures: [
        { failure: "payload, exit code 1", jobs: 2, said: "no space left" },
        { failure: "pilot 1305", jobs: 1 },
      ],
      datasets: [{ dataset: "out_simulate", files: 10, bytes: 5000 }],
    },
    {
      step: "merge",
      after: ["simulate"],
      jobs: 1,
      done: 0,
      inputs: 0,
      failed: 0,
      course: [],
      failures: [],
      datasets: [],
    },
  ]);
  expect(history.map(({ what }) => what)).toEqual([
    "entered",
    "PanDA's check was begun",
    "PanDA's check accepted it",
    "the submit was begun",
    "submitted: request 7",
    "running",
    "failed",
    "its jobs were read",
  ]);
});

test("A page says who asked and approved, from where, and what it is foreseen to cost", () => {
  const { asked, card } = submissionData(
    aRead("done", { pullRequest: 7 }, [{ event: "recorded", steps: [recorded("simulate"), recorded("merge")] }]),
  );

  expect(asked).toMatchObject({
    by: "Ada",
    approved: "not asked: loopback",
    pullRequest: 7,
    folder: "productions/toy",
    coreHoursForeseen: 10.1,
  });
  expect(card).toMatchObject({
    coreHours: { used: 10, foreseen: 10.1 },
    cite: expect.stringContaining("pull request 7"),
  });
});

test.each(stateKinds.filter((kind) => kind !== "none"))(
  "A submission that is %s has a page with its history",
  (kind) => {
    const { state, history, words } = submissionData(aRead(kind));

    expect(state).toBe(kind);
    expect(words).not.toBe("");
    expect(history.length).toBeGreaterThan(0);
  },
);

test("Each act of a person, PanDA or Rucio stands in the history in a sentence", () => {
  const { history } = submissionData(
    aRead("running", {}, [
      { event: "person", verb: "pause", by: "bob", id: "1", reason: "disk" },
      { event: "commanding", verb: "pause", task: 5, attemptNr: 1 },
      { event: "order-refused", verb: "pause", task: 5, reason: "ended" },
      { event: "looked", pandaDate: at("20:00") },
      { event: "seen", verdict: "running", tasks: bothTasks("running"), pandaDate: at("20:00") },
      { event: "read-by", tag: "sP26a-reader", version: "2.0.0" },
      { event: "kept", until: null, dids: [] },
      { event: "withdrawn", data: "drop", reason: "main does not hold it" },
    ]),
  );

  expect(history.slice(-6).map(({ what }) => what)).toEqual([
    "bob asked to pause: disk",
    "PanDA was told to pause task 5",
    "PanDA refused pause of task 5: ended",
    "sP26a-reader@2.0.0 reads its data",
    "kept in Rucio for ever",
    "withdrawn: main does not hold it; data: drop",
  ]);
});

const jsonIn = (file: { readonly bytes: Uint8Array }): unknown => JSON.parse(new TextDecoder().decode(file.bytes));

test("A tag's file has its versions, the newest first, each with what differs from the one before", () => {
  const later = { ...twoSteps, request: { ...twoSteps.request, build: "ana.531" } };
  const tag: TagSoFar = { tag: "sP26a-toy", campaigns: [], versions: new Map(), statuses: [] };
  addPart(tag, [aRead("done", { version: "1.9.0" }), aRead("running", { version: "1.10.0", content: later })]);

  const file = tagFile(tag);

  expect(file.path).toBe("data/of/sP26a-toy.json");
  expect(jsonIn(file)).toMatchObject({
    versions: [
      {
        version: "1.10.0",
        submission: { state: "running" },
        changes: { against: "1.9.0", rows: [{ place: "production", what: "build", was: "ana.530", is: "ana.531" }] },
      },
      { version: "1.9.0", submission: { state: "done" } },
    ],
  });
});

test("Runs stand by the hundred in files of their own, which the tag's file names with their states", () => {
  const keys = [53_877, 53_878, 53_901].map((run) => submissionKey("sP26a-toy", "1.0.0", run));
  const parts = dataParts([...keys, submissionKey("sP26a-toy", "2.0.0", undefined)]);
  expect(parts.map((part) => part.keys.length)).toEqual([2, 1, 1]);

  const tag: TagSoFar = { tag: "sP26a-toy", campaigns: [], versions: new Map(), statuses: [] };
  const files = addPart(tag, [
    readOf(aRequest({ run: 53_877 }), pastOf("done", { intent: aRequest({ run: 53_877 }) })),
    aRead("held", { run: 53_878 }),
  ]);

  expect(files.map(({ path }) => path)).toEqual(["data/runs/sP26a-toy/1.0.0/538xx.json"]);
  expect(jsonIn(tagFile(tag))).toMatchObject({
    versions: [
      {
        runs: [
          {
            path: "data/runs/sP26a-toy/1.0.0/538xx.json",
            runs: [
              [53_877, "done"],
              [53_878, "held"],
            ],
          },
        ],
      },
    ],
  });
});
