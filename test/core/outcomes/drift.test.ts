import { expect, test } from "vitest";
import type { LedgerEvent, SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { fingerprint, submissionLabel } from "../../../action/core/ledger/names.ts";
import { type DriftSeen, driftOf } from "../../../action/core/outcomes/drift.ts";
import { anIntent, aTask, at, key, lineOf, pastOf } from "../submission/a-submission.ts";

const repository = "0a1b2c3d";
const nothing: DriftSeen = {
  ...{ repository, tasks: [], submissions: [key], events: new Map(), scopes: ["group.sphenix"], moved: [] },
};
const words = (seen: Partial<DriftSeen>): readonly string[] =>
  driftOf({ ...nothing, ...seen }).map((one) => `${one.kind}: ${one.words}`);

const markOf = (tag: string, of = repository): string =>
  fingerprint(of, submissionLabel(of, tag, "1.0.0", undefined), 2, "e".repeat(64));
const task = (id: number, name: string, mark: string) => ({ id, name, mark, status: "running" });

test("PanDA, git and a ledger that agree have no drift", () => {
  expect(words({})).toEqual([]);
});

test("A task with our mark that no submission of the ledger has is drift, whatever it is called", () => {
  const tasks = [
    task(9, "user.x", markOf("sP26a-lost")),
    task(8, "user.y", markOf("sP26a-toy")),
    task(7, "z", markOf("sP26a-gone")),
  ];
  expect(words({ tasks })).toEqual([
    "unknown-task: task 7 (z) is on no ledger",
    "unknown-task: task 9 (user.x) is on no ledger",
  ]);
});

test("A task without any mark is drift in the scope of a group, and nobody's business elsewhere", () => {
  const tasks = [
    task(1, "group.sphenix.mine.v1", ""),
    task(2, "user.ada.mine.v1", ""),
    task(3, "group.sphenix2.mine", ""),
    task(4, "group.sphenix.other", markOf("sP26a-toy", "ffffffff")),
    task(5, "group.sphenix.strange", "shrek-"),
  ];
  expect(words({ tasks })).toEqual([
    "unknown-task: task 1 (group.sphenix.mine.v1) is on no ledger",
    "unknown-task: task 5 (group.sphenix.strange) is on no ledger",
  ]);
  expect(words({ tasks, scopes: ["user.ada"] })).toEqual([]);
});

test("Git tags that somebody moved are drift", () => {
  expect(words({ moved: ["the tag of x was moved"] })).toEqual(["git: the tag of x was moved"]);
});

const submitted = pastOf("submitted", { intent: anIntent() });
const seen = (...tasks: readonly TaskSeen[]): SubmissionEvent => ({ event: "seen", verdict: "running", tasks });
const order = (change: object): SubmissionEvent => ({
  ...({ event: "commanding", verb: "kill", task: 1, attemptNr: 1 } as const),
  ...change,
});
const first = (change: Partial<TaskSeen> = {}): TaskSeen =>
  aTask("simulate", "running", { id: 1, attemptNr: 1, site: "BNL", ...change });
const second = (change: Partial<TaskSeen> = {}): TaskSeen =>
  aTask("merge", "running", { id: 2, attemptNr: 1, site: "BNL", ...change });
const ofOne = (...events: readonly SubmissionEvent[]): readonly string[] => {
  const lines: readonly LedgerEvent[] = [...submitted, ...events].map((event) => lineOf(event, at("10:00")));
  return words({ events: new Map([[key, lines]]) });
};
const was = "by-hand: task 1 of sP26a-toy 1.0.0 was";

test("A task that was killed at PanDA is drift, and one that an order killed, or that stopped by itself, is none", () => {
  const killed = first({ status: "aborted" });
  expect(ofOne(seen(first(), second()), seen(killed, second()))).toEqual([`${was} killed at PanDA`]);
  expect(ofOne(seen(first()), order({}), seen(killed))).toEqual([]);
  expect(ofOne(seen(first()), order({ verb: "finish", task: 2 }), seen(killed))).toEqual([]);
  for (const status of ["failed", "broken", "exhausted"]) expect(ofOne(seen(killed, second({ status })))).toEqual([]);
  expect(ofOne({ event: "person", verb: "withdraw", by: "ada", id: "1", reason: "" }, seen(killed))).toEqual([]);
  expect(ofOne({ event: "person", verb: "close", by: "ada", id: "1", reason: "" }, seen(killed))).toHaveLength(1);
});

test("A task that was retried at PanDA is drift; a retry of SHREK, with the steps behind it, is none", () => {
  expect(ofOne(seen(first()), seen(first({ attemptNr: 2 })))).toEqual([`${was} retried at PanDA`]);
  const retry = order({ verb: "retry" });
  expect(ofOne(seen(first(), second()), retry, seen(first({ attemptNr: 2 }), second({ attemptNr: 2 })))).toEqual([]);
  expect(ofOne(seen(first()), retry, seen(first({ attemptNr: 3 })))).toEqual([`${was} retried at PanDA`]);
  expect(ofOne(seen(first({ attemptNr: 4 })), seen(first({ attemptNr: 4 })))).toEqual([]);
  expect(ofOne(seen(first()), seen(aTask("simulate", "running", { id: 1 })))).toEqual([]);
  const suspected: SubmissionEvent = { event: "duplicate-suspected", reason: "it runs again" };
  expect(ofOne(seen(first()), suspected, seen(first({ attemptNr: 2 })))).toEqual([]);
});

test("A task that was moved to another site at PanDA is drift; a move of SHREK, a broker's choice and the way back are none", () => {
  const elsewhere = first({ site: "NERSC" });
  expect(ofOne(seen(first()), seen(elsewhere))).toEqual([`${was} moved to NERSC at PanDA`]);
  expect(ofOne(seen(first()), seen(elsewhere), seen(first()))).toEqual([`${was} moved to NERSC at PanDA`]);
  expect(ofOne(seen(first()), order({ verb: "move", site: "NERSC" }), seen(elsewhere))).toEqual([]);
  expect(ofOne(seen(first()), order({ verb: "move", task: 2, site: "NERSC" }), seen(elsewhere))).toHaveLength(1);
  expect(ofOne(seen(first({ site: "" })), seen(elsewhere))).toEqual([]);
  expect(ofOne(seen(first()), seen(first({ site: "" })), seen(first()))).toEqual([]);
});

test("A priority that was given at PanDA is drift; one that SHREK ordered, and the way back, are none", () => {
  const [usual, other] = [first({ priority: 1000 }), first({ priority: 1050 })];
  const told = `${was} given the priority 1050 at PanDA`;
  expect(ofOne(seen(usual), seen(other))).toEqual([told]);
  expect(ofOne(seen(usual), seen(other), seen(usual))).toEqual([told]);
  expect(ofOne(seen(usual), order({ verb: "priority", priority: 1050 }), seen(other), seen(usual))).toEqual([]);
  expect(ofOne(seen(usual), order({ verb: "priority", priority: 1050, task: 2 }), seen(other))).toEqual([told]);
  expect(ofOne(seen(usual), order({ verb: "priority", priority: 1049 }), seen(other))).toEqual([told]);
  expect(ofOne(seen(first()), seen(usual), seen(first()))).toEqual([]);
  expect(ofOne(seen(first({ priority: 100, status: "registered" })), seen(usual))).toEqual([]);
});

test("A priority that PanDA lists and no look has seen yet is drift too", () => {
  const ofListed = (priority: number | undefined, before: Partial<TaskSeen>): readonly string[] => {
    const lines = [...submitted, seen(first(before))].map((event) => lineOf(event, at("10:00")));
    const listed = { ...task(1, "user.x", markOf("sP26a-toy")), ...(priority === undefined ? {} : { priority }) };
    return words({ events: new Map([[key, lines]]), tasks: [listed] });
  };
  expect(ofListed(1050, { priority: 1000 })).toEqual([`${was} given the priority 1050 at PanDA`]);
  expect(ofListed(1000, { priority: 1000 })).toEqual([]);
  expect(ofListed(undefined, { priority: 1000 })).toEqual([]);
  expect(ofListed(1050, {})).toEqual([]);
});

test("Lines of main beside those of submissions say nothing of PanDA", () => {
  const line: LedgerEvent = { event: "main-read", commit: "c", refused: [], at: at("10:00") };
  expect(words({ events: new Map([[key, [line]]]) })).toEqual([]);
});
