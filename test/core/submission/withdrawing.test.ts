import { describe, expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { Decision, Observation } from "../../../action/core/submission/observation.ts";
import { livingSteps } from "../../../action/core/submission/orders.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { asksPerson } from "../../../action/core/submission/ways-out.ts";
import { bendToWithdrawal } from "../../../action/core/submission/withdrawn.ts";
import { aSubmission, aTask, at, bothTasks, byPerson, context, foldOf, mine, pastOf } from "./a-submission.ts";

const withdrawn: SubmissionEvent = { event: "withdrawn", data: "drop" };
/** Behind a check, which may act late. */
const watchedOn: SubmissionEvent = { ...withdrawn, watch: true };
const word: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "drop" };
const withdrawing = (kind: StateKind): SubmissionState => applyEvent(aSubmission(kind), word, at("10:00"));
const look: Observation = { kind: "all-absent", pandaDate: at("10:30") };
const nothing: Decision = { events: [], action: { kind: "none" } };
const bend = (state: SubmissionState, decision: Decision, seen: Observation = look): Decision =>
  bendToWithdrawal(state, seen, decision);

describe("decisions during a withdrawal", () => {
  test.each<SubmissionEvent>([
    { event: "again", attempt: 2, reason: "x" },
    { event: "needs-person", reason: "x" },
    { event: "submitting", owner: mine, attempt: 1 },
    { event: "checking", owner: mine },
  ])("A decision to call or to ask a person ends a withdrawal instead: %j", (event) => {
    const decision: Decision = { events: [event], action: { kind: "none" } };

    expect(bend(withdrawing("in-doubt"), decision)).toEqual({ events: [watchedOn], action: { kind: "none" } });
    expect(bend(aSubmission("in-doubt"), decision)).toBe(decision);
  });

  test.each(["check", "submit"] as const)(
    "A %s is not called during a withdrawal, whatever was recorded before",
    (kind) => {
      const decision: Decision = { events: [], action: { kind } };

      expect(bend(withdrawing("checked"), decision)).toEqual({ events: [watchedOn], action: { kind: "none" } });
    },
  );

  test.each(["rejected", "conflict", "not-sent"] as const)(
    "A withdrawal records the state %s and then ends",
    (event) => {
      const first: SubmissionEvent = { event: "looked", pandaDate: at("10:30") };
      const last: SubmissionEvent = { event, reason: "x" };

      expect(bend(withdrawing("in-doubt"), { events: [last], action: { kind: "none" } }).events).toEqual([
        last,
        watchedOn,
      ]);
      expect(bend(withdrawing("in-doubt"), { events: [first, last], action: { kind: "none" } })).toEqual({
        events: [first, last, watchedOn],
        action: { kind: "none" },
      });
    },
  );

  test("An accepted check during a withdrawal is followed by no call, and the withdrawal ends in the same pass", () => {
    const answer = { kind: "accepted", names: { simulate: ["a"], merge: ["b"] }, sandbox: "box.tar.gz" } as const;

    const { events, action } = next(withdrawing("checking"), { kind: "check-answered", answer }, context);

    expect([events.map(({ event }) => event), action]).toEqual([["checked", "withdrawn"], { kind: "none" }]);
  });

  test("Our task without a request at iDDS is killed during a withdrawal, and is no conflict", () => {
    const seen: Observation = { kind: "foreign", reason: "iDDS has no such request", ours: true };

    expect(next(withdrawing("in-doubt"), seen, context).events).toEqual([
      { event: "submitted", request: 0, evidence: "found" },
    ]);
    expect(next(aSubmission("in-doubt"), seen, context).events).toMatchObject([{ event: "conflict" }]);
  });

  test("A withdrawal does not change decisions that neither call PanDA nor ask a person", () => {
    const decision: Decision = { events: [{ event: "looked", pandaDate: at("10:30") }], action: { kind: "none" } };

    expect(bend(withdrawing("in-doubt"), decision)).toBe(decision);
    expect(bend(withdrawing("running"), nothing)).toBe(nothing);
  });
});

describe("ends of a withdrawal", () => {
  const ends = (kind: StateKind, tasks: readonly TaskSeen[], time: string): boolean =>
    bend(withdrawing(kind), nothing, { kind: "tasks", tasks, pandaDate: at(time) }).events.length > 0;

  test("A withdrawal ends when every step has a task and none is alive", () => {
    expect(ends("running", bothTasks("aborted"), "10:00")).toBe(true);
    expect(ends("running", [aTask("simulate", "aborted"), aTask("merge", "running")], "99:00")).toBe(false);
    expect(ends("running", [aTask("simulate", "running"), aTask("merge", "aborted")], "99:00")).toBe(false);
  });

  test("A withdrawal waits half an hour for a step without a task, and a day for a request without any", () => {
    const one = [aTask("simulate", "aborted")];

    expect([ends("running", one, "10:29"), ends("running", one, "10:30")]).toEqual([false, true]);
    expect([ends("submitted", [], "33:59"), ends("submitted", [], "34:00")]).toEqual([false, true]);
  });

  test("A withdrawal ends at once when iDDS ended the request, unless JEDI may still hide a new task", () => {
    const seenAt = (tasks: readonly TaskSeen[], requestStatus: string, time = "10:01"): readonly string[] =>
      next(withdrawing("running"), { kind: "tasks", tasks, pandaDate: at(time), requestStatus }, context).events.map(
        ({ event }) => event,
      );
    const one = [aTask("simulate", "aborted")];

    expect(seenAt(one, "Failed")).toContain("withdrawn");
    expect(seenAt(one, "Transforming")).not.toContain("withdrawn");
    expect(seenAt([aTask("simulate", "running")], "Failed")).not.toContain("withdrawn");
    expect(
      [seenAt([], "Failed", "10:29"), seenAt([], "Failed", "10:30")].map((told) => told.includes("withdrawn")),
    ).toEqual([false, true]);
  });

  test("A withdrawal counts its day from the submit, and its half hour from the last change", () => {
    const seen: SubmissionEvent = {
      event: "seen",
      verdict: "running",
      tasks: [aTask("simulate", "running")],
      pandaDate: at("20:00"),
    };
    const changed = applyEvent(applyEvent(aSubmission("submitted"), seen, at("20:00")), word, at("20:00"));
    const ended = (tasks: readonly TaskSeen[], time: string): boolean =>
      bend(changed, nothing, { kind: "tasks", tasks, pandaDate: at(time) }).events.length > 0;

    expect([ended([], "33:59"), ended([], "34:00")]).toEqual([false, true]);
    const one = [aTask("simulate", "aborted")];
    expect([ended(one, "20:29"), ended(one, "20:30")]).toEqual([false, true]);
  });

  test("A withdrawal of a submission without a request at PanDA waits for no task", () => {
    expect(ends("in-doubt", bothTasks("aborted"), "99:00")).toBe(false);
  });
});

test("The half hour of a withdrawal begins when the last task has ended, however long the task ran", () => {
  const seen = (status: string, time: string): SubmissionEvent => ({
    event: "seen",
    verdict: "running",
    tasks: [aTask("simulate", status)],
    pandaDate: at(time),
  });
  const running = applyEvent(
    applyEvent(aSubmission("submitted"), seen("running", "10:00"), at("10:00")),
    word,
    at("14:00"),
  );
  const end = (state: SubmissionState, time: string): readonly string[] => {
    const tasks: Observation = { kind: "tasks", tasks: [aTask("simulate", "done")], pandaDate: at(time) };
    return next(state, tasks, context).events.map(({ event }) => event);
  };

  expect(end(running, "15:00")).toEqual(["seen"]);
  const ended = applyEvent(running, seen("done", "15:00"), at("15:00"));
  expect([end(ended, "15:29"), end(ended, "15:30")]).toEqual([[], ["withdrawn"]]);
});

describe("withdrawals after a retry", () => {
  const failed = foldOf([
    ...pastOf("submitted"),
    { event: "seen", verdict: "failed", tasks: bothTasks("failed"), pandaDate: at("10:30") },
    { event: "person", verb: "retry", by: "ada", id: "r", reason: "" },
  ]);
  const order = {
    verb: "retry",
    task: 1,
    attemptNr: 1,
    status: "failed",
    pandaDate: at("11:00"),
    command: "r",
  } as const;
  const retried = applyEvent(failed, { event: "commanding", ...order }, at("11:00"));

  test("A submission with an order to run again is not closed by a person or by main, and a person is asked", () => {
    expect(next(failed, byPerson("close"), context).events.map(({ event }) => event)).toEqual(["person", "closed"]);
    expect(next(retried, byPerson("close"), context)).toMatchObject({
      events: [],
      refusal: expect.stringContaining("still has tasks that run (simulate): withdraw it instead"),
    });
    const left = { kind: "left-main", reason: "reverted" } as const;
    expect(next(retried, left, context).events).toEqual([{ event: "left-main", reason: "reverted" }]);
  });

  test("A submission stays open after a kill replaced its retry, until the task ran", () => {
    const killed = applyEvent(retried, { event: "person", verb: "kill", by: "ada", id: "k", reason: "" }, at("11:01"));
    expect(next(killed, byPerson("close"), context)).toMatchObject({
      events: [],
      refusal: expect.stringContaining("withdraw it instead"),
    });
    const asked = next(killed, byPerson("withdraw", { data: "drop" }), context).events;
    const leaving = asked.reduce((state, event) => applyEvent(state, event, at("11:02")), killed);
    const ended = (time: string) =>
      next(leaving, { kind: "tasks", tasks: bothTasks("failed"), pandaDate: at(time) }, context).events;
    expect([ended("11:29"), ended("11:30")]).toEqual([[], [expect.objectContaining({ event: "withdrawn" })]]);

    const ran = bothTasks("aborted").map((task) => ({ ...task, attemptNr: 2 }));
    const after = applyEvent(
      killed,
      { event: "seen", verdict: "aborted", tasks: ran, pandaDate: at("11:20") },
      at("11:20"),
    );
    expect(next(after, byPerson("close"), context).events.map(({ event }) => event)).toEqual(["person", "closed"]);
  });

  test("A withdrawal after a retry ends when the task did not run for half an hour, or was killed", () => {
    const asked = next(retried, byPerson("withdraw", { data: "drop" }), context).events;
    expect(asked.map(({ event }) => event)).toEqual(["person"]);
    const leaving = asked.reduce((state, event) => applyEvent(state, event, at("11:01")), retried);
    const seen = (time: string, status = "failed") =>
      next(leaving, { kind: "tasks", tasks: bothTasks(status), pandaDate: at(time) }, context).events.map(
        ({ event }) => event,
      );

    expect([seen("11:29"), seen("11:30")]).toEqual([[], ["withdrawn"]]);
    expect(seen("11:40", "running")).toEqual(["seen"]);
    expect(next(leaving, { kind: "left-main", reason: "reverted" }, context).events).toEqual([]);
  });
});

test("A failure with running tasks is not closed by a revert on main, and a person is asked", () => {
  const tasks = [aTask("simulate", "failed"), aTask("merge", "running")];
  const failing = foldOf([...pastOf("submitted"), { event: "seen", verdict: "failed", tasks }]);

  const { events } = next(failing, { kind: "left-main", reason: "reverted" }, context);

  expect(events).toEqual([{ event: "left-main", reason: "reverted" }]);
  expect(asksPerson(events.reduce((state, event) => applyEvent(state, event, at("11:00")), failing))).toBe(true);
});

test("Only a conflict about our own tasks becomes a request that a withdrawal kills", () => {
  const foreign = (ours: boolean): Observation => ({ kind: "foreign", reason: "x", ...(ours ? { ours } : {}) });
  const conflict: SubmissionEvent = { event: "conflict", reason: "x" };
  const looked: Decision = { events: [{ event: "looked", pandaDate: at("10:30") }], action: { kind: "none" } };

  expect(next(withdrawing("in-doubt"), foreign(false), context).events).toMatchObject([
    { event: "conflict" },
    { event: "withdrawn" },
  ]);
  expect(bend(withdrawing("in-doubt"), looked, foreign(true))).toBe(looked);
  expect(bend(withdrawing("in-doubt"), { ...looked, events: [conflict] }).events).toEqual([conflict, watchedOn]);
});

test("A first date of PanDA does not delay the end of a submission that never had a task", () => {
  const looked: SubmissionEvent = { event: "looked", pandaDate: at("34:00") };
  const seen: Observation = { kind: "tasks", tasks: [], pandaDate: at("34:00") };

  expect(bend(withdrawing("submitted"), { events: [looked], action: { kind: "none" } }, seen).events).toEqual([
    looked,
    withdrawn,
  ]);
});

test("A version that leaves main during a withdrawal is not closed, because a step may still get its task", () => {
  const seen: SubmissionEvent = { event: "seen", verdict: "failed", tasks: [aTask("simulate", "failed")] };
  const state = foldOf([...pastOf("submitted"), seen, word]);

  expect(next(state, { kind: "left-main", reason: "reverted" }, context).events).toEqual([]);
});

describe("running tasks of stopped submissions", () => {
  const stopped = (verdict: "failed" | "stalled", tasks: readonly TaskSeen[]): SubmissionState =>
    foldOf([...pastOf("submitted"), { event: "seen", verdict, tasks }]);
  const closing = (state: SubmissionState): string | undefined => next(state, byPerson("close"), context).refusal;

  test("Running tasks of a stopped submission are named, also one that PanDA has together with a failed one", () => {
    const tasks = [aTask("simulate", "running"), aTask("merge", "running")];
    expect(closing(stopped("failed", tasks))).toContain("(simulate, merge): withdraw it instead");
    const mixed = [aTask("simulate", "failed"), aTask("merge", "exhausted")];
    expect(closing(stopped("failed", mixed))).toContain("(merge): withdraw it instead");
  });

  test("A stopped submission that never had a task is closed by its withdrawal", () => {
    const { events } = next(stopped("stalled", []), byPerson("withdraw"), context);
    expect(events.map(({ event }) => event)).toEqual(["person", "closed"]);
  });

  const told = (verb: "retry" | "kill", attemptNr: number): SubmissionEvent => ({
    event: "commanding",
    verb,
    task: 1,
    attemptNr,
  });
  const said = (verb: "retry" | "kill", id: string): SubmissionEvent => ({
    event: "person",
    verb,
    by: "ada",
    id,
    reason: "",
  });
  const failed = (attemptNr?: number): readonly TaskSeen[] => {
    const { attemptNr: _, ...task } = aTask("simulate", "failed");
    return [{ ...task, ...(attemptNr === undefined ? {} : { attemptNr }) }, aTask("merge", "aborted")];
  };
  const after = (tasks: readonly TaskSeen[], ...events: readonly SubmissionEvent[]): readonly string[] =>
    livingSteps(foldOf(events, at("10:00"), stopped("failed", tasks)));

  test("A kill of a task that had its effect does not count as a retry", () => {
    expect(after(failed(1), said("kill", "k"), told("kill", 1))).toEqual([]);
  });

  test("A retry of a task stays under way until fulfilled, also one that replaced another", () => {
    expect(after(failed(2), said("retry", "r"), told("retry", 1))).toEqual(["simulate"]);
    expect(after(failed(1), said("retry", "r"), told("retry", 1), said("retry", "r2"))).toEqual(["simulate"]);
  });

  test("A task without a recorded number of restarts may have got an order to run again", () => {
    expect(after(failed(), said("retry", "r"), told("retry", 0), said("kill", "k"))).toEqual(["simulate"]);
  });
});
