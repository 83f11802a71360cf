import { describe, expect, test } from "vitest";
import { type Verb, verbNames } from "../../../action/core/command/verbs.ts";
import type { SubmissionEvent, TaskSeen, Verdict } from "../../../action/core/ledger/event.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { Decision, Observation } from "../../../action/core/submission/observation.ts";
import type { PandaDate, StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { isFinal } from "../../../action/core/submission/states.ts";
import {
  anIntent,
  aSubmission,
  aTask,
  at,
  bothTasks,
  byPerson,
  context,
  foldOf,
  inDoubt,
  mine,
  observations,
  pastOf,
  stateKinds,
  theirs,
} from "./a-submission.ts";

const nothing: Decision = { events: [], action: { kind: "none" } };
const decide = (state: SubmissionState, seen: Observation): Decision => next(state, seen, context);
/** The state that a decision leads to. */
const after = (state: SubmissionState, { events }: Decision): SubmissionState =>
  events.reduce((now, event) => applyEvent(now, event, at("10:00")), state);
const kindAfter = (state: SubmissionState, seen: Observation): StateKind => after(state, decide(state, seen)).kind;
const absentAt = (time: string): Observation => ({ kind: "all-absent", pandaDate: at(time) });
const ours: Observation = { kind: "ours", request: 8, pandaDate: at("10:05") };
const foreign: Observation = { kind: "foreign", reason: "task 5 has no mark" };

describe("states and observations", () => {
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

  test("Every state answers every observation with events that give a valid state", () => {
    for (const { state, seen } of pairs) expect(after(state, decide(state, seen)).kind).toBeTypeOf("string");
  });

  test("A submit follows only the state checked with nothing at PanDA, after `submitting` was written", () => {
    for (const { state, seen } of pairs) {
      const { events, action } = decide(state, seen);
      const calls = state.kind === "checked" && seen.kind === "all-absent";
      expect(action.kind === "submit").toBe(calls);
      expect(events.some(({ event }) => event === "submitting")).toBe(calls);
    }
  });

  test("A check follows only the state intended of a ready production, after `checking` was written", () => {
    for (const { state, seen } of pairs) {
      const { events, action } = decide(state, seen);
      const asks = state.kind === "intended" && seen.kind === "ready";
      expect(action.kind === "check").toBe(asks);
      expect(events.some(({ event }) => event === "checking")).toBe(asks);
    }
  });

  test("A final state of a submission is not changed by any observation", () => {
    for (const { state, seen } of pairs.filter((pair) => isFinal(pair.state.kind))) {
      expect(decide(state, seen).action).toEqual({ kind: "none" });
      expect(after(state, decide(state, seen))).toEqual(state);
    }
  });

  test("The attempt number of a submission rises by at most one, and only after doubt or by a person's command", () => {
    for (const { state, seen } of pairs) {
      const again = decide(state, seen).events.find((event) => event.event === "again");
      if (again === undefined || !("attempt" in state)) continue;
      if (state.kind === "not-sent") expect(again.attempt).toBe(state.attempt);
      else {
        expect(again.attempt).toBe(state.attempt + 1);
        expect(state.kind === "in-doubt" || seen.kind === "person").toBe(true);
      }
    }
  });
});

describe("states before a call", () => {
  test("A version that enters main gets an intent, and versions in earlier history are skipped", () => {
    const none: SubmissionState = { kind: "none" };

    expect(kindAfter(none, { kind: "new-intent", intent: anIntent() })).toBe("intended");
    const skipped = { kind: "not-to-submit", reason: "history" } as const;
    expect(decide(none, { ...skipped, held: anIntent() }).events).toEqual([
      { event: "skipped", reason: "history", held: anIntent() },
    ]);
    expect(decide(none, skipped).events).toStrictEqual([{ event: "skipped", reason: "history" }]);
  });

  test.each([
    ["inputs-missing", "waiting", { kind: "inputs-missing", inputs: ["signal"] }],
    ["upstream-lost", "blocked", { kind: "upstream-lost", reason: "signal failed" }],
    ["not-allowed", "held", { kind: "not-allowed", reason: "not approved" }],
  ] as const)("%s makes a submission %s, which is recorded once, until the cause is gone", (_, kind, seen) => {
    const held = after(aSubmission("intended"), decide(aSubmission("intended"), seen));

    expect(held.kind).toBe(kind);
    expect(decide(held, seen)).toEqual(nothing);
    expect(kindAfter(held, { kind: "ready" })).toBe("intended");
  });

  test("A task of our name before any recorded call is a conflict, and is not adopted before a check", () => {
    expect(kindAfter(aSubmission("intended"), ours)).toBe("conflict");
    expect(kindAfter(aSubmission("intended"), foreign)).toBe("conflict");
  });

  test("A first attempt may get a new intent before its check, and not afterwards", () => {
    const anew: Observation = { kind: "new-intent", intent: anIntent({ contentDigest: "9".repeat(64) }) };

    for (const kind of ["intended", "waiting"] as const)
      expect(after(aSubmission(kind), decide(aSubmission(kind), anew))).toMatchObject({
        kind: "intended",
        attempt: 1,
        intent: { contentDigest: "9".repeat(64) },
      });
    const unanswered = foldOf([...pastOf("checking"), { event: "not-sent", reason: "late" }]);
    const asked = after(unanswered, decide(unanswered, { kind: "ready" }));
    expect(asked).toMatchObject({ kind: "intended", attempt: 1 });
    expect([kindAfter(asked, anew), kindAfter(aSubmission("checked"), anew)]).toEqual(["needs-person", "needs-person"]);
  });

  test.each([
    ["content", { contentDigest: "9".repeat(64) }],
    ["archive", { archive: "9".repeat(64) }],
    ["outDS", { outDS: "user.eve.x" }],
    ["user", { panda: { ...anIntent().panda, userName: "Eve" } }],
    ["label", { panda: { ...anIntent().panda, prodSourceLabel: "test" } }],
    ["address", { panda: { ...anIntent().panda, url: "https://other.example" } }],
  ])("A second attempt of a submission with another %s is left to a person", (_, change) => {
    for (const kind of ["intended", "checked"] as const) {
      const second = aSubmission(kind, { attempt: 2 });
      expect(kindAfter(second, { kind: "new-intent", intent: anIntent(change) })).toBe("needs-person");
      expect(kindAfter(second, { kind: "new-intent", intent: anIntent() })).toBe("intended");
    }
    expect(kindAfter(aSubmission("checked"), { kind: "identity-changed", reason: "user" })).toBe("needs-person");
  });

  test("The look before the first submit adopts a request of ours and stops at any other", () => {
    const checked = aSubmission("checked");

    expect(decide(checked, ours).events).toEqual([
      { event: "submitted", request: 8, evidence: "found", pandaDate: at("10:05") },
    ]);
    expect(kindAfter(checked, foreign)).toBe("conflict");
    expect(decide(checked, absentAt("10:00"))).toEqual({
      events: [{ event: "submitting", owner: mine, attempt: 1 }],
      action: { kind: "submit" },
    });
  });

  test("The answer to PanDA's check gives task names, a refusal, a later time, or doubt", () => {
    const answers = observations.filter((seen) => seen.kind === "check-answered");

    expect(answers.map((seen) => kindAfter(aSubmission("checking"), seen))).toEqual([
      "checked",
      "rejected",
      "not-sent",
      "in-doubt",
    ]);
  });

  test("The answer to a submit call gives a request, a refusal, or doubt", () => {
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
  test.each(["checking", "submitting"] as const)("The state %s of a process that ended is doubt", (kind) => {
    expect(
      after(aSubmission(kind, { owner: theirs }), decide(aSubmission(kind, { owner: theirs }), { kind: "orphaned" })),
    ).toMatchObject({ kind: "in-doubt", arrived: "maybe", from: kind, owner: theirs });
  });

  test("A process that is too late makes no call: its attempt is abandoned and checked again", () => {
    const late = after(aSubmission("submitting"), decide(aSubmission("submitting"), { kind: "too-late" }));
    const again = after(late, decide(late, { kind: "ready" }));

    expect(late.kind).toBe("not-sent");
    expect(decide(late, absentAt("11:00"))).toEqual(nothing);
    expect(again).toMatchObject({ kind: "checked", attempt: 1, sandbox: "box.tar.gz" });
  });

  test("A process that gave up its attempt can neither report nor abandon the call of another process", () => {
    const calling = aSubmission("submitting", { owner: theirs, attempt: 2 });
    const checking = aSubmission("checking", { owner: theirs, attempt: 2 });

    for (const seen of observations.filter(({ kind }) => kind === "call-answered" || kind === "too-late"))
      expect(decide(calling, seen)).toEqual(nothing);
    for (const seen of observations.filter(({ kind }) => kind === "check-answered" || kind === "too-late"))
      expect(decide(checking, seen)).toEqual(nothing);
  });

  test.each(["checking", "submitting"] as const)(
    "A process in %s that made no call records this, even if another process had declared doubt",
    (from) => {
      expect(kindAfter(aSubmission(from, { owner: mine }), { kind: "too-late" })).toBe("not-sent");
      expect(kindAfter(inDoubt({ from, owner: mine }), { kind: "too-late" })).toBe("not-sent");
      expect(decide(inDoubt({ from, owner: theirs }), { kind: "too-late" })).toEqual(nothing);
    },
  );

  test("A process's own answer ends the doubt that another process recorded, and an answer of a third does not", () => {
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
      "not-sent",
      "in-doubt",
    ]);
    for (const seen of [...answered, ...checked]) expect(decide(inDoubt({ owner: theirs }), seen)).toEqual(nothing);
  });

  test("The answer to another process's check does not end the doubt about a check", () => {
    const answered: Observation = { kind: "check-answered", answer: { kind: "rejected", message: "no" } };

    expect(decide(inDoubt({ from: "checking", owner: theirs }), answered)).toEqual(nothing);
    expect(decide({ kind: "none" }, { kind: "ready" })).toEqual(nothing);
  });

  test("The answer to a check does not end doubt about a submit, and the other way round", () => {
    for (const seen of observations.filter(({ kind }) => kind === "check-answered"))
      expect(decide(inDoubt({ from: "submitting" }), seen)).toEqual(nothing);
    for (const seen of observations.filter(({ kind }) => kind === "call-answered"))
      expect(decide(inDoubt({ from: "checking" }), seen)).toEqual(nothing);
  });
});

describe("ends of doubt", () => {
  test("A request of ours that is found at PanDA is adopted at any time, and any other is a conflict", () => {
    for (const state of [inDoubt(), inDoubt({ arrived: "no" }), inDoubt({ from: "checking", attempt: 2 })]) {
      expect(after(state, decide(state, ours))).toMatchObject({ kind: "submitted", request: 8 });
      expect(kindAfter(state, foreign)).toBe("conflict");
    }
  });

  test("A submit whose answer was lost is never repeated while PanDA may still act", () => {
    const state = inDoubt({ looks: [at("10:00")] });

    for (const time of ["11:00", "15:59"])
      expect(decide(state, absentAt(time))).toEqual({ events: [], action: { kind: "none" } });
  });

  test("The waiting time of a doubt about a submit begins with the first successful look, by PanDA's date", () => {
    expect(decide(inDoubt(), absentAt("10:00"))).toEqual({
      events: [{ event: "looked", pandaDate: at("10:00") }],
      action: { kind: "none" },
    });
  });

  test("A doubt about a submit ends after its waiting time only with two successful looks half an hour apart that find nothing", () => {
    const over = decide(inDoubt({ looks: [at("10:00")] }), absentAt("16:00"));
    const looked = inDoubt({ looks: [at("10:00"), at("16:00")] });

    expect(over.events).toEqual([{ event: "looked", pandaDate: at("16:00") }]);
    expect(decide(looked, absentAt("16:29")).events).toEqual([]);
    expect(after(looked, decide(looked, absentAt("16:30")))).toMatchObject({ kind: "checked", attempt: 2 });
  });

  test("Looks within the waiting time of a doubt do not count, however many there are", () => {
    const many = inDoubt({ looks: ["10:00", "11:00", "12:00", "15:59"].map(at) });

    expect(kindAfter(many, absentAt("16:10"))).toBe("in-doubt");
  });

  test("A clock of PanDA that goes back does not shorten the waiting time of a doubt", () => {
    expect(decide(inDoubt({ looks: [at("10:00")] }), absentAt("3:00")).events).toEqual([]);
    expect(decide(inDoubt({ looks: [at("10:00"), at("16:00")] }), absentAt("3:00")).events).toEqual([]);
  });

  test("A submit that never arrived is repeated once at once, and not a second time", () => {
    expect(after(inDoubt({ arrived: "no" }), decide(inDoubt({ arrived: "no" }), absentAt("10:00")))).toMatchObject({
      kind: "checked",
      attempt: 2,
    });
    expect(kindAfter(inDoubt({ arrived: "no", attempt: 2 }), absentAt("10:00"))).toBe("needs-person");
  });

  test("A doubt about a check leads to another check, because the task names are unknown", () => {
    expect(kindAfter(inDoubt({ arrived: "no", from: "checking" }), absentAt("10:00"))).toBe("intended");
  });

  test("A second submit whose answer is lost is left to a person", () => {
    const second = inDoubt({ attempt: 2, looks: [at("10:00"), at("16:00")] });

    expect(kindAfter(second, absentAt("17:00"))).toBe("needs-person");
  });

  test.each(["no", "maybe"] as const)(
    "A doubt about a release is never followed by an automatic submit (arrived: %s)",
    (arrived) => {
      const official = inDoubt({
        arrived,
        intent: anIntent({ outDS: "group.phys.sP26a-toy-1.0.0-0" }),
        looks: [at("10:00"), at("16:00")],
      });

      expect(kindAfter(official, absentAt("17:00"))).toBe("needs-person");
    },
  );
});

describe("known requests", () => {
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
    ["a lossy end", [aTask("simulate", "finished", { finished: 9 }), aTask("merge", "done")], "incomplete"],
    ["an end without files", [aTask("simulate", "finished", { files: 0 }), aTask("merge", "done")], "incomplete"],
    ["a failed parent while its child waits", [aTask("simulate", "failed"), aTask("merge", "registered")], "failed"],
    ["an aborted task", [aTask("simulate", "aborted"), aTask("merge", "running")], "aborted"],
    ["an exhausted task", [aTask("simulate", "exhausted"), aTask("merge", "running")], "exhausted"],
    ["a broken task beside a failed one", [aTask("simulate", "failed"), aTask("merge", "broken")], "broken"],
  ];
  test.each(verdicts)("The verdict on a submission is made from its tasks: %s", (_, seen, verdict) => {
    expect(decide(aSubmission("submitted"), tasks(seen)).events).toEqual([
      { event: "seen", verdict, tasks: seen, pandaDate: at("11:00") },
    ]);
  });

  describe("PanDA's dates", () => {
    const undated = foldOf(
      [...pastOf("submitting"), { event: "submitted", request: 7, evidence: "answer" }],
      at("0:00"),
    );
    const silent = (pandaDate: PandaDate): Observation => ({ kind: "tasks", tasks: [], pandaDate });

    test("A local clock that is wrong by days stalls no submission, because the day begins at PanDA's first date", () => {
      expect(decide(undated, silent(at("72:00"))).events).toEqual([{ event: "looked", pandaDate: at("72:00") }]);
      const begun = after(undated, decide(undated, silent(at("72:00"))));
      expect(decide(begun, silent(at("95:59")))).toEqual(nothing);
      expect(kindAfter(begun, silent(at("96:00")))).toBe("stalled");
    });

    test("Without dates from PanDA no waiting time ends", () => {
      for (const state of [undated, aSubmission("submitted"), aSubmission("done", { attempt: 2 })])
        expect(decide(state, silent(undefined))).toEqual(nothing);
      const over = inDoubt({ looks: [at("10:00"), at("16:00")] });
      expect(decide(over, { kind: "all-absent", pandaDate: undefined })).toEqual(nothing);
    });
  });

  test("A finished share of files that the request accepts counts as success", () => {
    const seen = tasks([aTask("simulate", "finished", { finished: 9 }), aTask("merge", "done")]);
    const verdict = (share: number) => {
      const running = aSubmission("running");
      const accepting =
        "intent" in running ? { ...running, intent: anIntent({ accept: { simulate: share } }) } : running;
      return after(accepting, decide(accepting, seen)).kind;
    };

    expect([1, 0.91, 0.9, 0].map(verdict)).toEqual([
      "incomplete",
      "incomplete",
      "completed-partially",
      "completed-partially",
    ]);
  });

  test("A request without tasks is waited for during a day and then stalled; later tasks are followed again", () => {
    const submitted = aSubmission("submitted");

    expect(decide(submitted, tasks([], at("33:59")))).toEqual(nothing);
    expect(kindAfter(submitted, tasks([], at("34:00")))).toBe("stalled");
    expect(kindAfter(aSubmission("stalled"), tasks(bothTasks("running")))).toBe("running");
  });

  test("Only changes of state and coarse progress are recorded on the ledger", () => {
    const running = after(aSubmission("submitted"), decide(aSubmission("submitted"), tasks(bothTasks("running"))));
    const progress = (finished: number) =>
      tasks([aTask("simulate", "running", { files: 100, finished }), aTask("merge", "running")]);
    const begun = after(running, decide(running, progress(10)));

    expect(decide(running, tasks(bothTasks("running")))).toEqual(nothing);
    expect(decide(begun, progress(19))).toEqual(nothing);
    expect(decide(begun, progress(20)).events).toHaveLength(1);
  });

  test.each(["incomplete", "failed", "exhausted", "aborted"] as const)(
    "A submission that is %s becomes running when its tasks run again",
    (kind) => {
      expect(kindAfter(aSubmission(kind), tasks(bothTasks("running")))).toBe("running");
    },
  );

  test("A successful submission stays so: running tasks make a suspected duplicate, and deleted tasks change nothing", () => {
    for (const kind of ["done", "completed-partially"] as const) {
      const good = aSubmission(kind, { attempt: 2 });
      expect(kindAfter(good, tasks(bothTasks("running")))).toBe("duplicate-suspected");
      expect(kindAfter(good, tasks([aTask("simulate", "done")]))).toBe(kind);
      expect(kindAfter(good, tasks([], at("40:00")))).toBe(kind);
    }
  });

  test.each([1, 2])("A successful submission is watched for fourteen days (attempt %i)", (attempt) => {
    const day = (days: number) => tasks(bothTasks("done"), at(`${10 + 24 * days}:00`));

    expect(decide(aSubmission("done", { attempt }), day(13.9))).toEqual(nothing);
    expect(decide(aSubmission("done", { attempt }), day(14)).events).toEqual([{ event: "watched" }]);
  });

  test("A task that JEDI restarted after success is a second effect, also when the task is done again", () => {
    const again = [aTask("simulate", "done"), aTask("merge", "done", { attemptNr: 2 })];
    const suspected = after(aSubmission("done"), decide(aSubmission("done"), tasks(again)));

    expect(suspected).toMatchObject({
      kind: "duplicate-suspected",
      reason: "it had succeeded, and now merge (task 2) is done",
      past: { accepted: { requests: [7], tasks: [1, 2] } },
    });
    const accepted = after(suspected, decide(suspected, byPerson("accept")));
    expect(accepted).toMatchObject({ kind: "done", watching: true });
    expect(decide(accepted, tasks(again)).events).toEqual([{ event: "looked", pandaDate: at("11:00") }]);
    expect(kindAfter(accepted, tasks([aTask("simulate", "done", { attemptNr: 2 }), ...again.slice(1)]))).toBe(
      "duplicate-suspected",
    );
  });

  test("A second effect of a call to PanDA calls a person; after acceptance the running task is followed and watched", () => {
    const second: Observation = {
      kind: "second-effect",
      reason: "requests 7 and 8",
      effects: { requests: [7, 8], tasks: [1, 2] },
      tasks: bothTasks("running"),
    };
    const running = aSubmission("running", { attempt: 2 });
    const suspected = after(running, decide(running, second));
    const accepted = after(suspected, decide(suspected, byPerson("accept")));

    expect(kindAfter(aSubmission("submitted", { attempt: 2 }), second)).toBe("duplicate-suspected");
    expect(kindAfter(aSubmission("done", { attempt: 2 }), second)).toBe("duplicate-suspected");
    expect(suspected.kind).toBe("duplicate-suspected");
    expect(kindAfter(suspected, tasks(bothTasks("done")))).toBe("duplicate-suspected");
    expect(accepted).toMatchObject({ kind: "running", watching: true, tasks: bothTasks("running") });
    expect(accepted).toMatchObject({ past: { accepted: { requests: [7, 8], tasks: [1, 2] } } });
    const over = applyEvent(aSubmission("done"), { event: "watched" }, at("10:00"));
    expect(decide(over, second)).toEqual(nothing);
  });
});

describe("commands of persons", () => {
  const gone = Object.fromEntries(
    ["intended", "waiting", "blocked", "held", "checked", "not-sent", "conflict"].map((kind) => [kind, "withdrawn"]),
  );
  const same = (...kinds: readonly StateKind[]) => Object.fromEntries(kinds.map((kind) => [kind, kind]));
  const stopped = ["incomplete", "failed", "exhausted", "stalled", "aborted", "broken", "rejected", "needs-person"];
  const closed = Object.fromEntries(stopped.map((kind) => [kind, "closed"]));
  const runs = same("submitted", "running");
  /** The state a verb leads to; states that are not named refuse it. */
  const outcomes: Readonly<Record<Verb, Partial<Record<StateKind, string>>>> = {
    status: {},
    help: {},
    yes: {},
    trial: {},
    extend: {},
    freeze: {},
    unfreeze: {},
    submit: { held: "held", rejected: "intended", "needs-person": "intended" },
    retry: same("incomplete", "failed", "exhausted", "aborted"),
    kill: { ...runs, ...same("failed", "exhausted", "aborted", "broken", "duplicate-suspected") },
    finish: same("running"),
    pause: runs,
    resume: runs,
    move: runs,
    priority: { ...runs, ...same("intended", "waiting", "blocked", "held", "checked", "not-sent") },
    close: closed,
    adopt: { conflict: "conflict" },
    accept: { "duplicate-suspected": "running" },
    declare: same(
      ...(["running", "done", "completed-partially", "incomplete", "failed", "exhausted", "aborted"] as const),
      ...(["duplicate-suspected", "closed", "retired", "superseded", "withdrawn"] as const),
    ),
    expire: {},
    withdraw: {
      ...gone,
      ...same("checking", "submitting", "in-doubt", "submitted", "running", "duplicate-suspected"),
      ...closed,
      done: "retired",
      "completed-partially": "retired",
    },
  };
  const before = (kind: StateKind, verb: Verb): SubmissionState =>
    verb === "finish" && kind === "running"
      ? foldOf([...pastOf("submitted"), { event: "seen", verdict: "running", tasks: bothTasks("running") }])
      : aSubmission(kind);

  test.each(verbNames.flatMap((verb) => stateKinds.map((kind) => [verb, kind] as const)))(
    "The command %s has its documented effect in the state %s",
    (verb, kind) => {
      const state = before(kind, verb);
      const decision = decide(state, byPerson(verb));
      const wanted = outcomes[verb][kind];
      if (wanted === undefined) {
        expect(decision).toMatchObject(nothing);
        return expect(decision.refusal).toMatch(/\.$/);
      }

      expect(decision.events[0]).toEqual({ event: "person", verb, by: "ada", id: "c1", reason: "because" });
      expect(decision.action).toEqual({ kind: "none" });
      expect(after(state, decision).kind).toBe(wanted);
    },
  );

  test("A submit by a person makes the next attempt, with the same names if these are known", () => {
    const rejected = aSubmission("rejected");

    expect(after(rejected, decide(rejected, byPerson("submit")))).toMatchObject({ attempt: 2 });
  });

  test("A command is recorded with its person and the reason, if one is given", () => {
    const reasonOf = (said: Observation, kind: StateKind) => decide(aSubmission(kind), said).events.at(-1);

    expect(reasonOf(byPerson("close"), "failed")).toMatchObject({ reason: "by ada: because" });
    expect(reasonOf(byPerson("close", { reason: "" }), "failed")).toMatchObject({ reason: "by ada" });
    for (const kind of ["incomplete", "rejected"] as const) {
      expect(reasonOf(byPerson("withdraw"), kind)).toMatchObject({ reason: "by ada: because; data: keep" });
      expect(reasonOf(byPerson("withdraw", { data: "drop", reason: "" }), kind)).toMatchObject({
        reason: "by ada; data: drop",
      });
    }
  });

  test("A command may name an existing step of the submission", () => {
    expect(decide(aSubmission("running"), byPerson("kill", { step: "merge" })).refusal).toBeUndefined();
  });

  test("A refused command names the submission and the commands that are possible", () => {
    expect(decide(aSubmission("done"), byPerson("kill")).refusal).toBe(
      "sP26a-toy 1.0.0 is done, and kill changes nothing there. In this state these work: withdraw, declare.",
    );
    expect(decide({ kind: "none" }, byPerson("yes")).refusal).toBe("It is none.");
    expect(decide(aSubmission("withdrawn"), byPerson("status")).refusal).toBe(
      "sP26a-toy 1.0.0 is withdrawn. In this state these work: declare.",
    );
  });

  test("A withdrawal must say whether data are kept or dropped", () => {
    expect(decide(aSubmission("done"), byPerson("withdraw")).events.at(-1)).toEqual({ event: "retired", data: "keep" });
    expect(decide(aSubmission("intended"), byPerson("withdraw")).events.at(-1)).toMatchObject({ data: "keep" });
    expect(decide(aSubmission("done"), byPerson("withdraw", { data: "drop" })).events.at(-1)).toEqual({
      event: "retired",
      data: "drop",
    });
  });

  test("A close of a running submission is refused with what to do first", () => {
    const failing = foldOf([
      ...pastOf("submitted"),
      { event: "seen", verdict: "failed", tasks: [aTask("simulate", "failed"), aTask("merge", "running")] },
    ]);

    expect(decide(failing, byPerson("close")).refusal).toContain("still has tasks that run (merge)");
    expect(kindAfter(failing, byPerson("withdraw"))).toBe("failed");
  });

  test("A close ends a submission that used its attempts and has no running task", () => {
    const exhausted = foldOf([
      ...pastOf("submitted"),
      { event: "seen", verdict: "exhausted", tasks: [aTask("simulate", "exhausted"), aTask("merge", "done")] },
    ]);
    const beside = foldOf([
      ...pastOf("submitted"),
      { event: "seen", verdict: "exhausted", tasks: [aTask("simulate", "exhausted"), aTask("merge", "running")] },
    ]);

    expect(kindAfter(exhausted, byPerson("close"))).toBe("closed");
    expect(decide(beside, byPerson("close")).refusal).toContain("(merge)");
  });

  test("A failure whose later step has no task yet is withdrawn only after half an hour without changes", () => {
    const failed = foldOf([
      ...pastOf("submitted"),
      { event: "seen", verdict: "failed", tasks: [aTask("simulate", "failed")], pandaDate: at("10:00") },
    ]);
    const asked = after(failed, decide(failed, byPerson("withdraw")));
    const look = (when: string): Observation => ({
      kind: "tasks",
      tasks: [aTask("simulate", "failed")],
      pandaDate: at(when),
    });

    expect(asked.kind).toBe("failed");
    expect(kindAfter(asked, look("10:20"))).toBe("failed");
    expect(kindAfter(asked, look("10:31"))).toBe("withdrawn");
  });

  test("A command for a step that does not exist is refused with the existing steps", () => {
    expect(decide(aSubmission("running"), byPerson("kill", { step: "digitize" })).refusal).toContain(
      "has no step digitize; it has simulate, merge",
    );
  });
});

describe("a withdrawal under way", () => {
  const withdrawing = (kind: StateKind): SubmissionState => {
    const state = aSubmission(kind);
    return after(state, decide(state, byPerson("withdraw", { data: "drop" })));
  };
  const seenAs = (status: string, when = at("10:05")): Observation => ({
    kind: "tasks",
    tasks: bothTasks(status),
    pandaDate: when,
  });

  test("A withdrawal under way makes no call after an answered check, an ended doubt, or a call that was not made", () => {
    const answered = after(
      withdrawing("checking"),
      decide(withdrawing("checking"), {
        kind: "check-answered",
        answer: { kind: "accepted", names: { simulate: ["a"], merge: ["b"] }, sandbox: "box.tar.gz" },
      }),
    );

    expect(answered.kind).toBe("withdrawn");
    const doubt = after(inDoubt({ arrived: "no" }), decide(inDoubt({ arrived: "no" }), byPerson("withdraw")));
    expect(kindAfter(doubt, absentAt("10:05"))).toBe("withdrawn");
    const late = after(withdrawing("submitting"), decide(withdrawing("submitting"), { kind: "too-late" }));
    expect(late.kind).toBe("withdrawn");
  });

  test("A task that appears during a withdrawal is killed, and the withdrawal ends when none is alive", () => {
    const found = after(withdrawing("in-doubt"), decide(withdrawing("in-doubt"), ours));

    expect(found).toMatchObject({ kind: "submitted", past: { pendingCommands: [{ verb: "kill" }] } });
    expect(kindAfter(found, seenAs("running"))).toBe("running");
    expect(kindAfter(withdrawing("running"), seenAs("aborted"))).toBe("withdrawn");
    expect(kindAfter(withdrawing("running"), seenAs("done"))).toBe("withdrawn");
  });

  test("A withdrawal waits half an hour for the task of a step that has none", () => {
    const one = (when: string): Observation => ({
      kind: "tasks",
      tasks: [aTask("simulate", "aborted")],
      pandaDate: when,
    });
    const aborted = after(withdrawing("running"), decide(withdrawing("running"), one(at("10:05"))));

    expect(aborted.kind).toBe("aborted");
    expect(kindAfter(aborted, one(at("10:34")))).toBe("aborted");
    expect(kindAfter(aborted, one(at("10:35")))).toBe("withdrawn");
  });

  test.each(["duplicate-suspected", "broken"] as const)(
    "A withdrawal in the state %s ends when no task is alive",
    (kind) => {
      const living = applyEvent(
        aSubmission("running"),
        { event: "seen", verdict: "broken", tasks: [aTask("simulate", "broken"), aTask("merge", "running")] },
        at("10:00"),
      );
      const before = kind === "broken" ? living : aSubmission(kind);
      const asked = after(before, decide(before, byPerson("withdraw")));

      expect(asked.kind).toBe(kind);
      expect(kindAfter(asked, seenAs("running"))).toBe(kind);
      expect(kindAfter(asked, seenAs("aborted"))).toBe("withdrawn");
    },
  );

  test("A withdrawal under way accepts no other command", () => {
    expect(decide(withdrawing("running"), byPerson("retry")).refusal).toBeDefined();
    expect(decide(withdrawing("running"), byPerson("pause")).refusal).toContain("is being withdrawn by ada");
  });
});

describe("changes of main", () => {
  const left: Observation = { kind: "left-main", reason: "reverted to 0.9.0" };
  const replaced: Observation = { kind: "replaced", by: "1.1.0" };
  const unsent = ["intended", "waiting", "blocked", "held", "checked", "not-sent"] as const;

  test.each(unsent)("A submission that is %s is withdrawn or superseded at once when main changes", (kind) => {
    expect(kindAfter(aSubmission(kind), left)).toBe("withdrawn");
    expect(kindAfter(aSubmission(kind), replaced)).toBe("superseded");
  });

  test.each(["checking", "submitting", "in-doubt", "submitted", "running", "duplicate-suspected"] as const)(
    "A submission that is %s keeps its state when main changes, and a person is asked once",
    (kind) => {
      const asked = after(aSubmission(kind), decide(aSubmission(kind), left));

      expect(asked).toMatchObject({ kind, past: { leftMain: { reason: "reverted to 0.9.0" } } });
      expect(decide(asked, left)).toEqual(nothing);
      expect(after(asked, decide(asked, { kind: "on-main" }))).toMatchObject({ kind, past: { leftMain: undefined } });
      expect(kindAfter(aSubmission(kind), replaced)).toBe(kind);
      expect(after(asked, decide(asked, replaced))).toMatchObject({ kind, past: { leftMain: undefined } });
    },
  );

  test("A change of main asks no question about a submission that a person already withdraws", () => {
    const state = aSubmission("running");
    const withdrawing = after(state, decide(state, byPerson("withdraw")));

    expect(decide(withdrawing, left)).toEqual(nothing);
    expect(decide({ kind: "none" }, { kind: "on-main" })).toEqual(nothing);
    expect(decide(aSubmission("running"), { kind: "on-main" })).toEqual(nothing);
  });

  test("The data of a submission that main dropped before any call are kept", () => {
    expect(decide(aSubmission("intended"), left).events).toEqual([
      { event: "withdrawn", data: "keep", reason: "reverted to 0.9.0" },
    ]);
  });

  test("A failed submission is closed when main drops it, and a finished one remains", () => {
    expect(kindAfter(aSubmission("failed"), left)).toBe("closed");
    expect(kindAfter(aSubmission("rejected"), left)).toBe("closed");
    expect(decide(aSubmission("done"), left)).toEqual(nothing);
  });

  test("A newer version at PanDA closes older ones that wait for a person, but none that may have been called", () => {
    const newer: Observation = { kind: "newer-submitted", by: "1.1.0" };

    for (const kind of ["held", "blocked", "rejected", "needs-person"] as const)
      expect(kindAfter(aSubmission(kind), newer)).toBe("superseded");
    const called = after(
      inDoubt({ arrived: "no", attempt: 2 }),
      decide(inDoubt({ arrived: "no", attempt: 2 }), absentAt("10:00")),
    );
    expect(called.kind).toBe("needs-person");
    expect(kindAfter(called, newer)).toBe("needs-person");
  });

  test("A production that is done ends the version that its request supersedes", () => {
    const succeeded: Observation = { kind: "succeeded", by: "2.0.0" };

    expect(kindAfter(aSubmission("done"), succeeded)).toBe("superseded");
    expect(kindAfter(aSubmission("completed-partially"), succeeded)).toBe("superseded");
    expect(kindAfter(aSubmission("running"), succeeded)).toBe("running");
  });

  test("A production that is done closes the failed version that its request supersedes, and none with a task that may still run", () => {
    const succeeded: Observation = { kind: "succeeded", by: "2.0.0" };
    const half = { event: "seen", verdict: "failed", tasks: [aTask("simulate", "failed"), aTask("merge", "running")] };

    for (const kind of ["incomplete", "failed", "stalled", "aborted", "broken"] as const)
      expect(kindAfter(aSubmission(kind), succeeded)).toBe("superseded");
    expect(kindAfter(foldOf([...pastOf("submitted"), half as SubmissionEvent]), succeeded)).toBe("failed");
    expect(kindAfter(aSubmission("exhausted"), succeeded)).toBe("exhausted");
    expect(kindAfter(aSubmission("needs-person"), succeeded)).toBe("needs-person");
  });

  test("Tasks of others are adopted only by a person's command", () => {
    const adopted: Observation = { kind: "adopted", request: 0, tasks: [5, 6] };
    const asked = after(aSubmission("conflict"), decide(aSubmission("conflict"), byPerson("adopt")));

    expect(decide(aSubmission("conflict"), adopted)).toEqual(nothing);
    expect(decide(asked, adopted).events).toEqual([
      { event: "submitted", request: 0, evidence: "adopted", tasks: [5, 6] },
    ]);
    expect(after(asked, decide(asked, adopted))).toMatchObject({
      kind: "submitted",
      request: 0,
      past: { adoptedTasks: [5, 6] },
    });
  });
});

test("A submission that is held until data are validated says which step it waits for, and one that is held otherwise names none", () => {
  const validation = { tag: "sP26a-toy", version: "1.0.0", step: "look" };
  const held = (more: object) =>
    next(aSubmission("intended"), { kind: "not-allowed", reason: "why", ...more }, context).events;

  expect(held({ validation })).toStrictEqual([{ event: "held", reason: "why", validation }]);
  expect(held({})).toStrictEqual([{ event: "held", reason: "why" }]);
});
