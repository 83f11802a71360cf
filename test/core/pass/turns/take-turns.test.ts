import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { beginPlan } from "../../../../action/core/pass/planned.ts";
import { takeTurns } from "../../../../action/core/pass/turns/take-turns.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { applyEvent } from "../../../../action/core/submission/fold.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { anIntent, foldOf } from "../../submission/a-submission.ts";
import { readsBy } from "../answers.ts";

type Waiting = readonly [SubmissionKey, SubmissionState];
const waiting = (run: number | undefined, version = "1.0.0"): Waiting => [
  submissionKey("sP26a-toy", version, run),
  foldOf([{ event: "intended", intent: anIntent({ run, version }), attempt: 1 }]),
];

const turnsOf = async (states: readonly Waiting[], holdsRequest: boolean | Failure) => {
  const asked: string[] = [];
  const troubles: string[] = [];
  const notes = { trouble: (key: string, why: string) => void troubles.push(`${key}: ${why}`) };
  type Given = Parameters<typeof takeTurns>;
  const reads = readsBy((name) => {
    // Nothing is frozen, and there is no campaign.
    if (name === "files" || name === "ruleChanges") return [];
    asked.push(name);
    return name === "neighbours" ? new Map() : holdsRequest;
  });
  const planning = {
    ...reads,
    mainHead: "head",
    now: "2026-03-01T10:00:00Z",
    ledgerHead: { frozen: undefined },
    notes,
  } as unknown as Given[0]; // no other part of it is read
  const view = { head: {}, states: new Map(states) } as unknown as Parameters<typeof beginPlan>[0]; // nor of the ledger's head
  const { go } = await takeTurns(planning, beginPlan(view));
  return { go, asked, troubles };
};

const runs = [3, 1, 2].map((run) => waiting(run));

test("Main is asked once for a version, however many of its runs wait, and they go in the order of their names", async () => {
  const absent = false;

  expect(await turnsOf(runs, absent)).toEqual({
    go: [1, 2, 3].map((run) => submissionKey("sP26a-toy", "1.0.0", run)),
    asked: ["holdsRequest", "neighbours", "neighbours"],
    troubles: [],
  });
  const { asked } = await turnsOf([...runs, waiting(1, "1.1.0")], absent);
  expect(asked.filter((one) => one === "holdsRequest")).toHaveLength(2);
});

test("A submission that a person gave a priority goes before those with less, also with a column of its list or its request", async () => {
  const said = (run: number | undefined, priority: number, version?: string): Waiting => {
    const [key, state] = waiting(run, version);
    return [
      key,
      applyEvent(state, { event: "person", verb: "priority", by: "ada", id: "1", reason: "", priority }, "t"),
    ];
  };
  const { go } = await turnsOf([...runs, said(7, 1050), said(8, 999), said(undefined, 1051, "2.0.0")], false);

  const run = (number: number) => submissionKey("sP26a-toy", "1.0.0", number);
  expect(go).toEqual([submissionKey("sP26a-toy", "2.0.0", undefined), run(7), run(1), run(2), run(3), run(8)]);
});

test("A version that main cannot be asked about is a failure of each of its runs, and what needs no answer goes", async () => {
  const away = new Failure("git is away", { wayOut: "Wait." });
  const alone = waiting(undefined, "2.0.0");

  expect(await turnsOf([...runs, alone], away)).toEqual({
    go: [alone[0]],
    asked: ["holdsRequest"],
    troubles: [3, 1, 2].map((run) => `sP26a-toy/1.0.0/${run}: git is away. Wait.`),
  });
});
