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

describe("another production", () => {
  test("that ended short, and is retried with more memory, may still come", () => {
    const short = upstream("short", partly(50));
    if (!("past" in short)) throw new Error(short.kind);
    const wish = { id: "memory-1-1", verb: "retry", step: "simulate", memory: 3000, told: [], refused: [] };
    const retried = { ...short, past: { ...short.past, wishes: [wish] } } as unknown as SubmissionState;

    expect(meet(need(), short)).toMatchObject({ kind: "lost" });
    expect(meet(need(), retried)).toMatchObject({ kind: "missing" });
  });

  test("that is a trial is lost to whoever reads it", () => {
    const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "1", confirms: "1-a", of: "1.0.0" };
    const state = { ...upstream("done", done), intent: anIntent({ content: content(["hits.tar"]), trial }) };

    expect(meet(need(), state as SubmissionState)).toMatchObject({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 is a trial of pull request #7, whose data nothing may read",
    });
  });

  test("that found fewer files of outside data than were planned lacks what is made of them, unless less is enough", () => {
    const request = {
      inputs: { data: { dataset: "d/", expect: { files: 50 } } },
      steps: { simulate: { in: [{ from: "data" }], out: ["hits.tar"] } },
    };
    const found = (files: number): SubmissionState =>
      ({
        ...upstream("done", [aTask("simulate", "done", { files, finished: files }), aTask("merge", "done")]),
        intent: anIntent({ content: { format: 1, request, resources: [] } }),
      }) as SubmissionState;

    expect(meet(need(), found(40))).toEqual({
      kind: "lost",
      reason:
        "sP26a-toy 1.0.0 found 80% of the files that it expects, less than is required: say so in new versions of both, by its `expect` or by `require` here",
    });
    expect(meet(need({ require: 0.8 }), found(40))).toMatchObject({ kind: "met" });
    expect(meet(need(), found(50))).toMatchObject({ kind: "met" });
  });

  test("that is done gives the name that PanDA gave, and the only output", () => {
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
    "abandoned",
    "in-doubt",
    "submitted",
    "running",
  ] as const)("that is %s is waited for", (kind) => {
    expect(meet(need(), upstream(kind))).toEqual({ kind: "missing", inputs: ["sP26a-toy 1.0.0/simulate"] });
  });

  test("that the ledger does not know is waited for", () => {
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
    "withheld",
    "conflict",
    "needs-person",
    "duplicate-suspected",
  ] as const)("that is %s will not come by itself", (kind) => {
    expect(meet(need(), upstream(kind))).toEqual({ kind: "lost", reason: `sP26a-toy 1.0.0 is ${kind}` });
  });

  test.each(["closed", "retired", "superseded", "withdrawn"] as const)("that is %s neither", (kind) => {
    expect(meet(need(), upstream(kind)).kind).toBe("lost");
  });

  test("that ended with a part is enough where a part is", () => {
    expect(meet(need({ require: 0.95 }), upstream("short", partly(95))).kind).toBe("met");
    expect(meet(need({ require: 0.95 }), upstream("short", partly(94)))).toMatchObject({
      kind: "lost",
      reason: expect.stringContaining("finished 94 of 100 files"),
    });
    expect(meet(need(), upstream("short", partly(99))).kind).toBe("lost");
  });

  test("that still runs is never enough: its data grow, and what is read would depend on the minute", () => {
    expect(meet(need({ require: 0 }), upstream("running", partly(99))).kind).toBe("missing");
  });

  test("that lacks the step or the output is told at once, while it runs", () => {
    expect(meet(need({ step: "simulat" } as Partial<InputNeed>), upstream("running"))).toMatchObject({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 has no step simulat",
    });
    expect(meet(need({ output: "dst.tar" } as Partial<InputNeed>), upstream("running"))).toMatchObject({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 has no output dst.tar in simulate",
    });
  });

  test("with several outputs has to be asked for one, however it writes them", () => {
    const two = ["hits.tar", { name: "qa.root", optional: true }];

    expect(meet(need(), upstream("done", done, two))).toMatchObject({ kind: "lost" });
    expect(meet(need({ output: "qa.root" } as Partial<InputNeed>), upstream("done", done, two))).toMatchObject({
      kind: "met",
    });
  });
});

describe("another production, exactly", () => {
  test("that was never submitted says why", () => {
    expect(meet(need(), upstream("skipped"))).toEqual({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 was never submitted: why",
    });
  });

  test("that was accepted with a part is read as any other", () => {
    expect(meet(need({ require: 0.9 }), upstream("accepted", partly(95)))).toEqual({
      kind: "met",
      needs: [need({ require: 0.9, dataset: `${done[0]?.name}_hits.tar` })],
    });
  });

  test("gives the data of the step that is asked for", () => {
    const merged = { ...content(["hits.tar"]), request: { steps: { merge: { out: ["all.tar"] } } } as never };
    const state = { ...upstream("done", done), intent: anIntent({ content: merged }) } as SubmissionState;

    expect(meet(need({ step: "merge" } as Partial<InputNeed>), state)).toMatchObject({
      needs: [{ dataset: `${done[1]?.name}_all.tar` }],
    });
  });

  test("whose task is not seen is waited for, though another is", () => {
    expect(meet(need(), upstream("done", done.slice(1)))).toMatchObject({ kind: "missing" });
  });

  test("with several outputs says which there are", () => {
    expect(meet(need(), upstream("done", done, ["a.tar", { name: "b.tar" }]))).toEqual({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 makes a.tar, b.tar in simulate; choose one",
    });
  });

  test.each([
    ["no list", "hits.tar"],
    ["a list of numbers", [1, { name: 2 }]],
    ["nothing", null],
  ])("whose outputs are %s makes none", (_, out) => {
    expect(meet(need({ output: "hits.tar" } as Partial<InputNeed>), upstream("done", done, out)).kind).toBe("lost");
  });

  test("that is lost twice is told twice, with one sentence between", () => {
    const both = [need(), need({ input: "other", tag: "sP26a-other" } as Partial<InputNeed>)];

    expect(meetNeeds(both, () => ({ upstream: upstream("failed"), task: undefined }))).toEqual({
      kind: "lost",
      reason: "sP26a-toy 1.0.0 is failed; sP26a-other 1.0.0 is failed",
    });
  });
});

test("each of several inputs gets its own data", () => {
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

describe("a task", () => {
  test.each(["failed", "aborted", "broken", "exhausted"])("that is %s is lost by name", (status) => {
    const met = meet(old, undefined, aTask("", status, { name: "user.x.old_000_make" }));

    expect(met).toEqual({ kind: "lost", reason: `task user.x.old_000_make is ${status}` });
  });

  test("that finished with a part gives it, when a part is enough", () => {
    const part = aTask("", "finished", { files: 1, finished: 1 });

    expect(meet(old, undefined, part)).toEqual({
      kind: "met",
      needs: [{ ...old, dataset: "user.x.old_000_make_o.txt" }],
    });
  });

  test("that finished without files gives nothing, however little is required", () => {
    const none = aTask("", "finished", { files: 0, finished: 0 });

    expect(meet({ ...old, require: 0 }, undefined, none).kind).toBe("lost");
  });

  const old = need({ kind: "task", task: "user.x.old_000_make", output: "o.txt" } as Partial<InputNeed>);

  test.each([
    ["done", "met"],
    ["running", "missing"],
    ["failed", "lost"],
    ["aborted", "lost"],
  ])("that is %s is %s", (status, kind) => {
    expect(meet(old, undefined, aTask("", status)).kind).toBe(kind);
  });

  test("that PanDA does not list is waited for", () => {
    expect(meet(old, undefined)).toEqual({ kind: "missing", inputs: ["task user.x.old_000_make"] });
  });

  test("gives the dataset of its output", () => {
    expect(meet(old, undefined, aTask("", "done"))).toMatchObject({
      needs: [{ dataset: "user.x.old_000_make_o.txt" }],
    });
  });
});

test("what is bound stays bound, whatever became of it", () => {
  const bound = need({ dataset: "user.x.1_hits.tar" });

  expect(meet(bound, upstream("failed"))).toEqual({ kind: "met", needs: [bound] });
});

test("one input that is lost blocks, also while another is awaited", () => {
  const both = [need(), need({ input: "other", tag: "sP26a-other" } as Partial<InputNeed>)];

  const met = meetNeeds(both, (one) => ({
    upstream: one.input === "other" ? upstream("failed") : undefined,
    task: undefined,
  }));

  expect(met).toEqual({ kind: "lost", reason: "sP26a-other 1.0.0 is failed" });
});
