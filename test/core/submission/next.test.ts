import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TaskSeen, Verb, Verdict } from "../../../action/core/ledger/event.ts";
import type { Decision } from "../../../action/core/submission/decision.ts";
import { applyEvent, fold } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { Observation } from "../../../action/core/submission/observation.ts";
import { isFinal, type StateKind, type SubmissionState } from "../../../action/core/submission/state.ts";
import {
  anIntent,
  aSubmission,
  aTask,
  at,
  bothTasks,
  byPerson,
  context,
  inDoubt,
  mine,
  observations,
  stateKinds,
  theirs,
} from "./a-submission.ts";
import { walk } from "./a-walk.ts";

const nothing: Decision = { events: [], action: { kind: "none" } };
const decide = (state: SubmissionState, seen: Observation): Decision => next(state, seen, context);
/** The state that a decision leads to. */
const after = (state: SubmissionState, { events }: Decision): SubmissionState =>
  events.reduce((now, event) => applyEvent(now, event, at("10:00")), state);
const kindAfter = (state: SubmissionState, seen: Observation): StateKind => after(state, decide(state, seen)).kind;
const absentAt = (time: string): Observation => ({ kind: "all-absent", pandaDate: at(time) });
const ours: Observation = { kind: "ours", request: 8 };
const foreign: Observation = { kind: "foreign", reason: "task 5 has no mark" };

describe("every state and every observation", () => {
  const variants: readonly SubmissionState[] = [
    ...stateKinds.flatMap((kind) => [
      aSubmission(kind),
      aSubmission(kind, { owner: theirs }),
      aSubmission(kind, { attempt: 2, intent: anIntent({ outDS: "group.phys.sP26a-toy-1.0.0-0" }) }),
    ]),
    inDoubt({ from: "checking" }),
    inDoubt({ arrived: "no" }),
    inDoubt({ looks: [at("10:00")] }),
    inDoubt({ looks: [at("10:00"), at("16:30")] }),
  ];
  const pairs = variants.flatMap((state) => observations.map((seen) => ({ state, seen })));

  test("have an answer, and its events fold", () => {
    for (const { state, seen } of pairs) expect(after(state, decide(state, seen)).kind).toBeTypeOf("string");
  });

  test("lead to a submit only from checked when PanDA holds nothing, with `submitting` written first", () => {
    for (const { state, seen } of pairs) {
      const { events, action } = decide(state, seen);
      const calls = state.kind === "checked" && seen.kind === "all-absent";
      expect(action.kind === "submit").toBe(calls);
      expect(events.some(({ event }) => event === "submitting")).toBe(calls);
    }
  });

  test("lead to a check only from intended when it is ready, with `checking` written first", () => {
    for (const { state, seen } of pairs) {
      const { events, action } = decide(state, seen);
      const asks = state.kind === "intended" && seen.kind === "ready";
      expect(action.kind === "check").toBe(asks);
      expect(events.some(({ event }) => event === "checking")).toBe(asks);
    }
  });

  test("leave a final state as it is", () => {
    for (const { state, seen } of pairs.filter((pair) => isFinal(pair.state.kind))) {
      expect(decide(state, seen).action).toEqual({ kind: "none" });
      expect(after(state, decide(state, seen))).toEqual(state);
    }
  });

  test("raise the attempt by one at most, and only out of doubt or by a person", () => {
    for (const { state, seen } of pairs) {
      const again = decide(state, seen).events.find((event) => event.event === "again");
      if (again === undefined || !("attempt" in state)) continue;
      if (state.kind === "abandoned") expect(again.attempt).toBe(state.attempt);
      else {
        expect(again.attempt).toBe(state.attempt + 1);
        expect(state.kind === "in-doubt" || seen.kind === "person").toBe(true);
      }
    }
  });
});

describe("before a call", () => {
  test("a version that entered main is promised, history is skipped", () => {
    const none: SubmissionState = { kind: "none" };

    expect(kindAfter(none, { kind: "promised", intent: anIntent() })).toBe("intended");
    expect(kindAfter(none, { kind: "not-to-submit", reason: "history" })).toBe("skipped");
  });

  test.each([
    ["inputs-missing", "waiting", { kind: "inputs-missing", inputs: ["signal"] }],
    ["upstream-lost", "blocked", { kind: "upstream-lost", reason: "signal failed" }],
    ["not-allowed", "withheld", { kind: "not-allowed", reason: "not approved" }],
  ] as const)("%s holds it as %s, said once, until the cause is gone", (_, kind, seen) => {
    const held = after(aSubmission("intended"), decide(aSubmission("intended"), seen));

    expect(held.kind).toBe(kind);
    expect(decide(held, seen)).toEqual(nothing);
    expect(kindAfter(held, { kind: "ready" })).toBe("intended");
  });

  test("something of our name that the ledger knows no call of is a conflict, never adopted before a check", () => {
    expect(kindAfter(aSubmission("intended"), ours)).toBe("conflict");
    expect(kindAfter(aSubmission("intended"), foreign)).toBe("conflict");
  });

  test("the first attempt may be promised anew, before a check and after one", () => {
    const anew: Observation = { kind: "promised", intent: anIntent({ contentDigest: "9".repeat(64) }) };

    for (const kind of ["intended", "waiting", "checked"] as const)
      expect(after(aSubmission(kind), decide(aSubmission(kind), anew))).toMatchObject({
        kind: "intended",
        attempt: 1,
        intent: { contentDigest: "9".repeat(64) },
      });
  });

  test.each([
    ["content", { contentDigest: "9".repeat(64) }],
    ["archive", { archive: "9".repeat(64) }],
    ["outDS", { outDS: "user.eve.x" }],
    ["user", { panda: { ...anIntent().panda, userName: "Eve" } }],
    ["label", { panda: { ...anIntent().panda, prodSourceLabel: "test" } }],
    ["address", { panda: { ...anIntent().panda, url: "https://other.example" } }],
  ])("a second attempt with another %s is a person's to decide", (_, change) => {
    for (const kind of ["intended", "checked"] as const) {
      const second = aSubmission(kind, { attempt: 2 });
      expect(kindAfter(second, { kind: "promised", intent: anIntent(change) })).toBe("needs-person");
      expect(kindAfter(second, { kind: "promised", intent: anIntent() })).toBe("intended");
    }
    expect(kindAfter(aSubmission("checked"), { kind: "identity-changed", reason: "user" })).toBe("needs-person");
  });

  test("a look before the first submit adopts what is ours and stops at what is not", () => {
    const checked = aSubmission("checked");

    expect(decide(checked, ours).events).toEqual([{ event: "submitted", request: 8, evidence: "found" }]);
    expect(kindAfter(checked, foreign)).toBe("conflict");
    expect(decide(checked, absentAt("10:00"))).toEqual({
      events: [{ event: "submitting", owner: mine, attempt: 1 }],
      action: { kind: "submit" },
    });
  });

  test("a check's answer gives names, a refusal, or doubt", () => {
    const answers = observations.filter((seen) => seen.kind === "check-answered");

    expect(answers.map((seen) => kindAfter(aSubmission("checking"), seen))).toEqual([
      "checked",
      "rejected",
      "in-doubt",
      "in-doubt",
    ]);
  });

  test("a call's answer gives a request, a refusal, or doubt", () => {
    const answers = observations.filter((seen) => seen.kind === "call-answered");

    expect(answers.map((seen) => kindAfter(aSubmission("submitting"), seen))).toEqual([
      "submitted",
      "rejected",
      "in-doubt",
      "in-doubt",
    ]);
  });
});

describe("the right to call has one owner", () => {
  test.each(["checking", "submitting"] as const)("%s of a process that ended is doubt", (kind) => {
    expect(
      after(aSubmission(kind, { owner: theirs }), decide(aSubmission(kind, { owner: theirs }), { kind: "orphaned" })),
    ).toMatchObject({ kind: "in-doubt", arrived: "maybe", from: kind, owner: theirs });
  });

  test("an owner who is too late makes no call: abandoned, and checked again as the same attempt", () => {
    const late = after(aSubmission("submitting"), decide(aSubmission("submitting"), { kind: "too-late" }));
    const again = after(late, decide(late, { kind: "ready" }));

    expect(late.kind).toBe("abandoned");
    expect(decide(late, absentAt("11:00"))).toEqual(nothing);
    expect(again).toMatchObject({ kind: "checked", attempt: 1, sandbox: "box.tar.gz" });
  });

  test("a process that gave up its own attempt cannot answer for, or abandon, the call of another", () => {
    const calling = aSubmission("submitting", { owner: theirs, attempt: 2 });
    const checking = aSubmission("checking", { owner: theirs, attempt: 2 });

    for (const seen of observations.filter(({ kind }) => kind === "call-answered" || kind === "too-late"))
      expect(decide(calling, seen)).toEqual(nothing);
    for (const seen of observations.filter(({ kind }) => kind === "check-answered"))
      expect(decide(checking, seen)).toEqual(nothing);
  });

  test("an owner's own answer ends the doubt that another process wrote, and a stranger's does not", () => {
    const answered = observations.filter(({ kind }) => kind === "call-answered");
    const checked = observations.filter(({ kind }) => kind === "check-answered");

    expect(answered.map((seen) => kindAfter(inDoubt({ owner: mine }), seen))).toEqual([
      "submitted",
      "rejected",
      "in-doubt",
      "in-doubt",
    ]);
    expect(checked.map((seen) => kindAfter(inDoubt({ owner: mine, from: "checking" }), seen))).toEqual([
      "checked",
      "rejected",
      "in-doubt",
      "in-doubt",
    ]);
    for (const seen of [...answered, ...checked]) expect(decide(inDoubt({ owner: theirs }), seen)).toEqual(nothing);
  });

  test("the answer of a check says nothing about doubt of a submit, nor the other way round", () => {
    for (const seen of observations.filter(({ kind }) => kind === "check-answered"))
      expect(decide(inDoubt({ from: "submitting" }), seen)).toEqual(nothing);
    for (const seen of observations.filter(({ kind }) => kind === "call-answered"))
      expect(decide(inDoubt({ from: "checking" }), seen)).toEqual(nothing);
  });
});

describe("doubt ends by evidence", () => {
  test("what is found is adopted at any time, when it is ours; anything else is a conflict", () => {
    for (const state of [inDoubt(), inDoubt({ arrived: "no" }), inDoubt({ from: "checking", attempt: 2 })]) {
      expect(after(state, decide(state, ours))).toMatchObject({ kind: "submitted", request: 8 });
      expect(kindAfter(state, foreign)).toBe("conflict");
    }
  });

  test("a lost answer is never answered with a second call while PanDA may still act", () => {
    const state = inDoubt({ looks: [at("10:00")] });

    expect(decide(state, absentAt("11:00"))).toEqual({
      events: [],
      action: { kind: "look-again", notBefore: at("11:30") },
    });
    expect(decide(state, absentAt("15:59")).events).toEqual([]);
  });

  test("the first healthy look begins the window, by PanDA's date", () => {
    expect(decide(inDoubt(), absentAt("10:00"))).toEqual({
      events: [{ event: "looked", pandaDate: at("10:00") }],
      action: { kind: "look-again", notBefore: at("10:30") },
    });
  });

  test("the window alone closes nothing: two healthy looks behind it, half an hour apart, must find nothing", () => {
    const over = decide(inDoubt({ looks: [at("10:00")] }), absentAt("16:00"));
    const looked = inDoubt({ looks: [at("10:00"), at("16:00")] });

    expect(over.events).toEqual([{ event: "looked", pandaDate: at("16:00") }]);
    expect(decide(looked, absentAt("16:29")).events).toEqual([]);
    expect(after(looked, decide(looked, absentAt("16:30")))).toMatchObject({ kind: "checked", attempt: 2 });
  });

  test("looks within the window do not count, however many there were", () => {
    const many = inDoubt({ looks: ["10:00", "11:00", "12:00", "15:59"].map(at) });

    expect(kindAfter(many, absentAt("16:10"))).toBe("in-doubt");
  });

  test("a clock at PanDA that goes back brings nothing nearer", () => {
    expect(decide(inDoubt({ looks: [at("10:00")] }), absentAt("3:00")).events).toEqual([]);
    expect(decide(inDoubt({ looks: [at("10:00"), at("16:00")] }), absentAt("3:00")).events).toEqual([]);
  });

  test("a request that never arrived is tried once more at once, and not a third time", () => {
    expect(after(inDoubt({ arrived: "no" }), decide(inDoubt({ arrived: "no" }), absentAt("10:00")))).toMatchObject({
      kind: "checked",
      attempt: 2,
    });
    expect(kindAfter(inDoubt({ arrived: "no", attempt: 2 }), absentAt("10:00"))).toBe("needs-person");
  });

  test("doubt from a check goes back to a check, since nobody knows the names", () => {
    expect(kindAfter(inDoubt({ arrived: "no", from: "checking" }), absentAt("10:00"))).toBe("intended");
  });

  test("a second lost answer is a person's to decide", () => {
    const second = inDoubt({ attempt: 2, looks: [at("10:00"), at("16:00")] });

    expect(kindAfter(second, absentAt("17:00"))).toBe("needs-person");
  });

  test.each(["no", "maybe"] as const)("official data is never submitted again by itself (arrived: %s)", (arrived) => {
    const official = inDoubt({
      arrived,
      intent: anIntent({ outDS: "group.phys.sP26a-toy-1.0.0-0" }),
      looks: [at("10:00"), at("16:00")],
    });

    expect(kindAfter(official, absentAt("17:00"))).toBe("needs-person");
  });
});

describe("a request that is known", () => {
  const tasks = (seen: readonly TaskSeen[], pandaDate = at("11:00")): Observation => ({
    kind: "tasks",
    tasks: seen,
    pandaDate,
  });

  const verdicts: readonly (readonly [string, readonly TaskSeen[], Verdict])[] = [
    ["one of two tasks", [aTask("simulate", "done")], "running"],
    ["a task that runs", [aTask("simulate", "done"), aTask("merge", "running")], "running"],
    ["statuses nobody knows", bothTasks("odd"), "running"],
    ["all done", bothTasks("done"), "done"],
    ["a lossy end", [aTask("simulate", "finished", { finished: 9 }), aTask("merge", "done")], "short"],
    ["an end without files", [aTask("simulate", "finished", { files: 0 }), aTask("merge", "done")], "short"],
    ["a failed parent while its child waits", [aTask("simulate", "failed"), aTask("merge", "registered")], "failed"],
    ["an aborted task", [aTask("simulate", "aborted"), aTask("merge", "running")], "aborted"],
    ["an exhausted task", [aTask("simulate", "exhausted"), aTask("merge", "running")], "exhausted"],
    ["a broken task beside a failed one", [aTask("simulate", "failed"), aTask("merge", "broken")], "broken"],
  ];
  test.each(verdicts)("%s", (_, seen, verdict) => {
    expect(decide(aSubmission("submitted"), tasks(seen)).events).toEqual([{ event: "seen", verdict, tasks: seen }]);
  });

  test("the finished share that the request accepts counts as good", () => {
    const seen = tasks([aTask("simulate", "finished", { finished: 9 }), aTask("merge", "done")]);
    const verdict = (share: number) => {
      const running = aSubmission("running");
      const accepting =
        "intent" in running ? { ...running, intent: anIntent({ accept: { simulate: share } }) } : running;
      return after(accepting, decide(accepting, seen)).kind;
    };

    expect([1, 0.91, 0.9, 0].map(verdict)).toEqual(["short", "short", "accepted", "accepted"]);
  });

  test("without tasks it is patient for a day, then stalled, and tasks that come later go on", () => {
    const submitted = aSubmission("submitted");

    expect(decide(submitted, tasks([], at("33:59")))).toEqual(nothing);
    expect(kindAfter(submitted, tasks([], at("34:00")))).toBe("stalled");
    expect(kindAfter(aSubmission("stalled"), tasks(bothTasks("running")))).toBe("running");
  });

  test("only transitions and coarse progress are written", () => {
    const running = after(aSubmission("submitted"), decide(aSubmission("submitted"), tasks(bothTasks("running"))));
    const progress = (finished: number) =>
      tasks([aTask("simulate", "running", { files: 100, finished }), aTask("merge", "running")]);
    const begun = after(running, decide(running, progress(10)));

    expect(decide(running, tasks(bothTasks("running")))).toEqual(nothing);
    expect(decide(begun, progress(19))).toEqual(nothing);
    expect(decide(begun, progress(20)).events).toHaveLength(1);
  });

  test.each(["short", "failed", "exhausted", "aborted"] as const)("%s runs again when its tasks do", (kind) => {
    expect(kindAfter(aSubmission(kind), tasks(bothTasks("running")))).toBe("running");
  });

  test("success is not taken back: tasks that run again are a suspected duplicate, tasks that are gone are nothing", () => {
    for (const kind of ["done", "accepted"] as const) {
      const good = aSubmission(kind, { attempt: 2 });
      expect(kindAfter(good, tasks(bothTasks("running")))).toBe("duplicate-suspected");
      expect(kindAfter(good, tasks([aTask("simulate", "done")]))).toBe(kind);
      expect(kindAfter(good, tasks([], at("40:00")))).toBe(kind);
    }
  });

  test("a second attempt is watched for fourteen days, a first is not", () => {
    const day = (days: number) => tasks(bothTasks("done"), at(`${10 + 24 * days}:00`));

    expect(decide(aSubmission("done", { attempt: 2 }), day(13.9))).toEqual(nothing);
    expect(decide(aSubmission("done", { attempt: 2 }), day(14)).events).toEqual([{ event: "watched" }]);
    expect(decide(aSubmission("done"), day(14))).toEqual(nothing);
  });

  test("a second effect calls a person, and one who accepted it is not called again", () => {
    const second: Observation = { kind: "second-effect", reason: "requests 7 and 8" };
    const running = aSubmission("running", { attempt: 2 });
    const suspected = after(running, decide(running, second));
    const accepted = after(suspected, decide(suspected, byPerson("accept")));

    expect(kindAfter(aSubmission("submitted", { attempt: 2 }), second)).toBe("duplicate-suspected");
    expect(kindAfter(aSubmission("done", { attempt: 2 }), second)).toBe("duplicate-suspected");
    expect(suspected.kind).toBe("duplicate-suspected");
    expect(kindAfter(suspected, tasks(bothTasks("done")))).toBe("duplicate-suspected");
    expect(accepted).toMatchObject({ kind: "short", watching: false });
    expect(decide(accepted, second)).toEqual(nothing);
  });
});

describe("a person", () => {
  /** The state a verb leads to, or what PanDA is ordered; states that are not named refuse it. */
  const outcomes: Readonly<Record<Verb, Partial<Record<StateKind, string>>>> = {
    status: Object.fromEntries(stateKinds.filter((kind) => kind !== "none").map((kind) => [kind, kind])),
    submit: { withheld: "intended", rejected: "intended", "needs-person": "intended" },
    retry: { short: "order", failed: "order", exhausted: "order", stalled: "order", aborted: "order" },
    kill: { submitted: "order", running: "order" },
    adopt: { conflict: "submitted" },
    accept: { "duplicate-suspected": "running" },
    withdraw: {
      intended: "withdrawn",
      waiting: "withdrawn",
      blocked: "withdrawn",
      withheld: "withdrawn",
      checked: "withdrawn",
      abandoned: "withdrawn",
      conflict: "withdrawn",
      checking: "checking",
      submitting: "submitting",
      "in-doubt": "in-doubt",
      submitted: "withdrawn and order",
      running: "withdrawn and order",
      short: "closed",
      failed: "closed",
      exhausted: "closed",
      stalled: "closed",
      aborted: "closed",
      broken: "closed",
      rejected: "closed",
      "needs-person": "closed",
      "duplicate-suspected": "closed",
      done: "retired",
      accepted: "retired",
    },
  };
  const verbs = Object.keys(outcomes) as readonly Verb[];

  test.each(verbs.flatMap((verb) => stateKinds.map((kind) => [verb, kind] as const)))("%s on %s", (verb, kind) => {
    const state = aSubmission(kind);
    const decision = decide(state, byPerson(verb, { request: 9 }));
    const wanted = outcomes[verb][kind];
    if (wanted === undefined) return expect(decision).toEqual(nothing);

    const ends = after(state, decision).kind;
    const ordered = decision.action.kind === "order";
    expect(decision.events[0]).toEqual({ event: "person", verb, by: "ada", id: "c1", reason: "because" });
    expect(ordered ? (ends === kind ? "order" : `${ends} and order`) : ends).toBe(wanted);
  });

  test("submits once more as the next attempt, with the same names when they are known", () => {
    const rejected = aSubmission("rejected");

    expect(after(rejected, decide(rejected, byPerson("submit")))).toMatchObject({ attempt: 2 });
  });

  test("decides whether data are kept or dropped, and adopts only by naming a request", () => {
    expect(decide(aSubmission("done"), byPerson("withdraw", { data: "drop" })).events.at(-1)).toEqual({
      event: "retired",
      data: "drop",
    });
    expect(decide(aSubmission("conflict"), byPerson("adopt"))).toEqual(nothing);
    expect(decide(aSubmission("conflict"), byPerson("adopt", { request: 9 })).events.at(-1)).toEqual({
      event: "submitted",
      request: 9,
      evidence: "adopted",
    });
  });

  test("who accepts a duplicate is judged by the share that the request accepts", () => {
    const lossy: Observation = {
      kind: "tasks",
      pandaDate: at("11:00"),
      tasks: [aTask("simulate", "finished", { finished: 9 }), aTask("merge", "done")],
    };
    const short = after(aSubmission("running"), decide(aSubmission("running"), lossy));
    const suspected = after(short, decide(short, { kind: "second-effect", reason: "two" }));
    const accepting = { ...suspected, intent: anIntent({ accept: { simulate: 0.9 } }) } as SubmissionState;

    expect(after(suspected, decide(suspected, byPerson("accept"))).kind).toBe("short");
    expect(after(accepting, decide(accepting, byPerson("accept"))).kind).toBe("accepted");
  });
});

describe("a walk of any length", () => {
  const intents = [anIntent(), anIntent({ contentDigest: "9".repeat(64) })];
  const anything = fc.oneof(
    fc.constantFrom(...observations),
    // What brings a submission forward, so that walks get somewhere.
    fc.constantFrom<Observation>(
      { kind: "ready" },
      { kind: "orphaned" },
      ...intents.map((intent): Observation => ({ kind: "promised", intent })),
      ...observations.filter(({ kind }) => kind === "check-answered" || kind === "call-answered"),
    ),
    fc.nat(100).map((hours): Observation => absentAt(`${10 + hours}:00`)),
  );
  const who = fc.constantFrom({ owner: mine }, { owner: theirs });
  const walks = fc.array(fc.tuple(anything, who), { maxLength: 60 }).map(walk);
  const property = (name: string, holds: (made: ReturnType<typeof walk>) => void) =>
    test(name, () => fc.assert(fc.property(walks, holds), { numRuns: 500 }));

  property("folds from its lines to where it ended", ({ lines, end }) => {
    expect(fold(lines.map((line) => ({ ...line, at: at("10:00") })))).toEqual(end);
  });

  property("never lowers the attempt", ({ steps }) => {
    for (const { before, after: then } of steps)
      if ("attempt" in before && "attempt" in then) expect(then.attempt).toBeGreaterThanOrEqual(before.attempt);
  });

  property("writes submitting only from checked and checking only from intended", ({ steps }) => {
    for (const { before, event } of steps) {
      if (event.event === "submitting") expect(before.kind).toBe("checked");
      if (event.event === "checking") expect(before.kind).toBe("intended");
    }
  });

  property("calls once an attempt, unless its owner said that no call was made", ({ steps }) => {
    let open: number | undefined;
    for (const { event, after: then } of steps) {
      if (event.event === "abandoned") open = undefined;
      if (event.event !== "submitting" || !("attempt" in then)) continue;
      expect(then.attempt).not.toBe(open);
      open = then.attempt;
    }
  });

  property("keeps the identity from the first submit on", ({ steps }) => {
    const sent = steps.find(({ event }) => event.event === "submitting")?.after;
    const later = sent === undefined ? [] : steps.slice(steps.findIndex(({ after: then }) => then === sent) + 1);
    for (const { after: then } of later)
      if ("intent" in then && sent !== undefined && "intent" in sent && then.attempt > 1)
        expect(then.intent.contentDigest).toBe(sent.intent.contentDigest);
  });

  property("changes nothing after an end", ({ steps }) => {
    for (const { before, after: then } of steps) if (isFinal(before.kind)) expect(then).toEqual(before);
  });
});
