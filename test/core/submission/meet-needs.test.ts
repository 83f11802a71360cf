import { describe, expect, test } from "vitest";
import type { InputNeed, TaskSeen } from "../../../action/core/ledger/event.ts";
import { meetNeeds } from "../../../action/core/submission/meet-needs.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, aSubmission, aTask } from "./a-submission.ts";

const need = (change: Partial<InputNeed> = {}): InputNeed =>
  ({
    kind: "production",
    input: "signal",
    tag: "sP26a-toy",
    version: "1.0.0",
    step: "simulate",
    output: null,
    require: 1,
    dataset: null,
    ...change,
  }) as InputNeed;

const content = (out: unknown) => ({
  format: 1 as const,
  request: { steps: { simulate: { out } } } as never,
  resources: [],
});
/** A submission of `simulate` and `merge` in a state, whose step makes these outputs. */
const upstream = (kind: StateKind, tasks?: readonly TaskSeen[], out: unknown = ["hits.tar"]): SubmissionState => {
  const state = aSubmission(kind);
  return {
    ...state,
    ...("intent" in state ? { intent: anIntent({ content: content(out) }) } : {}),
    ...(tasks === undefined || !("tasks" in state) ? {} : { tasks }),
  } as SubmissionState;
};
const meet = (one: InputNeed, state: SubmissionState | undefined, task?: TaskSeen) =>
  meetNeeds([one], () => ({ upstream: state, task }));

const done = [aTask("simulate", "done"), aTask("merge", "done")];
const partly = (finished: number): readonly TaskSeen[] => [
  aTask("simulate", "finished", { files: 100, finished }),
  aTask("merge", "done"),
];

describe("inputs from productions", () => {
  test("An input whose production failed for memory and is retried is still waited for", () => {
    const short = upstream("incomplete", partly(50));
    if (!("past" in short)) throw new Error(short.kind);
    const retry = {
      id: "memory-1-1",
      by: { policy: "retryMemory" },
      verb: "retry",
      step: "simulate",
      memory: 3000,
      sent: [],
      refused: [],
    };
    const retried = { ...short, past: { ...short.past, pendingCommands: [retry] } } as unknown as SubmissionState;

    expect(meet(need(), short)).toMatchObject({ kind: "lost" });
    expect(meet(need(), retried)).toMatchObject({ kind: "missing" });
  });

  test("An input from a trial is lost for the production that reads the trial", () => {
    const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "1", confirms: "1-a", of: "1.0.0" };
    const state = { ...upstream("done", done), intent: anIntent({ content: content(["hits.tar"]), trial }) };

    expect(meet(need(), state as SubmissionState)).toMatchObject({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 is a trial of pull request #7, whose data nothing may read",
    });
  });

  test("An input from a production that found fewer outside files than expected is lost, unless the request requires fewer", () => {
    const requestOf = (expected: number) => ({
      inputs: { data: { dataset: "d/", files: expected } },
      steps: { simulate: { in: [{ from: "data" }], out: ["hits.tar"] } },
    });
    const found = (files: number, expected = 50): SubmissionState =>
      ({
        ...upstream("done", [aTask("simulate", "done", { files, finished: files }), aTask("merge", "done")]),
        intent: anIntent({ content: { format: 1, request: requestOf(expected), resources: [] } }),
      }) as SubmissionState;

    expect(meet(need(), found(40))).toEqual({
      kind: "lost",
      reason:
        "sP26a-toy 1.0.0 found 80% of the files that it expects, less than is required: say so in new versions of both, by its `files` or by `require` here",
    });
    expect(meet(need(), found(2, 3))).toMatchObject({ reason: expect.stringContaining("found 66.6% of the files") });
    expect(meet(need({ require: 0.8 }), found(40))).toMatchObject({ kind: "met" });
    expect(meet(need(), found(50))).toMatchObject({ kind: "met" });
  });

  test("An input from a finished production gets the dataset name that PanDA gave, and the only output", () => {
    expect(meet(need(), upstream("done", done))).toEqual({
      kind: "met",
      needs: [need({ dataset: `${done[0]?.name}_hits.tar` })],
    });
  });

  test.each([
    "none",
    "intended",
    "waiting",
    "checking",
    "checked",
    "submitting",
    "not-sent",
    "in-doubt",
    "submitted",
    "running",
  ] as const)("An input from a production that is %s is waited for", (kind) => {
    expect(meet(need(), upstream(kind))).toEqual({ kind: "missing", inputs: ["sP26a-toy 1.0.0/simulate"] });
  });

  test("An input from a production that the ledger does not know is waited for", () => {
    expect(meet(need({ require: 0.95 }), undefined)).toEqual({
      kind: "missing",
      inputs: ["sP26a-toy 1.0.0/simulate, 95% of it"],
    });
  });

  test.each([
    "failed",
    "aborted",
    "broken",
    "exhausted",
    "stalled",
    "rejected",
    "blocked",
    "held",
    "conflict",
    "needs-person",
    "duplicate-suspected",
  ] as const)("An input from a production that is %s blocks its reader until a person acts", (kind) => {
    expect(meet(need(), upstream(kind))).toEqual({ kind: "lost", reason: `sP26a-toy 1.0.0 is ${kind}` });
  });

  test.each(["closed", "retired", "superseded", "withdrawn"] as const)(
    "An input from a production that is %s does not come by itself",
    (kind) => {
      expect(meet(need(), upstream(kind)).kind).toBe("lost");
    },
  );

  test("An input from a partly finished production is complete if the request accepts a part", () => {
    expect(meet(need({ require: 0.95 }), upstream("incomplete", partly(95))).kind).toBe("met");
    expect(meet(need({ require: 0.95 }), upstream("incomplete", partly(94)))).toMatchObject({
      kind: "lost",
      reason: expect.stringContaining("finished 94 of 100 files"),
    });
    expect(meet(need(), upstream("incomplete", partly(99))).kind).toBe("lost");
  });

  test("An input from a running production is never complete, because its data still grow", () => {
    expect(meet(need({ require: 0 }), upstream("running", partly(99))).kind).toBe("missing");
  });

  test("An input whose step or output does not exist is reported at once, while the production still runs", () => {
    expect(meet(need({ step: "simulat" } as Partial<InputNeed>), upstream("running"))).toMatchObject({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 has no step simulat",
    });
    expect(meet(need({ output: "dst.tar" } as Partial<InputNeed>), upstream("running"))).toMatchObject({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 has no output dst.tar in simulate",
    });
  });

  test("An input from a step with several outputs must name one, in any notation of the outputs", () => {
    const two = ["hits.tar", { name: "qa.root", optional: true }];

    expect(meet(need(), upstream("done", done, two))).toMatchObject({ kind: "lost" });
    expect(meet(need({ output: "qa.root" } as Partial<InputNeed>), upstream("done", done, two))).toMatchObject({
      kind: "met",
    });
  });
});

describe("exact inputs", () => {
  test("An input from a production that was never submitted is lost with the reason", () => {
    expect(meet(need(), upstream("skipped"))).toEqual({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 was never submitted: why",
    });
  });

  test("An input from a production that a person accepted with a part of its files is complete", () => {
    expect(meet(need({ require: 0.9 }), upstream("completed-partially", partly(95)))).toEqual({
      kind: "met",
      needs: [need({ require: 0.9, dataset: `${done[0]?.name}_hits.tar` })],
    });
  });

  test("An input gets the dataset of the step that the request names", () => {
    const merged = { ...content(["hits.tar"]), request: { steps: { merge: { out: ["all.tar"] } } } as never };
    const state = { ...upstream("done", done), intent: anIntent({ content: merged }) } as SubmissionState;

    expect(meet(need({ step: "merge" } as Partial<InputNeed>), state)).toMatchObject({
      needs: [{ dataset: `${done[1]?.name}_all.tar` }],
    });
  });

  test("An input whose own task is not seen is waited for, although another task of the production is seen", () => {
    expect(meet(need(), upstream("done", done.slice(1)))).toMatchObject({ kind: "missing" });
  });

  test("An input that must name one of several outputs is reported with their names", () => {
    expect(meet(need(), upstream("done", done, ["a.tar", { name: "b.tar" }]))).toEqual({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 makes a.tar, b.tar in simulate; choose one",
    });
  });

  test.each([
    ["no list", "hits.tar"],
    ["a list of numbers", [1, { name: 2 }]],
    ["nothing", null],
  ])("An input from a production whose outputs are %s is lost", (_, out) => {
    expect(meet(need({ output: "hits.tar" } as Partial<InputNeed>), upstream("done", done, out)).kind).toBe("lost");
  });

  test("Two lost inputs are reported with one sentence each", () => {
    const both = [need(), need({ input: "other", tag: "sP26a-other" } as Partial<InputNeed>)];

    expect(meetNeeds(both, () => ({ upstream: upstream("failed"), task: undefined }))).toEqual({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 is failed; sP26a-other 1.0.0 is failed",
    });
  });
});

test("Each of several inputs gets its own dataset", () => {
  const [one, other] = [
    need({ kind: "task", input: "a", task: "user.a", output: "o" } as Partial<InputNeed>),
    need({ kind: "task", input: "b", task: "user.b", output: "o" } as Partial<InputNeed>),
  ];

  expect(meetNeeds([one, other], () => ({ upstream: undefined, task: aTask("", "done") }))).toEqual({
    kind: "met",
    needs: [
      { ...one, dataset: "user.a_o" },
      { ...other, dataset: "user.b_o" },
    ],
  });
});

describe("inputs from tasks", () => {
  test.each(["failed", "aborted", "broken", "exhausted"])(
    "An input from a PanDA task that is %s is lost, and the task is named",
    (status) => {
      const met = meet(old, undefined, aTask("", status, { name: "user.x.old_000_make" }));

      expect(met).toEqual({ kind: "lost", reason: `task user.x.old_000_make is ${status}` });
    },
  );

  test("An input from a partly finished task is complete if the request accepts a part", () => {
    const part = aTask("", "finished", { files: 1, finished: 1 });

    expect(meet(old, undefined, part)).toEqual({
      kind: "met",
      needs: [{ ...old, dataset: "user.x.old_000_make_o.txt" }],
    });
  });

  test("An input from a finished task without files is lost, however small the required share", () => {
    const none = aTask("", "finished", { files: 0, finished: 0 });

    expect(meet({ ...old, require: 0 }, undefined, none).kind).toBe("lost");
  });

  const old = need({ kind: "task", task: "user.x.old_000_make", output: "o.txt" } as Partial<InputNeed>);

  test.each([
    ["done", "met"],
    ["running", "missing"],
    ["failed", "lost"],
    ["aborted", "lost"],
  ])("An input from a PanDA task that is %s is %s", (status, kind) => {
    expect(meet(old, undefined, aTask("", status)).kind).toBe(kind);
  });

  test("An input from a PanDA task that PanDA does not list is waited for", () => {
    expect(meet(old, undefined)).toEqual({ kind: "missing", inputs: ["task user.x.old_000_make"] });
  });

  test("An input from a PanDA task gets the dataset of the task's output", () => {
    expect(meet(old, undefined, aTask("", "done"))).toMatchObject({
      needs: [{ dataset: "user.x.old_000_make_o.txt" }],
    });
  });
});

test("An input that has its dataset keeps that dataset, whatever became of its source", () => {
  const bound = need({ dataset: "user.x.1_hits.tar" });

  expect(meet(bound, upstream("failed"))).toEqual({ kind: "met", needs: [bound] });
});

test("One lost input blocks a production even while another input is waited for", () => {
  const both = [need(), need({ input: "other", tag: "sP26a-other" } as Partial<InputNeed>)];

  const met = meetNeeds(both, (one) => ({
    upstream: one.input === "other" ? upstream("failed") : undefined,
    task: undefined,
  }));

  expect(met).toEqual({ kind: "lost", reason: "sP26a-other 1.0.0 is failed" });
});
