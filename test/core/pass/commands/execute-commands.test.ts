import { expect, test } from "vitest";
import type { GivenCommand, SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { allNames, fingerprint } from "../../../../action/core/ledger/names.ts";
import { executeCommands } from "../../../../action/core/pass/commands/execute-commands.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import type { Approvals } from "../../../../action/core/pass/reads.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import { next } from "../../../../action/core/submission/next.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import { aRequest, aStep, conventionsBytes, valid } from "../../a-production.ts";
import { aFailedJob, anIntent, aTask, at, context, foldOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
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
type World = { readonly approvals?: Approvals; readonly merge?: string; readonly answers?: Answers };
/** What is ordered of a submission with this past, where its first task has this status and GitHub the comment 9, a pause by bob. */
const ordered = async (
  past: readonly SubmissionEvent[],
  status = "running",
  { approvals = "asked", merge = "done", answers = {} }: World = {},
) => {
  const { planning, said } = aPlanning("head", { approvals, pandaDate: at("11:00") });
  const state = foldOf(past);
  const comment = { body: `/shrek pause ${tag}`, login: "bob", pullRequest: 7, at: at("10:30"), editor: undefined };
  const facts: Answers = {
    tasksNamed: (names, userName) =>
      "names" in state && names.join() === allNames(state.names).join() && userName === intent.panda.userName
        ? [task("running", { id: 5, mark: "another's" }), task(status), task(merge, merged)]
        : [],
    comment: (id) => (id === 9 ? comment : undefined),
    permission: () => "write",
    files: () => [],
    ruleChanges: () => [],
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
  expect(await ordered(running, "running", { answers: { tasksNamed: undefined as never } })).toEqual(nothing);
});

test("A command that GitHub confirms is on the ledger, and then PanDA gets it for our own task", async () => {
  const pause = order("pause", "9");

  expect(await ordered([...running, word("pause", "9")])).toEqual({
    ...{ said: [], orders: [{ key, order: pause }], whys: [`Order pause of ${key}`] },
    events: [[key, { event: "commanding", ...pause }]],
  });
});

test("A command that GitHub confirms is sent, and one beside it that GitHub does not confirm is refused with the reason", async () => {
  const past = [...running, word("pause", "9"), word("priority", "10", { priority: 950, step: "merge" })];
  const reason = "priority by bob is not obeyed: there is no comment 10 on GitHub";
  const [pause, priority] = [order("pause", "9"), order("priority", "10", "paused", { task: 2, priority: 950 })];
  const orders = [
    { key, order: pause },
    { key, order: priority },
  ];

  expect(await ordered(past, "running", { merge: "paused" })).toEqual({
    ...{ said: [`${key} has trouble: ${reason}`], orders: orders.slice(0, 1), whys: [`Order pause of ${key}`] },
    events: [
      [key, { event: "command-rejected", id: "10", reason }],
      [key, { event: "commanding", ...pause }],
    ],
  });
  // Nobody is asked about a command that nothing is ordered for.
  expect(await ordered(past)).toMatchObject({ said: [], orders: [{ order: pause }] });
  expect(await ordered(past, "running", { merge: "paused", approvals: "assumed" })).toEqual({
    ...{ said: [], orders, whys: [`Order pause, priority of ${key}`] },
    events: orders.map((one) => [key, { event: "commanding", ...one.order }]),
  });
  expect(await ordered([...running, word("priority", "10", { priority: 950 })])).toEqual({
    ...{ said: [`${key} has trouble: ${reason}`], orders: [], whys: [`Orders of ${key}`] },
    events: [[key, { event: "command-rejected", id: "10", reason }]],
  });
});

test("A command that its task has carried out is written as complete, and nobody is asked about it", async () => {
  const sent: SubmissionEvent = { event: "commanding", ...order("resume", "10", "paused") };
  const away: Answers = { comment: () => new Outage("GitHub is away", { wayOut: "Wait." }) };

  expect(await ordered([...running, word("pause", "9")], "paused", { answers: away })).toMatchObject({
    orders: [],
    said: [],
  });
  expect(await ordered([...running, word("resume", "10"), sent], "running", { answers: away })).toEqual({
    ...{ said: [], orders: [], whys: [`Orders of ${key}`] },
    events: [[key, { event: "completed", id: "10" }]],
  });
  expect(await ordered([...running, word("pause", "9")], "running", { answers: away })).toEqual({
    ...nothing,
    said: [`${key} has trouble: GitHub is away. Wait.`],
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

test("A retry that the request itself asks for is sent as long as the request on main says so", async () => {
  const texts = {
    "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes),
    [`${folder}/production.yaml`]: JSON.stringify(request),
  };
  const onMain: Answers = { ...aTree("head", texts), holdsRequest: () => true, since: () => [] };
  const gone: Answers = { holdsRequest: () => false, neighbours: () => new Map(), treeIds: () => new Map() };
  const sent = await ordered(short(), "finished", { approvals: "assumed", answers: onMain });
  const [first] = sent.orders;
  const id = first?.order.command ?? "";
  const reason = `a retry of step simulate with 3000 MB is not obeyed: main does not hold ${tag} any more`;

  expect(sent).toEqual({
    ...{ said: [], whys: [`Order retry of ${key}`] },
    orders: [{ key, order: order("retry", id, "finished", { memory: 3000 }) }],
    events: [[key, { event: "commanding", ...order("retry", id, "finished", { memory: 3000 }) }]],
  });
  // GitHub has no comment of it, so there is nobody to tell.
  expect(await ordered(short(), "finished", { approvals: "assumed", answers: gone })).toEqual({
    ...nothing,
    said: [`${key} has trouble: ${reason}`],
  });
});
