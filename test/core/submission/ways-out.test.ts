import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Verb } from "../../../action/core/command/verbs.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { stateTable } from "../../../action/core/submission/states.ts";
import {
  asksByState,
  asksPerson,
  isOver,
  isUntaken,
  needsPerson,
  refusalOf,
  worksIn,
} from "../../../action/core/submission/ways-out.ts";

const page = readFileSync(new URL("../../../docs/states.md", import.meta.url), "utf8");
const listed = (words: string | undefined): readonly string[] => (words ?? "").replaceAll("`", "").split(", ");
const states = Object.entries(stateTable) as readonly (readonly [StateKind, (typeof stateTable)[StateKind]])[];

test("Every state, its meaning and who acts are on the page of states", () => {
  const printed = new Map(
    [...page.matchAll(/^- `([a-z-]+)` \(([^)]*)\): (.*)$/gm)].map(([, kind, said, means]) => [
      kind,
      [means, ...listed(said)],
    ]),
  );

  for (const [kind, { means, moves }] of states) expect([kind, printed.get(kind)]).toEqual([kind, [means, moves]]);
});

test("The effect of each command in a state is on the page of states, and no other effect", () => {
  const lines = [...page.matchAll(/^- `([a-z-]+)` in ([^:]*): (.*)$/gm)];
  const doneIn = (wanted: StateKind) =>
    lines.flatMap(([, verb, kinds, does]) => (listed(kinds).includes(wanted) ? [[verb, does]] : []));

  for (const [kind, { verbs }] of states) {
    expect(Object.fromEntries(doneIn(kind))).toEqual(verbs);
    expect(doneIn(kind)).toHaveLength(Object.keys(verbs).length);
  }
});

test("A refused command says where its verb is possible, and what is possible here", () => {
  expect(worksIn("held", "submit")).toBe(true);
  expect(worksIn("running", "submit")).toBe(false);
  expect(refusalOf("x", "held", "finish")).toBe(
    "x is held; finish works on submitted (PanDA has the request; no task has appeared yet), running (its tasks run). In this state these work: submit, withdraw, priority.",
  );
  expect(refusalOf("x", "closed", "priority")).toBe(
    "x is closed, and priority changes nothing there. In this state these work: declare, expire.",
  );
  expect(refusalOf("x", "closed", "help" satisfies Verb)).toBe(
    "x is closed. In this state these work: declare, expire.",
  );
});

test("A person is asked by a state or by main, and not after a withdrawal or an end", () => {
  const past = { withdrawal: undefined, leftMain: undefined, pendingCommands: [] };
  const asks = (kind: StateKind, change: object = {}): boolean =>
    asksPerson({ kind, past: { ...past, ...change } } as SubmissionState);

  expect([needsPerson("failed"), needsPerson("running")]).toEqual([true, false]);
  expect([asks("failed"), asks("running"), asks("running", { leftMain: {} })]).toEqual([true, false, true]);
  expect([asks("failed", { withdrawal: {} }), asks("closed", { leftMain: {} })]).toEqual([false, false]);
  expect(asksPerson({ kind: "none" })).toBe(false);
});

test("A submission is over when ended, or successful without an open question", () => {
  const past = { withdrawal: undefined, leftMain: undefined, pendingCommands: [] };
  const over = (kind: StateKind, change: object = {}): boolean =>
    isOver({ kind, past: { ...past, ...change } } as SubmissionState);

  expect(states.map(([kind]) => kind).filter((kind) => over(kind))).toEqual([
    "skipped",
    "done",
    "completed-partially",
    "closed",
    "retired",
    "superseded",
    "withdrawn",
  ]);
  expect((["done", "completed-partially", "closed"] as const).map((kind) => over(kind, { leftMain: {} }))).toEqual([
    false,
    false,
    true,
  ]);
});

test("No person is asked while the request retries with more memory", () => {
  const retry = {
    verb: "retry",
    id: "memory-1-1",
    by: { policy: "retryMemory" },
    step: "merge",
    memory: 4000,
    sent: [],
  };
  const past = { withdrawal: undefined, leftMain: undefined, pendingCommands: [retry] };

  expect(asksPerson({ kind: "failed", past } as unknown as SubmissionState)).toBe(false);
});

test.for<[StateKind, boolean, boolean, boolean]>([
  ["failed", false, true, false],
  ["running", false, false, false],
  ["running", true, true, true],
  ["done", true, false, false],
])(
  "A submission that is %s (no site for long: %s) asks a person by its state: %s",
  ([kind, overdue, asks, untaken]) => {
    const state = { kind, ...(overdue ? { overdue } : {}) } as SubmissionState;

    expect([asksByState(state), isUntaken(state)]).toEqual([asks, untaken]);
  },
);
