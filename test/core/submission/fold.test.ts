import { describe, expect, test } from "vitest";
import { verbNames } from "../../../action/core/command/verbs.ts";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import type { AwaitedValidation } from "../../../action/core/ledger/held-by.ts";
import { applyEvent, BrokenLedger, fold } from "../../../action/core/submission/fold.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { isFinal } from "../../../action/core/submission/states.ts";
import {
  anIntent,
  aSubmission,
  at,
  bothTasks,
  foldOf,
  inDoubt,
  lineOf,
  mine,
  pastOf,
  stateKinds,
  theirs,
} from "./a-submission.ts";
import { allEvents } from "./a-walk.ts";

test("A ledger without events of a submission has no submission", () => {
  expect(fold([])).toEqual({ kind: "none" });
});

test("A withdrawn submission keeps the reason that was said for it, and none where none was", () => {
  const withdrawn = (reason: object) =>
    foldOf([...pastOf("intended"), { event: "withdrawn", data: "keep", ...reason }]);

  expect(withdrawn({ reason: "wrong field" })).toMatchObject({ kind: "withdrawn", reason: "wrong field" });
  expect("reason" in withdrawn({})).toBe(false);
});

test("Readings of main do not change a submission", () => {
  const readMain = { event: "main-read", at: "t", commit: "c", refused: [] } as const;

  expect(fold([readMain, lineOf({ event: "skipped", reason: "old" }), readMain])).toEqual({
    kind: "skipped",
    reason: "old",
  });
});

test.each(stateKinds)("A submission whose events end in %s is in that state", (kind) => {
  expect(fold(pastOf(kind).map((event) => lineOf(event))).kind).toBe(kind);
});

test("A completion record belongs to its submission and does not change the state", () => {
  const recorded: SubmissionEvent = { event: "recorded", steps: [] };

  expect(foldOf([...pastOf("submitted"), recorded]).kind).toBe("submitted");
  expect(() => foldOf([...pastOf("intended"), recorded])).toThrow(BrokenLedger);
});

test("Facts of a submission are kept from the first event that has them", () => {
  const [intended, checking, checked, submitting, submitted, running] = pastOf("running").map((_, index, all) =>
    foldOf(all.slice(0, index + 1)),
  );

  expect(intended).toMatchObject({ intent: anIntent(), attempt: 1, since: at("10:00") });
  expect(checking).toMatchObject({ owner: mine, intent: anIntent() });
  expect(checked).toMatchObject({ sandbox: "box.tar.gz" });
  expect(submitting).toMatchObject({ owner: mine, sandbox: "box.tar.gz" });
  expect(submitted).toMatchObject({ request: 7, submittedOn: at("10:00") });
  expect(running).toMatchObject({ request: 7, submittedOn: at("10:00"), attempt: 1, watching: true });
});

test("A submission without a date of PanDA is dated by the first observation", () => {
  const adopted: SubmissionEvent = { event: "submitted", request: 0, evidence: "adopted", tasks: [11] };
  const seen = (time: string): SubmissionEvent => ({
    event: "seen",
    verdict: "running",
    tasks: bothTasks("running"),
    pandaDate: at(time),
  });

  const first = foldOf([...pastOf("checked"), adopted, seen("12:00")]);
  expect(first).toMatchObject({ submittedOn: at("12:00"), seenOn: at("12:00") });
  expect(applyEvent(first, seen("13:00"), at("13:00"))).toMatchObject({
    submittedOn: at("12:00"),
    seenOn: at("13:00"),
  });
});

test("The verdict on a submission keeps its reason, and has no key for a missing one", () => {
  const seen: SubmissionEvent = { event: "seen", verdict: "stalled", tasks: [], pandaDate: at("12:00") };

  const without = foldOf([...pastOf("running"), seen]);
  expect("reason" in without).toBe(false);
  expect(applyEvent(without, { ...seen, reason: "iDDS gave up merge" }, at("12:00"))).toMatchObject({
    kind: "stalled",
    reason: "iDDS gave up merge",
  });
});

test("A submission in doubt since a check has every name that its tasks could have got", () => {
  expect(inDoubt({ from: "checking" })).toMatchObject({
    sandbox: "",
    names: {
      simulate: ["user.ada.sP26a-toy-1.0.0-0_000_simulate", "user.ada.sP26a-toy-1.0.0-0_001_simulate"],
      merge: ["user.ada.sP26a-toy-1.0.0-0_000_merge", "user.ada.sP26a-toy-1.0.0-0_001_merge"],
    },
  });
});

test("A second attempt keeps the names of the first, and needs new ones from PanDA if there were none", () => {
  const again: SubmissionEvent = { event: "again", attempt: 2, reason: "why" };

  expect(applyEvent(inDoubt(), again, at("17:00"))).toMatchObject({
    kind: "checked",
    attempt: 2,
    sandbox: "box.tar.gz",
  });
  expect(applyEvent(inDoubt({ from: "checking" }), again, at("17:00"))).toMatchObject({ kind: "intended", attempt: 2 });
});

test("A second attempt of a submission is watched until its fourteen days are over", () => {
  const second = foldOf([...pastOf("running", { attempt: 2 })]);

  expect(second).toMatchObject({ watching: true });
  expect(applyEvent(second, { event: "watched" }, at("11:00"))).toMatchObject({ kind: "running", watching: false });
});

test("A look at PanDA begins the waiting times that have no begin yet, and moves no other", () => {
  const look: SubmissionEvent = { event: "looked", pandaDate: at("12:00") };
  const undated: SubmissionEvent = { event: "submitted", request: 7, evidence: "adopted" };
  const seen: SubmissionEvent = { event: "seen", verdict: "running", tasks: bothTasks("running") };
  const submitted = foldOf([...pastOf("submitting"), undated, look]);

  expect(submitted).toMatchObject({ kind: "submitted", submittedOn: at("12:00") });
  expect(submitted).not.toHaveProperty("seenOn");
  expect(foldOf([...pastOf("submitting"), undated, seen, look])).toMatchObject({
    submittedOn: at("12:00"),
    seenOn: at("12:00"),
  });
  expect(foldOf([...pastOf("running"), look])).toMatchObject({ submittedOn: at("10:00"), seenOn: at("10:00") });
  expect(foldOf([...pastOf("submitted"), look])).toMatchObject({ submittedOn: at("10:00") });
});

test("PanDA tasks without a site count as running, and another verdict is not changed by that", () => {
  const look = (verdict: "running" | "failed"): SubmissionEvent => ({
    event: "seen",
    verdict,
    tasks: bothTasks(verdict),
    overdue: true,
  });

  expect(foldOf([...pastOf("submitted"), look("running")])).toMatchObject({ kind: "running", overdue: true });
  expect(foldOf([...pastOf("submitted"), look("failed")])).toMatchObject({ kind: "failed" });
});

test("A held submission records which words to submit were used and whose approval is missing, if the event says so", () => {
  const withheld = (more: {
    readonly spent?: readonly string[];
    readonly whose?: readonly string[];
    readonly validation?: AwaitedValidation;
  }) => foldOf([...pastOf("intended"), { event: "held", reason: "why", ...more }]);

  expect(withheld({ spent: ["s1"] })).toMatchObject({ kind: "held", spent: ["s1"] });
  expect(withheld({ whose: ["@bob"] })).toMatchObject({ kind: "held", whose: ["@bob"] });
  const validation = { tag: "sP26a-toy", version: "1.0.0", step: "look" };
  expect(withheld({ validation })).toMatchObject({ kind: "held", validation });
  for (const member of ["spent", "whose", "validation"]) expect(withheld({})).not.toHaveProperty(member);
});

test("A word to submit stays while the same content is intended, and goes with another content", () => {
  const [first] = pastOf("intended");
  if (first?.event !== "intended") throw new Error("no intent");
  const word: SubmissionEvent = { event: "person", verb: "submit", by: "ada", id: "s1", reason: "" };
  const idsAfter = (change: object): readonly string[] => {
    const state = foldOf([first, word, { ...first, intent: { ...first.intent, ...change } }]);
    return "past" in state ? state.past.releases.map(({ id }) => id) : [];
  };

  expect([idsAfter({}), idsAfter({ approval: "bob" })]).toEqual([["s1"], ["s1"]]);
  expect(idsAfter({ contentDigest: "0".repeat(64) })).toEqual([]);
  const other = { ...first, intent: { ...first.intent, contentDigest: "0".repeat(64) } };
  const said: SubmissionEvent = { ...word, verb: "declare", quality: "bad" };
  expect(foldOf([first, said, other])).toMatchObject({ past: { declared: [{ id: "s1" }] } });
});

test("A suspected duplicate keeps its known tasks and dates, and is watched after its effects were noted", () => {
  const effects = { requests: [7, 8], tasks: [1, 2] };
  const suspected = (kind: StateKind, change: Partial<SubmissionEvent & { event: "duplicate-suspected" }> = {}) =>
    applyEvent(aSubmission(kind), { event: "duplicate-suspected", reason: "two", ...change }, at("11:00"));
  const over = foldOf([...pastOf("done"), { event: "watched" }]);

  expect(suspected("running", { effects })).toMatchObject({
    tasks: bothTasks("finished"),
    seenOn: at("10:00"),
    watching: true,
  });
  expect(suspected("running", { effects, tasks: bothTasks("done") })).toMatchObject({ tasks: bothTasks("done") });
  expect(suspected("submitted", { effects })).toMatchObject({ tasks: [], seenOn: undefined, watching: true });
  expect(suspected("running")).toMatchObject({ watching: false });
  expect(applyEvent(over, { event: "duplicate-suspected", reason: "two", effects }, at("11:00"))).toMatchObject({
    watching: false,
  });
});

test("A submission whose intent is renewed keeps its earlier calls and commands", () => {
  const anew = foldOf([...pastOf("checked"), { event: "intended", intent: anIntent(), attempt: 1 }]);

  expect(anew).toMatchObject({ kind: "intended", past: { mayHaveActed: true } });
});

test("A submission that is watched after its success stays watched while its tasks are seen", () => {
  const seen: SubmissionEvent = { event: "seen", verdict: "running", tasks: bothTasks("running") };

  expect(applyEvent(foldOf(pastOf("running", { attempt: 2 })), seen, at("11:00"))).toMatchObject({ watching: true });
});

test("A person's command does not change the kind of state of a submission", () => {
  for (const kind of stateKinds)
    for (const verb of verbNames) {
      const asked = applyEvent(
        aSubmission(kind),
        { event: "person", verb, by: "ada", id: "c1", reason: "" },
        at("11:00"),
      );
      expect(asked.kind).toBe(kind);
    }
});

describe("commands under way", () => {
  const asked = (
    kind: StateKind,
    said: Pick<GivenCommand, "verb"> & Partial<GivenCommand>,
    from = aSubmission(kind),
  ): SubmissionState => applyEvent(from, { event: "person", by: "ada", id: "c1", reason: "", ...said }, at("11:00"));
  const told = (state: SubmissionState, verb: "retry" | "kill", task = 1): SubmissionState =>
    applyEvent(state, { event: "commanding", verb, task, attemptNr: 3 }, at("11:01"));
  const wishesOf = (state: SubmissionState): readonly string[] =>
    "past" in state
      ? state.past.pendingCommands.map(({ verb, step }) => (step === undefined ? verb : `${verb}/${step}`))
      : [];

  test("A person's command to tasks keeps which tasks got its order, each at its attempt", () => {
    expect(told(told(asked("failed", { verb: "retry" }), "retry"), "retry", 2)).toMatchObject({
      kind: "failed",
      past: {
        pendingCommands: [
          {
            verb: "retry",
            sent: [
              { task: 1, attemptNr: 3 },
              { task: 2, attemptNr: 3 },
            ],
          },
        ],
      },
    });
  });

  test("A person's command to tasks stays under way until fulfilled or refused by PanDA", () => {
    const retry = told(asked("failed", { verb: "retry" }), "retry");
    const seen = applyEvent(retry, { event: "seen", verdict: "running", tasks: bothTasks("running") }, at("11:02"));

    expect(wishesOf(seen)).toEqual(["retry"]);
    expect(wishesOf(applyEvent(seen, { event: "completed", id: "c1" }, at("11:03")))).toEqual([]);
    const refused = applyEvent(retry, { event: "order-refused", verb: "retry", task: 1, reason: "no" }, at("11:03"));
    expect(refused).toMatchObject({
      past: { pendingCommands: [], refusals: [{ kind: "by-panda", verb: "retry", tasks: [1], reason: "no" }] },
    });
  });

  test("A person's command replaces an earlier one for the same tasks, and no others", () => {
    const one = asked("running", { verb: "kill", step: "merge" });
    const both = asked("running", { verb: "pause", step: "simulate" }, one);
    const moved = asked("running", { verb: "move", site: "B" }, both);

    expect(wishesOf(moved)).toEqual(["kill/merge", "pause/simulate", "move"]);
    expect(wishesOf(asked("running", { verb: "finish" }, moved))).toEqual(["move", "finish"]);
    expect(moved).toMatchObject({ past: { adjustments: [{ by: "ada", site: "B" }] } });
  });

  test("A ledger with an order that was sent to a task without a person's command is broken", () => {
    for (const kind of stateKinds) expect(() => told(aSubmission(kind), "kill")).toThrow(BrokenLedger);
  });
});

const impossible: readonly (readonly [string, readonly SubmissionEvent[]])[] = allEvents
  .filter(({ event }) => !["skipped", "intended", "person", "watched"].includes(event))
  .map((event) => [event.event, [event]]);
test.each(impossible)("A ledger cannot begin with the event %s", (_, events) => {
  expect(() => foldOf(events)).toThrow(BrokenLedger);
});

const allowed: Readonly<Record<string, readonly StateKind[]>> = {
  skipped: ["none"],
  intended: ["none", "intended", "waiting", "blocked", "held", "checked"],
  checking: ["intended"],
  checked: ["checking"],
  submitting: ["checked"],
  "not-sent": ["checking", "submitting", "in-doubt"],
  "in-doubt": ["checking", "submitting"],
  looked: [
    "in-doubt",
    "submitted",
    "running",
    "done",
    "completed-partially",
    "incomplete",
    "failed",
    "aborted",
    "broken",
    "exhausted",
    "stalled",
    "duplicate-suspected",
  ],
  again: ["in-doubt", "rejected", "needs-person"],
};
test.each(Object.keys(allowed))("The ledger event %s may follow only the states that allow this event", (name) => {
  const event = allEvents.find((one) => one.event === name);
  if (event === undefined) throw new Error(name);

  const possible = stateKinds.filter((kind) => {
    try {
      return applyEvent(aSubmission(kind), event, at("11:00")).kind !== undefined;
    } catch (error) {
      expect(error).toBeInstanceOf(BrokenLedger);
      return false;
    }
  });

  expect(possible).toEqual(stateKinds.filter((kind) => allowed[name]?.includes(kind)));
});

test.each([
  ["checked behind doubt about a submit", inDoubt(), { event: "checked", names: {}, sandbox: "x" }],
  [
    "an attempt that goes back",
    aSubmission("checked", { attempt: 2 }),
    { event: "submitting", owner: mine, attempt: 1 },
  ],
  ["an attempt that jumps", aSubmission("checked"), { event: "submitting", owner: mine, attempt: 2 }],
  ["a promise of an earlier attempt", aSubmission("checked", { attempt: 2 }), pastOf("intended")[0]],
  ["the same attempt again after doubt", inDoubt(), { event: "again", attempt: 1, reason: "" }],
  ["another attempt after an abandoned one", aSubmission("not-sent"), { event: "again", attempt: 2, reason: "" }],
  ["tasks without a request", aSubmission("checked"), { event: "seen", verdict: "done", tasks: bothTasks("done") }],
  ["a duplicate of nothing", aSubmission("in-doubt"), { event: "duplicate-suspected", reason: "" }],
] as readonly (readonly [string, SubmissionState, SubmissionEvent])[])(
  "A ledger with %s is broken",
  (_, state, event) => {
    expect(() => applyEvent(state, event, at("11:00"))).toThrow(BrokenLedger);
    expect(() => applyEvent(state, event, at("11:00"))).toThrow(
      `"${event.event}" cannot follow the state "${state.kind}"`,
    );
  },
);

test("No ledger event allows a new call after the end of a submission", () => {
  const acting = allEvents.filter(({ event }) => event in allowed);
  for (const kind of stateKinds.filter(isFinal))
    for (const event of acting) expect(() => applyEvent(aSubmission(kind), event, at("11:00"))).toThrow(BrokenLedger);
});

test("Each event is kept with its time, and a doubt with the process that caused the doubt", () => {
  expect(foldOf([...pastOf("submitting", { owner: theirs })], at("12:00"))).toMatchObject({ since: at("12:00") });
  expect(inDoubt({ owner: theirs, looks: [at("10:00"), at("16:30")] })).toMatchObject({
    owner: theirs,
    looks: [at("10:00"), at("16:30")],
  });
});
