import { describe, expect, test } from "vitest";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import type { Queued } from "../../../action/core/ledger/queued.ts";
import { noPast, pastAfter } from "../../../action/core/submission/past.ts";
import type { Past } from "../../../action/core/submission/state.ts";
import { at, bothTasks } from "./a-submission.ts";

const when = at("10:00");
const tasks = bothTasks("running");
const after = (past: Past, ...events: readonly SubmissionEvent[]): Past =>
  events.reduce((now, event) => pastAfter(now, event, when, tasks), past);
const said = (verb: GivenCommand["verb"], id: string, change: Partial<GivenCommand> = {}): SubmissionEvent => ({
  event: "person",
  verb,
  by: "ada",
  id,
  reason: "because",
  ...change,
});
const told = (verb: "kill" | "retry" | "move", task: number): SubmissionEvent => ({
  event: "commanding",
  verb,
  task,
  attemptNr: 1,
});
const refused = (verb: "kill" | "retry" | "pause", task: number): SubmissionEvent => ({
  event: "order-refused",
  verb,
  task,
  reason: "no",
});

/** A past in which everything has happened, so that what an event drops is seen. */
const full = after(
  noPast,
  { event: "checking", owner: { run: "r", nonce: "n" } },
  said("submit", "s1"),
  said("adopt", "a1", { request: 9 }),
  said("move", "m1", { site: "B" }),
  said("retry", "r1", { memory: 4000, step: "merge" }),
  refused("kill", 3),
);

test("A new submission has no commands and orders", () => {
  expect(noPast).toMatchObject({
    pendingCommands: [],
    mayHaveActed: false,
    releases: [],
    adoptedTasks: [],
    refusals: [],
  });
});

describe("history of orders", () => {
  test("A command keeps its person and its settings; only a finish keeps the tasks of its time", () => {
    expect(after(noPast, said("kill", "k")).pendingCommands).toMatchObject([
      { verb: "kill", id: "k", by: { person: { by: "ada" } }, only: undefined, sent: [], refused: [] },
    ]);
    expect(after(noPast, said("finish", "f", { step: "merge" })).pendingCommands).toMatchObject([
      { verb: "finish", id: "f", by: { person: { by: "ada" } }, only: [1, 2], sent: [], refused: [], step: "merge" },
    ]);
    expect(after(noPast, said("retry", "r", { memory: 4000, site: "B" })).pendingCommands).toMatchObject([
      {
        verb: "retry",
        id: "r",
        by: { person: { by: "ada" } },
        only: undefined,
        sent: [],
        refused: [],
        memory: 4000,
        site: "B",
      },
    ]);
  });

  test("An order sent to a task belongs to the newest command of its verb, and to no other", () => {
    const past = after(noPast, said("move", "m", { site: "B" }), said("kill", "k1", { step: "merge" }));
    const twice = after(past, said("kill", "k2", { step: "simulate" }), told("kill", 1), told("kill", 2));

    expect(twice.pendingCommands.map(({ id, sent: orders }) => [id, orders.map(({ task }) => task)])).toEqual([
      ["m", []],
      ["k1", []],
      ["k2", [1, 2]],
    ]);
    expect(after(past, told("retry", 1))).toEqual(past);
  });

  test("A refusal of PanDA is kept with the command that gave the order; the last five are kept, oldest first", () => {
    const past = after(
      noPast,
      said("move", "m", { site: "B" }),
      said("kill", "k"),
      told("kill", 1),
      refused("kill", 1),
    );
    expect(past.pendingCommands.map(({ id, refused: all }) => [id, all.map(({ task }) => task)])).toEqual([
      ["m", []],
      ["k", [1]],
    ]);
    expect(past.refusals).toEqual([{ kind: "by-panda", verb: "kill", tasks: [1], reason: "no" }]);

    const many = after(past, ...["a", "b", "c", "d", "e"].map((reason) => ({ ...refused("retry", 2), reason })));
    expect(many.refusals.map(({ reason }) => reason)).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("A refusal of PanDA for one reason about several tasks is one refusal", () => {
    const paused = [1, 2, 2].map((task) => ({ ...refused("pause", task), reason: `task ${task} cannot be paused` }));

    expect(after(noPast, said("pause", "p"), ...paused, refused("kill", 1)).refusals).toEqual([
      { kind: "by-panda", verb: "pause", tasks: [1, 2], reason: "task 2 cannot be paused" },
      { kind: "by-panda", verb: "kill", tasks: [1], reason: "no" },
    ]);
  });

  test("A person's command that is fulfilled is removed from the submission, and others remain", () => {
    const past = after(noPast, said("move", "m", { site: "B" }), said("retry", "r"), { event: "completed", id: "r" });

    expect(past.pendingCommands.map(({ id }) => id)).toEqual(["m"]);
  });

  test("A submission keeps its changes of memory and site, oldest first, with their step; memory once for each task", () => {
    const retry = { event: "commanding", verb: "retry", task: 1, attemptNr: 1 } as const;
    const past = after(
      noPast,
      said("retry", "r1"),
      said("retry", "r2", { memory: 4000 }),
      { ...retry, command: "r2", memory: 4000 },
      { ...retry, command: "r2", memory: 4000, task: 2 },
      said("move", "m", { site: "B", step: "merge" }),
      said("retry", "r3", { memory: 5000, site: "C" }),
      { ...retry, command: "r3", memory: 5000, site: "C" },
    );

    expect(past.adjustments).toMatchObject([
      { by: "ada", memory: 4000 },
      { by: "ada", step: "merge", site: "B" },
      { by: "ada", memory: 5000, site: "C" },
    ]);
  });
});

test("A person's order for less memory than a task has is reported to the person, and counts as no change", () => {
  const keeps = { event: "commanding", verb: "retry", task: 1, attemptNr: 1, command: "r", keeps: 8000 } as const;

  const past = after(noPast, said("retry", "r", { memory: 4000 }), keeps, keeps);

  expect(past.adjustments).toEqual([]);
  expect(past.refusals.map(({ reason }) => reason)).toEqual([
    "task 1 keeps its 8000 MB per core: ada asked for 4000, and a retry never lowers it",
  ]);
});

describe("history of commands", () => {
  test("A withdrawal keeps the data unless the command drops them, answers the question after a revert, and kills", () => {
    const asked = after(full, { event: "left-main", reason: "reverted" });
    expect(asked).toEqual({ ...full, leftMain: { reason: "reverted", since: when } });

    const withdraw = { verb: "withdraw", by: "ada", id: "w", reason: "because" };
    const past = after(asked, said("withdraw", "w"));
    expect(past).toEqual({
      ...full,
      withdrawal: { ...withdraw, data: "keep" },
      leftMain: undefined,
      pendingCommands: [
        expect.objectContaining({ id: "m1" }),
        expect.objectContaining({ verb: "kill", id: "w", by: { person: withdraw }, sent: [] }),
      ],
    });
    expect(after(asked, said("withdraw", "w", { data: "drop" })).withdrawal).toMatchObject({ data: "drop" });
  });

  test("Commands to submit are counted until a new intent", () => {
    const past = after(full, said("submit", "s2", { by: "ben" }));

    expect(past).toEqual({
      ...full,
      releases: [
        { verb: "submit", by: "ada", id: "s1", reason: "because" },
        { verb: "submit", by: "ben", id: "s2", reason: "because" },
      ],
    });
  });

  test("A person's adopt command names the request if the person did, and ends when done", () => {
    expect(full.adoption).toMatchObject({ by: "ada", id: "a1", request: 9 });
    expect(after(noPast, said("adopt", "a2")).adoption).toMatchObject({ by: "ada", id: "a2" });

    const submitted: SubmissionEvent = { event: "submitted", request: 9, evidence: "adopted", tasks: [5] };
    const adopted = after(full, submitted);
    expect(adopted).toEqual({ ...full, adoption: undefined, adoptedTasks: [5] });
    expect(after(adopted, { event: "submitted", request: 9, evidence: "answer" }).adoptedTasks).toEqual([5]);
  });

  test.each(["status", "close", "accept", "trial", "extend", "yes", "help"] as const)(
    "The command %s is not kept with a submission",
    (verb) => {
      expect(after(full, said(verb, "x"))).toEqual(full);
    },
  );
});

test("A person's command that is fulfilled removes no other command", () => {
  expect(after(full, { event: "completed", id: "none" })).toEqual(full);
});

test("A submitted version that is back on main asks no question any more", () => {
  expect(after(full, { event: "left-main", reason: "x" }, { event: "back-on-main" })).toEqual(full);
});

test("A call to PanDA may have acted until its process records that no call was made", () => {
  const owner = { run: "r", nonce: "n" };
  for (const call of [{ event: "checking", owner } as const, { event: "submitting", owner, attempt: 1 } as const]) {
    const isBound = call.event === "checking";
    expect(after(noPast, call)).toEqual({ ...noPast, mayHaveActed: true, isBound, began: isBound ? when : undefined });
    for (const event of ["rejected", "not-sent"] as const)
      expect(after(noPast, call, { event, reason: "x" })).toEqual({ ...noPast, mayHaveActed: false, isBound });
  }
});

test("Events of other kinds do not change the commands of a submission", () => {
  const reason = "x";
  const events: readonly SubmissionEvent[] = [
    { event: "skipped", reason },
    { event: "waiting", inputs: [] },
    { event: "blocked", reason },
    { event: "held", reason },
    { event: "checked", names: {}, sandbox: "" },
    { event: "in-doubt", arrived: "maybe", reason },
    { event: "looked", pandaDate: when },
    { event: "again", attempt: 2, reason },
    { event: "seen", verdict: "running", tasks },
    { event: "conflict", reason },
    { event: "needs-person", reason },
    { event: "duplicate-suspected", reason },
    { event: "watched" },
    { event: "closed", reason },
    { event: "retired", data: "keep" },
    { event: "superseded", by: "2.0.0" },
    { event: "withdrawn", data: "keep" },
  ];
  for (const event of events) expect(after(full, event)).toEqual(full);
});

describe("disobeyed orders", () => {
  const dropped = (id: string): Past => after(full, { event: "command-rejected", id, reason: "no such comment" });
  const refusals = [...full.refusals, { kind: "not-sent", reason: "no such comment" }];

  test("An order on the ledger that reconcile does not obey has no effect, and other orders remain", () => {
    expect(dropped("none")).toEqual({ ...full, refusals });
    expect(dropped("s1")).toEqual({ ...full, releases: [], refusals });
    expect(dropped("a1")).toEqual({ ...full, adoption: undefined, refusals });
    expect(dropped("r1")).toEqual({
      ...full,
      pendingCommands: full.pendingCommands.filter(({ id }) => id !== "r1"),
      refusals,
    });
    expect(full.pendingCommands.map(({ id }) => id)).toEqual(["m1", "r1"]);
  });

  test("The withdrawal by one person remains when that of another person is not obeyed", () => {
    const leaving = after(full, said("withdraw", "w"));
    const of = (id: string) => after(leaving, { event: "command-rejected", id, reason: "x" }).withdrawal;

    expect([of("w"), of("s1")]).toEqual([undefined, leaving.withdrawal]);
  });
});

test("A person's command to submit counts once", () => {
  expect(after(full, said("submit", "s1"))).toEqual(full);
  expect(full.releases).toHaveLength(1);
});

test("The completion record of a submission names its tasks", () => {
  expect(after(full, { event: "recorded", steps: [] })).toEqual({ ...full, completion: { tasks, steps: [] } });
});

test("An arrival of outputs counts until the tasks end again", () => {
  const arrival = { checkedOn: at("10:00"), outputs: [] };
  const described = { containers: ["user.ada:all"] };
  const known = after(after(full, { event: "arrived", ...arrival }), { event: "described", ...described });

  expect(known).toEqual({ ...full, arrival, described });
  expect(after(known, { event: "recorded", steps: [] })).toMatchObject({ arrival: undefined, described: undefined });
});

test("A withdrawal keeps when a task last got an order to run again, by PanDA's date", () => {
  const retry = (task: number, command: string, pandaDate?: string): SubmissionEvent => ({
    event: "commanding",
    verb: "retry",
    task,
    attemptNr: 1,
    command,
    ...(pandaDate === undefined ? {} : { pandaDate }),
  });
  const withdrawn = after(
    noPast,
    said("retry", "r1", { step: "simulate" }),
    retry(1, "r1", at("11:00")),
    said("retry", "r2", { step: "merge" }),
    retry(2, "r2", at("10:30")),
    retry(3, "r2"),
    said("withdraw", "w"),
  );

  expect(withdrawn.withdrawal).toMatchObject({ retried: at("11:00") });
  expect(after(noPast, said("withdraw", "w")).withdrawal).toStrictEqual({
    verb: "withdraw",
    by: "ada",
    id: "w",
    reason: "because",
    data: "keep",
  });
});

describe("memory changes", () => {
  const retried = (id: string, change: Partial<GivenCommand>): readonly SubmissionEvent[] => [
    said("retry", id, change),
    { event: "commanding", verb: "retry", task: 1, attemptNr: 1, command: id, memory: change.memory ?? 0 },
  ];
  const both = (first: Partial<GivenCommand>, then: Partial<GivenCommand>) =>
    after(noPast, ...retried("r1", first), ...retried("r2", then)).adjustments;

  test("Equal memory changes of a submission are listed once, and those by another person, step, site or value separately", () => {
    const memory = 4000;
    expect(both({ memory }, { memory })).toMatchObject([{ by: "ada", memory }]);
    expect(both({ memory }, { memory: 5000 })).toMatchObject([
      { by: "ada", memory },
      { by: "ada", memory: 5000 },
    ]);
    expect(both({ memory }, { memory, by: "ben" })).toMatchObject([
      { by: "ada", memory },
      { by: "ben", memory },
    ]);
    expect(both({ memory }, { memory, step: "merge" })).toMatchObject([
      { by: "ada", memory },
      { by: "ada", step: "merge", memory },
    ]);
    expect(both({ memory, site: "B" }, { memory, site: "C" })).toMatchObject([
      { by: "ada", memory, site: "B" },
      { by: "ada", memory, site: "C" },
    ]);
  });

  test("An order that changes the memory of a task is recorded only with its memory value and the person's command behind the order", () => {
    expect(after(noPast, said("retry", "r"), told("retry", 1)).adjustments).toEqual([]);
    const order = { event: "commanding", verb: "retry", task: 1, attemptNr: 1, command: "gone", memory: 4000 } as const;
    expect(after(noPast, said("retry", "r"), order)).toEqual(after(noPast, said("retry", "r")));
  });
});

test("A kill keeps each order that PanDA refused, and no order that was not sent", () => {
  const past = after(
    noPast,
    said("kill", "k"),
    told("kill", 1),
    told("kill", 2),
    refused("kill", 1),
    refused("kill", 3),
  );
  const later = after(past, refused("kill", 2));

  expect(
    [past, later].map(({ pendingCommands }) => pendingCommands.map(({ refused: all }) => all.map(({ task }) => task))),
  ).toEqual([[[1]], [[1, 2]]]);
});

test.for<Queued>([
  { atMost: 3 },
  { first: { runs: 2, good: 1 }, lost: false },
  { startsPerDay: 100 },
  { until: at("12:00"), reason: "no disk" },
])("A submission that waits keeps why, and nothing else of the line: %j", (queued) => {
  const past = after(full, { event: "queued", ...queued, ...{ noise: 1 } });

  expect(past).toStrictEqual({ ...full, queued });
});

test("A finish ends automatic retries for its step or for all; only a retry allows them again", () => {
  const settled = (...events: readonly SubmissionEvent[]) => after(noPast, ...events).settled;
  const both = [said("finish", "f1", { step: "merge" }), said("finish", "f2", { step: "simulate" })];

  expect([settled(said("finish", "f")), settled(...both)]).toEqual([["*"], ["merge", "simulate"]]);
  expect(settled(...both, said("retry", "r", { step: "merge" }))).toEqual(["simulate"]);
  expect(settled(...both, said("retry", "r"))).toEqual([]);
  expect(settled(...both, said("kill", "k", { step: "merge" }))).toEqual(["merge", "simulate"]);
});

test("A submission adds up what was found about failed jobs; an automatic retry with memory does not change the file on git", () => {
  const found = { step: "merge", task: 2, attemptNr: 1, lastJob: 9, outOfMemory: 0 };
  const more = { ...found, attemptNr: 2, outOfMemory: 3, memory: 4000 };
  const past = after(noPast, { event: "diagnosed", ...found }, { event: "diagnosed", ...more });

  expect(past.diagnosed).toEqual([found, more]);
  expect(after(noPast, { event: "diagnosed", ...found }).pendingCommands).toEqual([]);
  expect(past.pendingCommands).toMatchObject([
    { verb: "retry", id: "memory-2-2", by: { policy: "retryMemory" }, memory: 4000 },
  ]);
  const order = {
    event: "commanding",
    verb: "retry",
    task: 2,
    attemptNr: 2,
    command: "memory-2-2",
    memory: 4000,
  } as const;
  expect(after(past, order).adjustments).toEqual([]);
});

test("The last five refusals of a submission are kept", () => {
  const reasons = ["a", "b", "c", "d", "e", "f"];
  const past = after(
    noPast,
    ...reasons.map((reason): SubmissionEvent => ({ event: "command-rejected", id: "none", reason })),
  );

  expect(past.refusals.map(({ reason }) => reason)).toEqual(["b", "c", "d", "e", "f"]);
});

test("One command to expire is remembered once, and two are two", () => {
  const expire = (id: string) => said("expire", id);

  expect(after(noPast, expire("e1"), expire("e1"), expire("e2")).expiring.map(({ id }) => id)).toEqual(["e1", "e2"]);
});

describe("words on data", () => {
  const word = { by: "ada", reason: "because", step: undefined, quality: "bad", saidOn: undefined } as const;
  const declared = (id: string) => said("declare", id, { quality: "bad" });
  const two = after(full, declared("d1"), declared("d2"));
  const saidOn = at("09:00");
  const confirmed = after(two, { event: "declared", id: "d1", saidOn });

  test("A word on data waits until it is confirmed, and only that one is", () => {
    expect(two).toEqual({
      ...full,
      declared: [
        { ...word, id: "d1" },
        { ...word, id: "d2" },
      ],
    });
    expect(confirmed).toEqual({
      ...full,
      declared: [
        { ...word, id: "d1", saidOn },
        { ...word, id: "d2" },
      ],
    });
  });

  test("A word on data that is not obeyed is forgotten, unless it was confirmed before", () => {
    const left = (id: string) =>
      after(confirmed, { event: "command-rejected", id, reason: "x" }).declared.map((one) => one.id);

    expect([left("d1"), left("d2"), left("d3")]).toEqual([["d1", "d2"], ["d1"], ["d1", "d2"]]);
  });

  test("A submission keeps what was said of its inputs, and who reads its data, each once", () => {
    const input = { input: { tag: "other", version: "1.0.0" }, quality: "bad", by: "bob", reason: "why" } as const;
    const readBy = (tag: string): SubmissionEvent => ({ event: "read-by", tag, version: "1.0.0" });

    expect(after(full, { event: "input-declared", ...input })).toEqual({ ...full, inputsDeclared: [input] });
    expect(after(full, readBy("a"), readBy("b"), readBy("a"))).toEqual({ ...full, readers: ["a@1.0.0", "b@1.0.0"] });
  });
});

describe("kept data", () => {
  const dids = ["user.ada:out"];

  test("The last good end of a submission is remembered, and no other verdict", () => {
    const seen = (verdict: "done" | "completed-partially" | "failed"): SubmissionEvent => ({
      event: "seen",
      verdict,
      tasks,
    });

    expect(after(full, seen("failed"))).toEqual(full);
    expect(after(full, seen("done"))).toEqual({ ...full, endedWell: when });
    expect(after(full, seen("completed-partially"))).toEqual({ ...full, endedWell: when });
  });

  test("A submission remembers its rules, and what main asks of them", () => {
    expect(after(full, { event: "keep-asked", keep: "2y", owner: "@ada" })).toEqual({
      ...full,
      keepAsked: [{ keep: "2y", owner: "@ada" }],
    });
    expect(after(full, { event: "kept", until: null, dids })).toEqual({ ...full, kept: { until: null, dids } });
  });

  test("A command to expire ends when its rules have ended, or when it is not obeyed", () => {
    const [e1, e2] = [said("expire", "e1"), said("expire", "e2")];
    const ending = after(full, e1, e2, { event: "ending", id: "e1", dids }, { event: "ending", id: "e2", dids });
    const [second] = ending.expiring.slice(1);

    expect(ending).toEqual({
      ...full,
      expiring: [expect.objectContaining({ id: "e1" }), second],
      ending: [
        { id: "e1", dids },
        { id: "e2", dids },
      ],
    });
    const left = { ...full, expiring: [second], ending: [{ id: "e2", dids }] };
    expect(after(ending, { event: "expired", id: "e1", dids })).toEqual({ ...left, expired: dids });
    expect(after(ending, { event: "command-rejected", id: "e1", reason: "x" })).toEqual({
      ...left,
      refusals: [...full.refusals, { kind: "not-sent", reason: "x" }],
    });
  });
});

test("An arrival keeps only what is known of it", () => {
  const bare = { checkedOn: at("10:00"), outputs: [] };
  const whole = { ...bare, lacks: [{ did: "user.ada:out", what: "out" }], wasWhole: true, accepted: "ada" } as const;
  const refused = { containers: ["user.ada:all"], refused: "not allowed" };

  for (const arrival of [bare, whole])
    expect(after(noPast, { event: "arrived", ...arrival }).arrival).toStrictEqual(arrival);
  for (const described of [refused, { containers: [] }])
    expect(after(noPast, { event: "described", ...described }).described).toStrictEqual(described);
});

test("Refusals of PanDA that differ by more than numbers, or by their verb, are two", () => {
  const no = (verb: "kill" | "pause", task: number, reason: string): SubmissionEvent => ({
    ...{ event: "order-refused", verb, task, reason },
  });
  const reasons = (...events: readonly SubmissionEvent[]) =>
    after(noPast, ...events).refusals.map((one) => [one.reason, "tasks" in one ? one.tasks : []]);

  expect(reasons(no("kill", 1, "task 1: no"), no("kill", 22, "task 22: no"))).toEqual([["task 22: no", [1, 22]]]);
  expect(reasons(no("kill", 1, "no"), no("pause", 1, "no"), no("kill", 2, "never"))).toEqual([
    ["no", [1]],
    ["no", [1]],
    ["never", [2]],
  ]);
  expect(reasons(no("kill", 1, "task 1"), no("kill", 1, "task "))).toEqual([
    ["task 1", [1]],
    ["task ", [1]],
  ]);
  expect(reasons({ event: "command-rejected", id: "x", reason: "no" }, no("kill", 1, "no"))).toEqual([
    ["no", []],
    ["no", [1]],
  ]);
});

test("A task that keeps its memory names the request where no person asked for less", () => {
  const found = { step: "merge", task: 2, attemptNr: 1, lastJob: 9, outOfMemory: 3, memory: 4000 };
  const order = { verb: "retry", task: 2, attemptNr: 1, command: "memory-2-1", memory: 4000, keeps: 8000 } as const;

  expect(after(noPast, { event: "diagnosed", ...found }, { event: "commanding", ...order }).refusals).toEqual([
    {
      kind: "not-sent",
      reason: "task 2 keeps its 8000 MB per core: the request asked for 4000, and a retry never lowers it",
    },
  ]);
});
