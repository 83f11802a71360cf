import { expect, test } from "vitest";
import type { GivenCommand, Order, TaskSeen } from "../../../action/core/ledger/event.ts";
import { adjustmentsNow, commandsToDo, lostMoves } from "../../../action/core/submission/carried-out.ts";
import type { PendingCommand } from "../../../action/core/submission/pending-command.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { aSubmission, aTask, at } from "./a-submission.ts";

const person: GivenCommand = { verb: "move", by: "ada", id: "c1", reason: "SITE_A is down", site: "SITE_B" };
const sentAt = (time: string, task = 1, attemptNr = 1): Order => ({
  verb: "move",
  task,
  attemptNr,
  pandaDate: at(time),
});
const often = ["10:00", "10:30", "11:00", "11:30"].map((time) => sentAt(time));
const aCommand = (change: Partial<PendingCommand> = {}): PendingCommand => ({
  verb: "move",
  id: "c1",
  site: "SITE_B",
  by: { person },
  only: undefined,
  sent: often,
  refused: [],
  ...change,
});
const atSite = (site: string | undefined, change: Partial<TaskSeen> = {}): TaskSeen =>
  aTask("simulate", "running", { ...(site === undefined ? {} : { site }), ...change });
const second = (site: string, change: Partial<TaskSeen> = {}): TaskSeen =>
  aTask("merge", "running", { site, ...change });

type Commanded = Extract<SubmissionState, { readonly tasks: unknown }>;
const stateWith = (
  pendingCommands: readonly PendingCommand[],
  tasks: readonly TaskSeen[],
  { kind = "running", adjustments = [] }: { kind?: StateKind; adjustments?: readonly GivenCommand[] } = {},
): Commanded => {
  const state = aSubmission(kind) as Commanded;
  return { ...state, tasks, past: { ...state.past, pendingCommands, adjustments } };
};

test("A move that was sent four times is lost while its task is still at another site, since it was sent first", () => {
  const move = aCommand();
  const task = atSite("SITE_A");

  expect(lostMoves(stateWith([move], [task]))).toEqual([{ move, tasks: [task], whole: true, since: at("10:00") }]);
});

test.each([
  ["it was sent three times", aCommand({ sent: often.slice(1) }), atSite("SITE_A")],
  [
    "three of four were for an earlier try",
    aCommand({ sent: [sentAt("09:00", 1, 0), ...often.slice(1)] }),
    atSite("SITE_A"),
  ],
  ["its task is there", aCommand(), atSite("SITE_B")],
  ["PanDA does not name the site", aCommand(), atSite(undefined)],
  ["its task has ended", aCommand(), atSite("SITE_A", { status: "finished" })],
  ["it is about another step", aCommand({ step: "merge" }), atSite("SITE_A")],
  ["the command is no move", aCommand({ verb: "retry" }), atSite("SITE_A")],
])("A move is not lost where %s", (_, command, task) => {
  expect(lostMoves(stateWith([command], [task]))).toEqual([]);
});

test("A move that some tasks followed is lost for the others alone, and begins with the first order to one of these", () => {
  const sent = [sentAt("09:00", 2), ...often];
  const move = aCommand({ sent });

  expect(lostMoves(stateWith([move], [atSite("SITE_A"), second("SITE_B")]))).toEqual([
    { move, tasks: [atSite("SITE_A")], whole: false, since: at("10:00") },
  ]);
});

test("A move is not lost before there are tasks", () => {
  expect(lostMoves(aSubmission("submitted"))).toEqual([]);
});

test("A command has nothing to do after success", () => {
  expect(commandsToDo(stateWith([aCommand({ verb: "kill", sent: [] })], [], { kind: "done" }))).toEqual([]);
});

test("A kill is done once the submission is aborted and an order was sent", () => {
  const toDo = (kind: StateKind, sent: readonly Order[]) =>
    commandsToDo(stateWith([aCommand({ verb: "kill", sent })], [atSite("SITE_A")], { kind })).length;

  expect([toDo("running", often), toDo("aborted", []), toDo("aborted", often)]).toEqual([1, 1, 0]);
});

test("A retry has something to do wherever its tasks are", () => {
  expect(commandsToDo(stateWith([aCommand({ verb: "retry" })], [atSite("SITE_B")]))).toHaveLength(1);
});

test.each([
  ["its task is elsewhere", [atSite("SITE_A")], often, 1],
  ["its task is there", [atSite("SITE_B")], often, 0],
  ["one of its tasks is elsewhere", [atSite("SITE_B"), second("SITE_A")], often, 1],
  ["the one elsewhere has ended", [atSite("SITE_B"), second("SITE_A", { status: "done" })], often, 0],
  ["all have ended elsewhere", [atSite("SITE_A", { status: "failed" })], often, 1],
  ["no site is named and it was sent", [atSite(undefined)], often, 0],
  ["no site is named and nothing was sent", [atSite(undefined)], [], 1],
  ["one has no site yet and the other is there", [atSite(undefined), second("SITE_B")], often, 0],
])("Whether a move has still something to do, where %s", (_, tasks, sent, count) => {
  expect(commandsToDo(stateWith([aCommand({ sent })], tasks))).toHaveLength(count);
});

test("A move of one step looks at the tasks of this step alone", () => {
  const move = aCommand({ step: "simulate" });

  expect(commandsToDo(stateWith([move], [atSite("SITE_B"), second("SITE_A")]))).toEqual([]);
  expect(commandsToDo(stateWith([move], [atSite("SITE_A"), second("SITE_B")]))).toEqual([move]);
});

test("An order that waits to be sent for another command says nothing of this one", () => {
  const waits = aCommand({ id: "c0", verb: "pause", sent: [] });

  expect(commandsToDo(stateWith([waits, aCommand()], [atSite(undefined)]))).toEqual([waits]);
});

test("A difference between tasks and their request counts once the tasks have it", () => {
  const move: GivenCommand = person;
  const memory: GivenCommand = { verb: "retry", by: "ada", id: "c2", reason: "killed", memory: 4000 };
  const now = (tasks: readonly TaskSeen[], pending: readonly PendingCommand[] = []) =>
    adjustmentsNow(stateWith(pending, tasks, { adjustments: [move, memory] })).map(({ id }) => id);

  expect(now([atSite("SITE_A")])).toEqual(["c2"]);
  expect(now([atSite("SITE_B")])).toEqual(["c1", "c2"]);
  // A retry that is not carried out is a command; a move of the same number is none.
  expect(now([atSite("SITE_B")], [aCommand({ verb: "retry", id: "c2" })])).toEqual(["c1"]);
  expect(now([atSite("SITE_B")], [aCommand()])).toEqual(["c1", "c2"]);
});
