import { expect, test } from "vitest";
import type { GivenCommand, SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { allNames, fingerprint } from "../../../../action/core/ledger/names.ts";
import { executeCommands } from "../../../../action/core/pass/commands/execute-commands.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { next } from "../../../../action/core/submission/next.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";
import { aFailedJob, anIntent, aTask, at, context, foldOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const folder = "productions/p";
const request = aRequest({ steps: { simulate: aStep({ memory: [2000, 3000] }) } });
const { production } = valid(request, { folder });
const { tag, version, contentDigest } = production;
const key = submissionKey(tag, version, undefined);
const intent = anIntent({
  ...{ tag, version, contentDigest, folder, steps: ["simulate", "merge"], pullRequest: 7 },
  retryMemory: { simulate: [3000] },
});
const word = (verb: GivenCommand["verb"], id: string, change: Partial<GivenCommand> = {}): SubmissionEvent => ({
  ...{ event: "person", verb, by: "bob", id, reason: "" },
  ...change,
});
const running: readonly SubmissionEvent[] = [
  ...pastOf("submitted", { intent }),
  { event: "seen", verdict: "running", tasks: [aTask("simulate", "running")], pandaDate: at("10:00") },
];
const task = (status: string, change: Partial<Task> = {}): Task => ({
  ...{ id: 1, name: `${intent.outDS}_000_simulate`, userName: intent.panda.userName, status, dialog: "" },
  ...{ mark: fingerprint("0a1b2c3d", intent.label, 1, contentDigest), files: 10, finished: 0, failed: 0, attemptNr: 1 },
  ...change,
});

const merged = { id: 2, name: `${intent.outDS}_001_merge` };
/** What is ordered of a submission with this past, where its tasks have these statuses. */
const ordered = async (past: readonly SubmissionEvent[], status = "running", merge = "done", answers: Answers = {}) => {
  const { planning, said } = aPlanning("head", { pandaDate: at("11:00") });
  const state = foldOf(past);
  const facts: Answers = {
    tasksNamed: (names, userName) =>
      "names" in state && names.join() === allNames(state.names).join() && userName === intent.panda.userName
        ? [task("running", { id: 5, mark: "another's" }), task(status), task(merge, merged)]
        : [],
    ...answers,
  };
  const other = submissionKey("sP26a-other", "1.0.0", undefined);
  const plan = aPlan([other, foldOf([...pastOf("held"), word("kill", "8")])], [key, state]);
  const { planned, orders } = await given(facts, (reads) => executeCommands({ ...planning, ...reads }, plan));
  return { said, orders, whys: planned.parts.map(({ why }) => why), events: plannedEvents(planned) };
};
const order = (verb: "pause" | "resume" | "retry" | "priority", command: string, status = "running", change = {}) => ({
  ...{ verb, task: 1, attemptNr: 1, status, pandaDate: at("11:00"), command },
  ...change,
});
const nothing = { said: [], orders: [], whys: [], events: [] };

test("A submission without a command costs no question, and none is written about it", async () => {
  expect(await ordered(running, "running", "done", { tasksNamed: undefined as never })).toEqual(nothing);
});

test("A command is on the ledger, and then PanDA gets it for our own task", async () => {
  const pause = order("pause", "9");

  expect(await ordered([...running, word("pause", "9")])).toEqual({
    ...{ said: [], orders: [{ key, order: pause }], whys: [`Order pause of ${key}`] },
    events: [[key, { event: "commanding", ...pause }]],
  });
});

test("Two commands are sent side by side, each to its own task", async () => {
  const past = [...running, word("pause", "9"), word("priority", "10", { priority: 950, step: "merge" })];
  const [pause, priority] = [order("pause", "9"), order("priority", "10", "paused", { task: 2, priority: 950 })];
  const orders = [
    { key, order: pause },
    { key, order: priority },
  ];

  expect(await ordered(past, "running", "paused")).toEqual({
    ...{ said: [], orders, whys: [`Order pause, priority of ${key}`] },
    events: orders.map((one) => [key, { event: "commanding", ...one.order }]),
  });
  expect(await ordered(past)).toMatchObject({ said: [], orders: [{ order: pause }] });
});

test("A command that its task has carried out is written as complete", async () => {
  const sent: SubmissionEvent = { event: "commanding", ...order("resume", "10", "paused") };

  expect(await ordered([...running, word("pause", "9")], "paused")).toMatchObject({ orders: [], said: [] });
  expect(await ordered([...running, word("resume", "10"), sent], "running")).toEqual({
    ...{ said: [], orders: [], whys: [`Orders of ${key}`] },
    events: [[key, { event: "completed", id: "10" }]],
  });
});

/** A part of its jobs died of memory, so that its request asks for a retry with more. */
const short = (): readonly SubmissionEvent[] => {
  const ended: SubmissionEvent = {
    ...{ event: "seen", verdict: "incomplete", pandaDate: at("10:00") },
    tasks: [aTask("simulate", "finished", { finished: 5, failed: 5 })],
  };
  const past = [...pastOf("submitted", { intent }), ended];
  const { events } = next(foldOf(past), { kind: "failed-jobs", task: 1, jobs: [aFailedJob()] }, context);
  return [...past, ...events];
};

test("A retry that the request itself asks for is sent like that of a person", async () => {
  const sent = await ordered(short(), "finished");
  const retry = order("retry", sent.orders[0]?.order.command ?? "", "finished", { memory: 3000 });

  expect(sent).toEqual({
    ...{ said: [], whys: [`Order retry of ${key}`], orders: [{ key, order: retry }] },
    events: [[key, { event: "commanding", ...retry }]],
  });
});
