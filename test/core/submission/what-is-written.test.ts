import { describe, expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { applyEvent, BrokenLedger } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { Observation } from "../../../action/core/submission/observation.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { anyWay } from "../../fakes/any-way.ts";
import {
  anIntent,
  aSubmission,
  aTask,
  at,
  bothTasks,
  context,
  foldOf,
  inDoubt,
  observations,
  pastOf,
  stateKinds,
} from "./a-submission.ts";

const decide = (state: SubmissionState, seen: Observation) => next(state, seen, context);
const eventOf = (state: SubmissionState, seen: Observation): SubmissionEvent | undefined =>
  decide(state, seen).events.at(-1);
const absentAt = (time: string): Observation => ({ kind: "all-absent", pandaDate: at(time) });

test("Every decision about a submission does nothing, checks or submits", () => {
  for (const state of [...stateKinds.map((kind) => aSubmission(kind)), inDoubt({ looks: [at("10:00")] })])
    for (const seen of observations) expect(["none", "check", "submit"]).toContain(decide(state, seen).action.kind);
});

describe("recorded reasons", () => {
  const cases: readonly (readonly [string, SubmissionState, Observation, string])[] = [
    ["a call of ours was not made", aSubmission("not-sent"), { kind: "ready" }, "nothing was sent"],
    [
      "PanDA has our name",
      aSubmission("intended"),
      { kind: "ours", request: 8, pandaDate: undefined },
      "PanDA already has request 8 with this name, but the ledger has no submit call.",
    ],
    [
      "the checking process ended",
      aSubmission("checking"),
      { kind: "orphaned" },
      "the process ended during PanDA's check; the server may run the request",
    ],
    [
      "the calling process ended",
      aSubmission("submitting"),
      { kind: "orphaned" },
      "the process that called PanDA ended before it wrote the answer",
    ],
    [
      "it is too late",
      aSubmission("submitting"),
      { kind: "too-late" },
      "it came too late for the call, which was not made",
    ],
    ["it never arrived", inDoubt({ arrived: "no" }), absentAt("10:00"), "PanDA never received the request"],
    [
      "the window is over",
      inDoubt({ looks: [at("10:00"), at("16:00")] }),
      absentAt("16:30"),
      "no request appeared at PanDA within six hours, nor in two complete queries after that",
    ],
    [
      "data are official",
      inDoubt({ arrived: "no", intent: anIntent({ outDS: "group.phys.x" }) }),
      absentAt("10:00"),
      "PanDA never received the request; official data are never resubmitted automatically",
    ],
    [
      "it was the second attempt",
      inDoubt({ arrived: "no", attempt: 2 }),
      absentAt("10:00"),
      "PanDA never received the request; it was tried 2 times",
    ],
  ];
  test.each(cases)("The reason on the ledger is right when %s", (_, state, seen, reason) => {
    expect(eventOf(state, seen)).toMatchObject({ reason });
  });

  test("The reason on the ledger says that a submission was successful before, and only if this is so", () => {
    const done = aSubmission("done", { attempt: 2 });
    const reasonOf = (...tasks: readonly TaskSeen[]) => eventOf(done, { kind: "tasks", tasks, pandaDate: at("11:00") });

    expect(reasonOf(aTask("simulate", "running"), aTask("merge", "done"))).toEqual({
      event: "duplicate-suspected",
      reason: "it had succeeded, and now simulate (task 1) is running",
      effects: { requests: [7], tasks: [1, 2] },
      tasks: [aTask("simulate", "running"), aTask("merge", "done")],
    });
    expect(reasonOf(aTask("simulate", "running"), aTask("merge", "registered"))).toMatchObject({
      reason: "it had succeeded, and now simulate (task 1) is running, merge (task 2) is registered",
    });
    expect(reasonOf(aTask("simulate", "done", { id: 9 }), aTask("merge", "running"))).toMatchObject({
      reason: "it had succeeded, and now simulate (task 9) is done, merge (task 2) is running",
    });
  });

  test("The reason on the ledger of a superseded version names the newer version", () => {
    expect(aSubmission("superseded")).toMatchObject({ reason: "by 1.1.0" });
  });
});

describe("recorded evidence", () => {
  test("The evidence on the ledger distinguishes an answer from a finding", () => {
    const answered: Observation = {
      kind: "call-answered",
      answer: { kind: "accepted", request: 9, pandaDate: at("10:05") },
    };

    expect(eventOf(aSubmission("submitting"), answered)).toEqual({
      event: "submitted",
      request: 9,
      evidence: "answer",
      pandaDate: at("10:05"),
    });
    expect(eventOf(inDoubt(), { kind: "ours", request: 8, pandaDate: undefined })).toEqual({
      event: "submitted",
      request: 8,
      evidence: "found",
    });
    expect(eventOf(inDoubt(), { kind: "ours", request: 8, pandaDate: at("10:05") })).toMatchObject({
      pandaDate: at("10:05"),
    });
  });

  test("The first intent of a submission is attempt 1", () => {
    expect(eventOf({ kind: "none" }, { kind: "new-intent", intent: anIntent() })).toMatchObject({ attempt: 1 });
  });
});

describe("repeated reasons", () => {
  test.each([
    ["waiting", { kind: "inputs-missing", inputs: ["a"] }, { kind: "inputs-missing", inputs: ["a", "b"] }],
    ["blocked", { kind: "upstream-lost", reason: "a" }, { kind: "upstream-lost", reason: "b" }],
    ["held", { kind: "not-allowed", reason: "a" }, { kind: "not-allowed", reason: "b" }],
  ] as const)("An unchanged reason is not written to the ledger again, and a new one is: %s", (kind, first, other) => {
    const held = foldOf([...pastOf("intended"), ...decide(aSubmission("intended"), first).events]);

    expect(held.kind).toBe(kind);
    expect(decide(held, first).events).toEqual([]);
    expect(decide(held, other).events).toHaveLength(1);
  });

  test("The same reason in another state is written to the ledger", () => {
    const blocked = foldOf([...pastOf("intended"), { event: "blocked", reason: "a" }]);

    expect(eventOf(blocked, { kind: "not-allowed", reason: "a" })).toEqual({ event: "held", reason: "a" });
  });

  test("A submission that waits for any person's approval says so on the ledger", () => {
    const waits = { kind: "not-allowed", reason: "a" } as const;

    expect(eventOf(aSubmission("intended"), { ...waits, whose: ["@bob"] })).toMatchObject({ whose: ["@bob"] });
    expect(eventOf(aSubmission("intended"), { ...waits, whose: [] })).not.toHaveProperty("whose");
  });
});

describe("second effects", () => {
  const second: Observation = {
    kind: "second-effect",
    reason: "two",
    effects: { requests: [7, 8], tasks: [1, 2] },
    tasks: [],
  };
  const watched = (kind: StateKind, attempt: number) => foldOf([...pastOf(kind, { attempt }), { event: "watched" }]);

  test("A second effect of a call to PanDA is suspected until the fourteen days of watching are over", () => {
    expect(decide(watched("running", 1), second).events).toEqual([]);
    expect(decide(watched("running", 2), second).events).toEqual([]);
    expect(eventOf(aSubmission("submitted", { attempt: 2 }), second)).toMatchObject({ event: "duplicate-suspected" });
    expect(eventOf(aSubmission("submitted"), second)).toMatchObject({ event: "duplicate-suspected" });
  });

  test.each(["done", "completed-partially"] as const)(
    "A second effect of a call to PanDA is watched for once after %s, and after no other state",
    (kind) => {
      const tasks = kind === "done" ? bothTasks("done") : bothTasks("finished");
      const late: Observation = { kind: "tasks", tasks, pandaDate: at(`${10 + 24 * 15}:00`) };
      const accepting = { accept: { simulate: 0, merge: 0 } };
      const past = { attempt: 2, intent: anIntent(accepting) };

      expect(eventOf(aSubmission(kind, past), late)).toEqual({ event: "watched" });
      expect(decide(foldOf([...pastOf(kind, past), { event: "watched" }]), late).events).toEqual([]);
      expect(
        decide(aSubmission("incomplete", { attempt: 2 }), { ...late, tasks: bothTasks("finished") }).events,
      ).toEqual([]);
    },
  );
});

describe("ledger errors", () => {
  test("An invalid ledger event is reported with its error", () => {
    const error = new BrokenLedger("x", anyWay);

    expect(error.name).toBe("BrokenLedger");
  });

  test("The answer to PanDA's check ends only a doubt about a check", () => {
    const checked: SubmissionEvent = { event: "checked", names: { simulate: ["a"] }, sandbox: "box" };

    expect(applyEvent(inDoubt({ from: "checking" }), checked, at("11:00"))).toMatchObject({ kind: "checked" });
    expect(() => applyEvent(inDoubt(), checked, at("11:00"))).toThrow(BrokenLedger);
  });

  test("A recorded end of watching for a submission that was never watched changes nothing", () => {
    expect(applyEvent(aSubmission("checked"), { event: "watched" }, at("11:00"))).toEqual(aSubmission("checked"));
  });

  test("A submission is a suspected duplicate even if its second request has no tasks", () => {
    expect(
      applyEvent(aSubmission("submitted"), { event: "duplicate-suspected", reason: "two" }, at("11:00")),
    ).toMatchObject({ kind: "duplicate-suspected", tasks: [], watching: false });
  });

  test("A submission whose watching is over is not watched again", () => {
    const over = foldOf([...pastOf("running", { attempt: 2 }), { event: "watched" }]);

    expect(applyEvent(over, { event: "seen", verdict: "done", tasks: bothTasks("done") }, at("12:00"))).toMatchObject({
      watching: false,
    });
  });

  test("Another attempt begins at its own time, with the exact names from the check", () => {
    const again: SubmissionEvent = { event: "again", attempt: 2, reason: "why" };
    const names = { simulate: ["exact"], merge: ["exact too"] };
    const doubt = foldOf([
      ...pastOf("checking"),
      { event: "checked", names, sandbox: "box" },
      { event: "submitting", owner: context.owner, attempt: 1 },
      { event: "in-doubt", arrived: "no", reason: "lost" },
    ]);

    expect(applyEvent(doubt, again, at("12:00"))).toMatchObject({
      kind: "checked",
      attempt: 2,
      intent: anIntent(),
      since: at("12:00"),
      names,
      sandbox: "box",
    });
    expect(applyEvent(aSubmission("rejected"), again, at("12:00"))).toMatchObject({
      kind: "intended",
      attempt: 2,
      intent: anIntent(),
      since: at("12:00"),
    });
  });
});
