import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import {
  addEvents,
  each,
  fromChance,
  inState,
  openIn,
  plannedEvents,
  withLoaded,
  withSeen,
  withWords,
} from "../../../action/core/pass/planned.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { aSubmission, at, foldOf, key, lineOf, pastOf } from "../submission/a-submission.ts";
import { aPlan, aPlanning } from "./a-planning.ts";
import { given } from "./answers.ts";

const other = submissionKey("sP26a-other", "1.0.0", undefined);
const { planning, said } = aPlanning("head", { now: at("11:00") });
const left = { event: "left-main", reason: "dropped" } as const;
const running = aSubmission("running");
const from = withWords(aPlan([key, running]), "Read main");

test("Planned events stand behind those before them, with their words, and the view has what they make of each state", () => {
  const planned = addEvents(planning, from, "Main has changed", [[key, left]]);

  expect(planned).toEqual({
    ...from,
    view: { head: from.view.head, states: new Map([[key, foldOf([left], at("11:00"), running)]]) },
    parts: [
      { why: "Read main", events: [] },
      { why: "Main has changed", events: [[key, left]] },
    ],
  });
  expect(plannedEvents(planned)).toEqual([[key, left]]);
  expect(addEvents(planning, from, "nothing", [])).toBe(from);
  expect(withWords(planned, "Trial").parts).toEqual([...planned.parts, { why: "Trial", events: [] }]);
});

test("Observations of one submission are decided in their order, and those of several in one part of the plan with their names", () => {
  const gone = { kind: "left-main", reason: "dropped" } as const;
  const planned = withSeen(planning, aPlan([key, running], [other, running]), "Seen:", [
    [other, gone],
    [key, gone],
    [key, gone],
  ]);

  expect(planned.parts).toEqual([
    {
      why: `Seen: ${other}, ${key}`,
      events: [
        [other, left],
        [key, left],
      ],
    },
  ]);
});

test("A submission that the view of a plan lacks is read once from the ledger, and the view keeps its head", async () => {
  const asked: (readonly SubmissionKey[])[] = [];
  const loaded = new Map([[key, running]]);
  const load = (...keys: readonly SubmissionKey[]) =>
    given(
      {
        events: (ledger, missing) => {
          expect(ledger).toBe(from.view.head);
          asked.push(missing);
          return new Map(missing.map((one) => [one, pastOf("done").map((event) => lineOf(event, at("10:00"), one))]));
        },
      },
      (reads) => withLoaded(reads, { ...from, loaded }, keys),
    );
  const done = aSubmission("done");

  expect(await load(key)).toEqual({ ...from, loaded });
  expect(await load(other, key, other)).toEqual({
    ...from,
    view: { head: from.view.head, states: new Map([...from.view.states, [other, done]]) },
    loaded: new Map([...loaded, [other, done]]),
  });
  expect(asked).toEqual([[other]]);
});

test("A Failure of one submission is noted in the plan, a bug is not, and a submission without a result is left out", async () => {
  const work = (bug: boolean) =>
    given({}, (reads) =>
      each(
        planning.notes,
        [
          { key, n: 1 },
          { key: other, n: 2 },
          { key, n: 3 },
        ],
        async ({ n }) => {
          if (n === 1) return undefined;
          if (n === 2) throw bug ? new Error("a bug") : new Failure("It is away.", { wayOut: "Wait." });
          return n;
        },
      ),
    );

  expect(await work(false)).toEqual([3]);
  expect(said).toEqual([`${other} has trouble: It is away. Wait.`]);
  await expect(work(true)).rejects.toThrow("a bug");
});

test("A pass goes on with what is open, of each kind, in its order", () => {
  const states = aPlan([key, running], [other, aSubmission("held")]);

  expect(openIn(states).map(({ key: one }) => one)).toEqual([key, other]);
  expect(
    inState(states, (state): state is typeof state => state.kind === "running").map(({ key: one }) => one),
  ).toEqual([key]);
});

test.each<readonly [number, readonly number[]]>([
  [0, [1, 2, 3]],
  [1, [2, 3, 1]],
  [5, [3, 1, 2]],
])("From the chance %i on all are in a row: %j", (chance, row) => {
  expect(fromChance(chance, [1, 2, 3])).toEqual(row);
  expect(fromChance(chance, [])).toEqual([]);
});
