import { describe, expect, test } from "vitest";
import type { JobSeen } from "../../../action/core/ledger/completion.ts";
import type { Intent, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { retriesMemory, tasksToDiagnose } from "../../../action/core/submission/memory-retry.ts";
import { next } from "../../../action/core/submission/next.ts";
import { type OrderedTask, ordersFor } from "../../../action/core/submission/orders.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { asksPerson } from "../../../action/core/submission/ways-out.ts";
import { notesOf } from "../../../action/core/view/status/notes-text.ts";
import { aFailedJob, anIntent, aTask, at, context, foldOf, pastOf } from "./a-submission.ts";

const rising = anIntent({ retryMemory: { simulate: [3000, 5000] } });
const ended = (attemptNr: number): SubmissionEvent => ({
  event: "seen",
  verdict: "incomplete",
  tasks: [{ ...aTask("simulate", "finished"), id: 1, files: 4, finished: 3, failed: 1, attemptNr }],
});
const short = (intent: Intent = rising): SubmissionState => foldOf([...pastOf("submitted", { intent }), ended(1)]);
const after = (state: SubmissionState, ...events: readonly SubmissionEvent[]): SubmissionState =>
  events.reduce((before, event) => applyEvent(before, event, at("11:00")), state);
const diagnosed = (state: SubmissionState, ...jobs: readonly JobSeen[]): readonly SubmissionEvent[] =>
  next(state, { kind: "failed-jobs", task: 1, jobs }, context).events;
const memoryOf = (events: readonly SubmissionEvent[]): unknown =>
  events.map((event) => (event.event === "diagnosed" ? [event.outOfMemory, event.memory] : event));
const person = (verb: "retry" | "finish" | "kill" | "pause" | "move", step?: string): SubmissionEvent => ({
  event: "person",
  verb,
  by: "ada",
  id: "c1",
  reason: "",
  ...(step === undefined ? {} : { step }),
});

describe("retries with more memory", () => {
  test("Jobs that ended for memory are retried with the next value of the request, and no person is asked", () => {
    const state = short();
    expect(asksPerson(state)).toBe(true);

    const events = diagnosed(state, aFailedJob({ id: 7 }), aFailedJob({ id: 8, outOfMemory: false }));
    const waiting = after(state, ...events);

    expect(events).toEqual([
      { event: "diagnosed", step: "simulate", task: 1, attemptNr: 1, lastJob: 8, outOfMemory: 1, memory: 3000 },
    ]);
    expect(asksPerson(waiting)).toBe(false);
    const names = "names" in waiting ? (waiting.names["simulate"] ?? []) : [];
    const { orders } = ordersFor(
      waiting,
      [
        {
          id: 1,
          name: names[0] ?? "",
          status: "finished",
          attemptNr: 1,
          memory: 2000,
          dialog: "",
          files: 10,
          finished: 7,
        },
      ],
      at("11:05"),
    );
    expect(orders).toMatchObject([{ verb: "retry", task: 1, memory: 3000 }]);
    expect(notesOf(waiting)).toEqual([
      "step simulate (task 1): 1 job died of memory; the failed part is tried again with 3000 MB per core, as the request says",
    ]);
  });

  test("The failed jobs of a task are read once for each try", () => {
    const once = after(short(), ...diagnosed(short(), aFailedJob()));

    expect(tasksToDiagnose(short()).map(({ id }) => id)).toEqual([1]);
    expect(tasksToDiagnose(once)).toEqual([]);
    expect(diagnosed(once, aFailedJob())).toEqual([]);
    expect(tasksToDiagnose(after(once, ended(2))).map(({ id }) => id)).toEqual([1]);
  });

  test("Retries use the memory values of the request one after another, and after the last a person is asked", () => {
    const first = after(short(), ...diagnosed(short(), aFailedJob({ id: 7 })), ended(2));
    const second = diagnosed(first, aFailedJob({ id: 7 }), aFailedJob({ id: 9 }));
    expect(memoryOf(second)).toEqual([[1, 5000]]);

    const third = after(first, ...second, { event: "completed", id: "memory-1-1" }, ended(3));
    const last = diagnosed(third, aFailedJob({ id: 12 }));
    const end = after(third, ...last, { event: "completed", id: "memory-1-2" });

    expect(memoryOf(last)).toEqual([[1, undefined]]);
    expect(asksPerson(end)).toBe(true);
    expect(notesOf(end).at(-1)).toBe(
      "step simulate (task 1): 1 job died of memory, and the request gives no higher value of memory to try",
    );
  });

  test("Failed jobs of an earlier try cause no retry with more memory", () => {
    const again = after(short(), ...diagnosed(short(), aFailedJob({ id: 7 })), ended(2));

    const events = diagnosed(again, aFailedJob({ id: 7 }), aFailedJob({ id: 9, outOfMemory: false }));

    expect(memoryOf(events)).toEqual([[0, undefined]]);
  });

  test("A retry with more memory never has less than JEDI or a person gave", () => {
    expect(memoryOf(diagnosed(short(), aFailedJob({ askedMemory: 3000 })))).toEqual([[1, 5000]]);
    expect(memoryOf(diagnosed(short(), aFailedJob({ askedMemory: 8000 })))).toEqual([[1, undefined]]);
    const byPerson = after(
      short(),
      { ...person("retry"), memory: 4000 } as SubmissionEvent,
      { event: "commanding", verb: "retry", task: 1, attemptNr: 1, memory: 4000 },
      { event: "completed", id: "c1" },
      ended(2),
    );
    expect(memoryOf(diagnosed(byPerson, aFailedJob()))).toEqual([[1, 5000]]);
  });
});

describe("no automatic retry", () => {
  const none = (state: SubmissionState): void => {
    expect(tasksToDiagnose(state)).toEqual([]);
    expect(diagnosed(state, aFailedJob())).toEqual([]);
  };

  test("A request with one memory value causes no automatic retry", () => none(short(anIntent())));
  test("A task with failed jobs within the accepted share is not retried automatically", () =>
    none(short(anIntent({ retryMemory: { simulate: [3000] }, accept: { simulate: 0.75 } }))));
  test.each(["finish", "kill", "pause", "retry"] as const)(
    "A task that got the order %s from a person is not retried automatically",
    (verb) => {
      none(after(short(), person(verb)));
      none(after(short(), person(verb, "simulate")));
    },
  );
  test("A task that got the order to finish from a person is not retried automatically, also after the finish", () => {
    const finished = after(short(), person("finish"), { event: "completed", id: "c1" });
    none(finished);
    expect(tasksToDiagnose(after(finished, person("retry"), { event: "completed", id: "c1" }))).toHaveLength(1);
  });
  test("A task is not retried automatically when its production is withdrawn or not on main", () => {
    none(after(short(), { event: "left-main", reason: "reverted" }));
    none(after(short(), { event: "person", verb: "withdraw", by: "ada", id: "c1", reason: "", data: "keep" }));
  });
});

test("An automatic retry that had no effect four times is left to a person", () => {
  const sent = Array.from(
    { length: 5 },
    (): SubmissionEvent => ({
      event: "commanding",
      verb: "retry",
      task: 1,
      attemptNr: 1,
      memory: 3000,
      command: "memory-1-1",
    }),
  );
  const waiting = after(short(), ...diagnosed(short(), aFailedJob()), ...sent.slice(0, 4));

  expect(retriesMemory(waiting)).toBe(true);
  expect(asksPerson(after(waiting, ...sent.slice(4)))).toBe(true);
});

test("A person's retry is never automatic, whatever its id", () => {
  const state = after(short(), { ...person("retry", "simulate"), id: "memory-1-1", memory: 3000 } as SubmissionEvent);

  expect([retriesMemory(state), tasksToDiagnose(state)]).toEqual([false, []]);
});

describe("tasks of one production", () => {
  const both = anIntent({ retryMemory: { simulate: [3000, 5000], merge: [4000] } });
  const part = { files: 4, finished: 3, failed: 1 };
  const stand = (
    verdict: "running" | "incomplete" | "failed" | "exhausted" | "aborted",
    simulate: string,
    merge: string,
    change: { readonly finished?: number } = {},
  ): SubmissionState =>
    foldOf([
      ...pastOf("submitted", { intent: both }),
      {
        event: "seen",
        verdict,
        tasks: [aTask("simulate", simulate, { ...part, ...change }), aTask("merge", merge, part)],
      },
    ]);
  const steps = (state: SubmissionState): readonly string[] => tasksToDiagnose(state).map(({ step }) => step);
  const of = (task: number, state: SubmissionState, ...jobs: readonly JobSeen[]): readonly SubmissionEvent[] =>
    next(state, { kind: "failed-jobs", task, jobs }, context).events;

  test("Tasks that ended with failed jobs are examined while others run, and in no other state", () => {
    expect(steps(stand("running", "finished", "running"))).toEqual(["simulate"]);
    expect(steps(stand("failed", "failed", "running"))).toEqual(["simulate"]);
    expect(steps(stand("exhausted", "exhausted", "aborted"))).toEqual(["simulate"]);
    expect(steps(stand("incomplete", "finished", "finished", { finished: 4 }))).toEqual(["merge"]);
    expect(steps(stand("aborted", "failed", "aborted"))).toEqual([]);
  });

  test("Each task has its own memory values, failed jobs and tries", () => {
    const state = stand("incomplete", "finished", "finished");
    expect(memoryOf(of(2, state, aFailedJob()))).toEqual([[1, 4000]]);
    const found = { event: "diagnosed", step: "merge", task: 2, attemptNr: 9, lastJob: 1000, outOfMemory: 1 } as const;
    const other = after(state, { ...found, memory: 4000 });

    expect(steps(other)).toEqual(["simulate"]);
    expect(memoryOf(of(1, other, aFailedJob({ id: 50 })))).toEqual([[1, 3000]]);
  });

  test("A person's memory order counts for its step, and a move for none", () => {
    const state = stand("incomplete", "finished", "finished");
    const move: SubmissionEvent = { event: "person", verb: "move", by: "ada", id: "m", reason: "", site: "B" };
    const given = (step: string, memory: number): readonly SubmissionEvent[] => [
      { ...person("retry", step), memory } as SubmissionEvent,
      { event: "commanding", verb: "retry", task: 9, attemptNr: 1, memory, command: "c1" },
      { event: "completed", id: "c1" },
    ];

    expect(steps(after(state, person("kill", "merge")))).toEqual(["simulate"]);
    expect(memoryOf(of(1, after(state, move), aFailedJob()))).toEqual([[1, 3000]]);
    expect(memoryOf(of(1, after(state, ...given("merge", 8000)), aFailedJob()))).toEqual([[1, 3000]]);
    expect(memoryOf(of(1, after(state, ...given("simulate", 4000)), aFailedJob()))).toEqual([[1, 5000]]);
    const settled = after(state, person("finish", "simulate"), { event: "completed", id: "c1" });
    expect(steps(settled)).toEqual(["merge"]);
    expect(retriesMemory(after(state, person("retry")))).toBe(false);
  });
});

test("The facts about failed jobs are kept, also when a later look finds nothing new", () => {
  const none = { event: "diagnosed", step: "simulate", task: 1, attemptNr: 1, lastJob: 0, outOfMemory: 0 };
  expect(diagnosed(short())).toStrictEqual([none]);
  const read = after(short(), ...diagnosed(short(), aFailedJob({ id: 9, outOfMemory: false })), ended(2));

  expect(diagnosed(read)).toStrictEqual([{ ...none, attemptNr: 2, lastJob: 9 }]);
  expect(memoryOf(diagnosed(read, aFailedJob({ id: 10 })))).toEqual([[1, 3000]]);
});

test("A task without a recorded number of restarts is examined once for jobs that ended for memory", () => {
  const { attemptNr: _, ...task } = aTask("simulate", "finished", { files: 4, finished: 3, failed: 1 });
  const state = foldOf([
    ...pastOf("submitted", { intent: rising }),
    { event: "seen", verdict: "incomplete", tasks: [task, aTask("merge", "running")] },
  ]);
  const events = diagnosed(state, aFailedJob({ outOfMemory: false }));

  expect(events).toMatchObject([{ attemptNr: 0 }]);
  expect(tasksToDiagnose(after(state, ...events))).toEqual([]);
});

describe("what JEDI aborted behind a task that is retried with more memory", () => {
  const reads = (from: string) => ({ in: [{ from }] });
  const steps = { work: {}, fit: reads("work"), sum: reads("fit"), other: {}, beside: reads("other") };
  const chain = anIntent({
    steps: Object.keys(steps),
    content: { format: 1, request: { schema: 1, steps } as never, resources: [] },
    retryMemory: { work: [3000, 5000] },
  });
  type Step = keyof typeof steps;
  const of = (step: Step, status: string, change: Partial<OrderedTask> = {}): OrderedTask => ({
    ...{ id: chain.steps.indexOf(step) + 1, name: `${chain.outDS}_00${chain.steps.indexOf(step)}_${step}` },
    ...{ attemptNr: 0, status, dialog: "", files: 10, finished: status === "done" ? 10 : 0, memory: 2000 },
    ...change,
  });
  const behindFailed = { dialog: "parent task is failed" };
  const [fit, sum] = [of("fit", "aborted", behindFailed), of("sum", "aborted", { dialog: "parent task is toabort" })];
  const starved = after(
    foldOf([
      ...pastOf("submitted", { intent: chain }),
      { event: "seen", verdict: "failed", tasks: [{ ...of("work", "failed"), step: "work", failed: 10 }] },
    ]),
    { event: "diagnosed", step: "work", task: 1, attemptNr: 0, lastJob: 8, outOfMemory: 1, memory: 3000 },
  );
  /** What is ordered of these tasks, and the state behind it. */
  const pass = (state: SubmissionState, ...tasks: readonly OrderedTask[]) => {
    const { orders, fulfilled } = ordersFor(state, tasks, at("11:05"));
    const sent = orders.map((order) => ({ event: "commanding", ...order }) as const);
    return {
      orders: orders.map(({ task, memory }) => [task, memory]),
      over: fulfilled.length > 0,
      state: after(state, ...sent),
    };
  };
  const ran = { attemptNr: 1 };
  const [work, again] = [of("work", "failed"), of("work", "done", ran)];
  const first = pass(starved, work, fit, sum);

  test("Each is retried once behind its good parent, as it is, and the request's retry ends behind the last", () => {
    const running = pass(first.state, of("work", "running", ran), fit, sum);
    const second = pass(running.state, again, fit, sum);
    const waiting = pass(second.state, again, fit, sum);
    const third = pass(waiting.state, again, of("fit", "done", ran), sum);
    const last = pass(third.state, again, of("fit", "done", ran), of("sum", "running", ran));

    const all = [first, running, second, waiting, third, last];
    expect(all.map(({ orders }) => orders)).toEqual([[[1, 3000]], [], [[2, undefined]], [], [[3, undefined]], []]);
    expect(all.map(({ over }) => over)).toEqual([false, false, false, false, false, true]);
    expect(all.map(({ state }) => retriesMemory(state))).toEqual(all.map(() => true));
  });

  test("None is retried behind a parent that ended with less again, nor a second time", () => {
    const second = pass(first.state, again, fit, sum);

    expect(pass(first.state, of("work", "failed", ran), fit, sum)).toMatchObject({ orders: [], over: true });
    for (const status of ["failed", "finished"])
      expect(pass(second.state, again, of("fit", status, ran), sum)).toMatchObject({ orders: [], over: true });
    expect(pass(second.state, again, of("fit", "aborted", { ...ran, ...behindFailed }), sum)).toMatchObject({
      orders: [],
      over: true,
    });
  });

  test("What failed by itself, or is behind another task, waits for a person", () => {
    expect(pass(first.state, again, of("fit", "failed"), sum)).toMatchObject({ orders: [], over: true });
    const unrelated = [of("other", "done"), of("beside", "aborted", behindFailed)];
    expect(pass(first.state, again, of("fit", "done", ran), ...unrelated)).toMatchObject({ orders: [], over: true });
    const older = of("fit", "failed", { id: 0 });
    const ordered = pass(first.state, again, older, fit, sum).state;
    expect(pass(ordered, again, older, of("fit", "done", ran), sum).orders).toEqual([[3, undefined]]);
  });

  test("What a person commanded is the person's, and a person's retry of one step reaches no other", () => {
    for (const verb of ["kill", "pause"] as const)
      expect(pass(after(first.state, person(verb, "fit")), again, fit, sum).orders).toEqual([]);
    expect(
      pass(after(first.state, { ...person("move", "fit"), site: "B" } as SubmissionEvent), again, fit, sum).orders,
    ).toEqual([[2, undefined]]);
    const byPerson = pass(after(starved, person("retry", "work")), work, fit, sum).state;
    expect(pass(byPerson, again, fit, sum)).toMatchObject({ orders: [], over: true });
  });

  test("A person is asked where one task of several got its order five times", () => {
    const order = (task: number) => ({ event: "commanding", verb: "retry", task, attemptNr: 0 }) as const;
    const times = (...tasks: readonly number[]) => retriesMemory(after(starved, ...tasks.map(order)));

    expect([times(1, 1, 1, 1, 2, 2, 2), times(1, 1, 1, 1, 1, 2)]).toEqual([true, false]);
  });
});
