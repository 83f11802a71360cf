import { expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../../action/core/ledger/event.ts";
import { fingerprint, workflowName } from "../../../../action/core/ledger/names.ts";
import { listTasks, poll, requestsOfOurs } from "../../../../action/core/pass/following/poll.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import type { RequestedState } from "../../../../action/core/submission/next-requested.ts";
import type { Task, TaskList } from "../../../../action/core/submission/panda-answer.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { anIntent, aTask, at, bothTasks, foldOf, pastOf } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const intent = anIntent();
const { repository, label, contentDigest, panda } = intent;
const away = new Failure("It is away.", { wayOut: "Wait." });

const requested = (...events: Parameters<typeof foldOf>[0]): RequestedState => requestedIn(foldOf(events));
const requestedIn = (state: SubmissionState): RequestedState => {
  if (!("request" in state)) throw new Error(state.kind);
  return state;
};
const submitted = requested(...pastOf("submitted"));

/** As PanDA shows a task of a step, which it began once. */
const task = (step: string, change: Partial<Task> = {}): Task => {
  const { site: _, ...seen } = aTask(step, "running");
  const mark = fingerprint(repository, label, 1, contentDigest);
  return { ...seen, userName: panda.userName, mark, attemptNr: 0, ...change };
};
const seenOf = ({ userName: _, mark: __, ...one }: Task, step: string): TaskSeen => ({ step, ...one });
const [simulate, merge] = [task("simulate"), task("merge")];
const both = [seenOf(simulate, "simulate"), seenOf(merge, "merge")];

/** One of these names, submitted at this time by this user. */
const one = (time: string, names: readonly string[], userName = "Ada"): RequestedState => ({
  ...submitted,
  ...{ submittedOn: at(time), names: { simulate: names }, intent: anIntent({ panda: { ...panda, userName } }) },
});
/** What lists show of these submissions, and what was asked for them. */
const listed = async (
  states: readonly RequestedState[],
  answer: (userName: string, status: string | undefined) => TaskList | Failure,
  fewNames?: number,
) => {
  const asked: (readonly string[])[] = [];
  const { planning, said } = aPlanning();
  const setting = { ...planning.setting, ...(fewNames === undefined ? {} : { fewNames }) };
  const answers: Answers = {
    tasksChanged: (since, userName, part) => {
      const status = part?.where?.status;
      asked.push([userName, since, ...(status === undefined ? [] : [status])]);
      return answer(userName, status);
    },
  };
  const lists = await given({ ...answers, date: () => undefined }, (reads) =>
    listTasks({ ...planning, setting, ...reads }, states),
  );
  return { shown: states.map(lists), asked, said };
};
const whole = (...tasks: readonly Task[]): TaskList => ({ tasks, isCut: false });
const named = (name: string, id: number): Task => task("simulate", { name, id });

test("The tasks of many submissions are one list for each user, since an hour before the first of them", async () => {
  const states = [one("12:00", ["c", "d"]), one("11:00", ["b"]), one("10:00", ["a"]), one("13:00", ["e"], "Bob")];
  const [b, d, other] = [named("b", 2), named("d", 4), named("x", 9)];
  const { shown, asked } = await listed(states, (user) => (user === "Ada" ? whole(b, d, other) : whole()), 1);

  // The oldest of all is asked for by name.
  expect(shown).toEqual([
    { tasks: [d], isCut: false },
    { tasks: [b], isCut: false },
    undefined,
    { tasks: [], isCut: false },
  ]);
  expect(asked.map(([user]) => user).toSorted()).toEqual(["Ada", "Bob"]);
  expect(asked).toContainEqual(["Ada", at("10:00")]);
});

test("Up to sixteen of the oldest submissions are asked for by name, and all whose time of submission nobody knows", async () => {
  const names = Array.from({ length: 16 }, (_, n) => `n${n}`);
  const undated = { ...one("9:00", ["z"]), submittedOn: undefined } as RequestedState;
  const { shown } = await listed([one("10:00", names), one("11:00", ["late"]), undated], () => whole());

  expect(shown).toEqual([undefined, { tasks: [], isCut: false }, undefined]);
  expect(await listed([one("10:00", names)], () => whole())).toEqual({ shown: [undefined], asked: [], said: [] });
});

test("A list that PanDA cannot give is missing, is reported, and takes nothing from another user", async () => {
  const states = [one("10:00", ["a"]), one("11:00", ["b"], "Bob")];
  const { shown, said } = await listed(states, (user) => (user === "Ada" ? away : whole(named("b", 2))), 0);

  expect(shown).toEqual([undefined, { tasks: [named("b", 2)], isCut: false }]);
  expect(said).toEqual(["Tasks could not be listed and are asked for by name: It is away."]);
});

test("The statuses that the ledger saw alive are asked for where PanDA's list is cut", async () => {
  const tasks = [aTask("simulate", "scouting"), aTask("merge", "aborting"), aTask("merge", "scouting")];
  const state = requested(...pastOf("submitted"), { event: "seen", verdict: "running", tasks });
  const cut = { ...state, names: { simulate: ["a"] } };
  const { shown, asked } = await listed(
    [cut, submitted],
    (_, status) => ({ tasks: [], isCut: status === undefined }),
    0,
  );

  expect(shown[0]).toEqual({ tasks: [], isCut: true });
  expect(asked.map(([, , status]) => status)).toEqual([
    undefined,
    "scouting",
    ...["done", "finished", "failed", "aborted", "broken"],
  ]);
});

type World = {
  readonly requests?: Readonly<Record<number, number>>;
  readonly tasks?: readonly Task[];
  readonly answers?: Answers;
  readonly list?: Parameters<typeof poll>[2];
};
/** What a pass sees of a submission, where iDDS has these requests by attempt; `byName`: PanDA was asked for its names. */
const polled = async (state: RequestedState, { requests = {}, tasks = [], answers = {}, list }: World = {}) => {
  const { planning, said } = aPlanning();
  let byName = false;
  const known = Object.entries(requests).map(
    ([attempt, id]) => [workflowName(repository, label, Number(attempt)), id] as const,
  );
  const all: Answers = {
    requestsBeginning: (prefix) => new Map(prefix === `shrek-${repository}-` ? known : []),
    tasksNamed: (names, userName) => {
      byName = true;
      return names.join() === Object.values(state.names).flat().join() && userName === panda.userName ? tasks : [];
    },
    ...answers,
  };
  return { seen: await given(all, (reads) => poll({ ...planning, ...reads }, state, list)), byName, said };
};
const tasksSeen = { kind: "tasks", pandaDate: "2026-03-01T10:00:00Z", tasks: both };

test("By name a submission's own tasks are seen in the order of its steps", async () => {
  const foreign = task("simulate", { id: 9, mark: "theirs" });

  expect(await polled(submitted, { requests: { 1: 7 }, tasks: [merge, foreign, simulate] })).toEqual({
    seen: tasksSeen,
    byName: true,
    said: [],
  });
});

test("A list that shows a task of each step makes the question by name needless", async () => {
  const list = { tasks: [merge, simulate, task("simulate", { id: 9, mark: "theirs" })], isCut: false };

  expect(await polled(submitted, { list })).toEqual({ seen: tasksSeen, byName: false, said: [] });
});

const running = { event: "seen", verdict: "running", tasks: bothTasks("running") } as const;
const withdrawal: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "drop" };
test.each<readonly [string, RequestedState, readonly Task[], Readonly<Record<number, number>>]>([
  ["shows a second task of a name", submitted, [simulate, merge, task("merge", { id: 3 })], {}],
  ["shows a task that was begun anew before", submitted, [simulate, task("merge", { attemptNr: 1 })], {}],
  ["lacks a task that ran", requested(...pastOf("submitted"), running), [simulate], {}],
  ["is of a submission that is withdrawn", requested(...pastOf("submitted"), withdrawal), [simulate, merge], {}],
  ["is of a submission with a request that nobody knows", withAttempt(2), [simulate, merge], { 1: 7, 2: 8 }],
])("PanDA is asked by name although there is a list, where it %s", async (_, state, tasks, requests) => {
  const answers: Answers = { requestStatus: () => undefined };

  expect((await polled(state, { requests, answers, list: { tasks, isCut: false } })).byName).toBe(true);
});

function withAttempt(attempt: number): RequestedState {
  return { ...submitted, attempt };
}

test.each<readonly [string, World, readonly number[], readonly number[], string]>([
  ["a request that nobody knows", { requests: { 1: 7, 2: 8 }, tasks: [simulate, merge] }, [7, 8], [1, 2], "requests 7"],
  [
    "two tasks of a name",
    { tasks: [simulate, merge, task("merge", { id: 3 })] },
    ...([[7], [1, 2, 3], "tasks 2 and 3 for"] as const),
  ],
  [
    "a task that was begun anew before it was seen",
    { tasks: [simulate, task("merge", { attemptNr: 1 })] },
    ...([[7], [1, 2], "begun task 2"] as const),
  ],
])("A second effect is %s", async (_, world, requests, tasks, reason) => {
  expect((await polled(withAttempt(2), world)).seen).toMatchObject({
    ...{ kind: "second-effect", effects: { requests, tasks }, reason: expect.stringContaining(reason) },
    tasks: expect.any(Array),
  });
});

test("Tasks of one name that a person accepted are no second effect", async () => {
  const accepted = { requests: [], tasks: [2, 3] };
  const state = { ...submitted, past: { ...submitted.past, accepted } };
  const tasks = [simulate, merge, task("merge", { id: 3 })];

  expect((await polled(state, { tasks })).seen).toMatchObject({ kind: "tasks", tasks: [{ id: 1 }, { id: 3 }] });
  expect(
    (await polled({ ...state, past: { ...state.past, accepted: { requests: [], tasks: [2] } } }, { tasks })).seen.kind,
  ).toBe("second-effect");
});

test("A withdrawal has not ended while one of its tasks lives", async () => {
  const state = requested(...pastOf("submitted"), withdrawal);
  const tasks = [simulate, task("simulate", { id: 3, name: simulate.name, status: "failed" })];
  const past = { ...state.past, accepted: { requests: [], tasks: [1, 3] } };

  expect((await polled({ ...state, past }, { tasks })).seen).toMatchObject({ tasks: [{ id: 1 }] });
  expect(
    (await polled({ ...submitted, past: { ...submitted.past, accepted: past.accepted } }, { tasks })).seen,
  ).toMatchObject({
    tasks: [{ id: 3 }],
  });
});

/** Its first step ended long ago, and the second has no task. */
const lacking = requestedIn(
  foldOf([...pastOf("submitted"), { event: "seen", verdict: "running", tasks: [doneTask()], pandaDate: at("1:00") }]),
);
function doneTask(): TaskSeen {
  return seenOf(task("simulate", { status: "done" }), "simulate");
}

test.each<readonly [string, string | undefined | Failure, object, readonly string[]]>([
  ["is told", "Finished", { requestStatus: "Finished" }, []],
  ["that it does not know is left out", undefined, {}, []],
  ["that it does not give is told, and left out", away, {}, ["request 7: It is away."]],
])("The status of a request whose step does not come %s", async (_, answer, status, said) => {
  const tasks = [task("simulate", { status: "done" })];
  const answers: Answers = { requestStatus: (request) => (request === 7 ? answer : "another's") };
  const result = await polled(lacking, { tasks, answers });

  expect(result.seen).toStrictEqual({ ...tasksSeen, tasks: [doneTask()], ...status });
  expect(result.said).toEqual(said.map((line) => `iDDS could not be asked for the status of ${line}`));
});

test("A pass that cannot ask iDDS for requests has none, and says so", async () => {
  const { planning, said } = aPlanning();

  expect(
    await given({ requestsBeginning: () => away }, (reads) => requestsOfOurs(reads, planning.notes, repository)),
  ).toEqual(new Map());
  expect(said).toEqual(["iDDS could not be asked for a second request: It is away."]);
});
