import { expect, test } from "vitest";
import type { SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { fingerprint, workflowName } from "../../../../action/core/ledger/names.ts";
import { costs } from "../../../../action/core/pass/cost.ts";
import { monitorCompleted } from "../../../../action/core/pass/following/look.ts";
import { keptFromWatching, type PassSpent } from "../../../../action/core/pass/left.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import type { WatchedSubmission } from "../../../../action/core/submission/watch.ts";
import { anIntent, aSubmission, aTask, at, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const intent = anIntent({ steps: ["simulate"] });
const { repository, label, contentDigest, panda } = intent;
const keyOf = (name: string): SubmissionKey => submissionKey(`sP26a-${name}`, "1.0.0", undefined);
const [toy, quiet, live, gone] = [keyOf("toy"), keyOf("quiet"), keyOf("live"), keyOf("gone")];
const done: SubmissionEvent = { event: "seen", verdict: "done", tasks: [aTask("simulate", "done")] };
const watched = (key: SubmissionKey, change: Partial<WatchedSubmission> = {}): WatchedSubmission => ({
  ...{ key, label, attempt: 1, userName: panda.userName, since: at("10:00"), requests: [7], tasks: [[1, 1]] },
  ...change,
});
const again: Task = {
  ...{ id: 1, name: `${intent.outDS}_000_simulate`, userName: panda.userName, status: "running", dialog: "" },
  ...{ mark: fingerprint(repository, label, 1, contentDigest), files: 10, finished: 10, failed: 0, attemptNr: 2 },
};
const away = new Outage("PanDA is away.", { wayOut: "Wait." });

type World = {
  readonly watched?: readonly WatchedSubmission[];
  readonly pandaDate?: string | undefined;
  readonly payable?: number;
  readonly past?: readonly SubmissionEvent[];
  readonly answers?: Answers;
};
/** What is planned of what is watched, where PanDA began the task of the toy again. */
const planned = async (world: World = {}) => {
  const { payable = 9, past = [...pastOf("submitted", { intent }), done], answers = {} } = world;
  const spent: Partial<PassSpent>[] = [];
  const works: unknown[] = [];
  const asked: (readonly SubmissionKey[])[] = [];
  const { planning, said } = aPlanning("head", { pandaDate: "pandaDate" in world ? world.pandaDate : at("12:00") });
  const ledgerHead = {
    ...planning.ledgerHead,
    watched: world.watched ?? [watched(toy), watched(quiet, { tasks: [[5, 1]] })],
  };
  const facts: Answers = {
    requestsBeginning: (prefix) => (prefix === `shrek-${repository}-` ? new Map() : new Map([["x", 1]])),
    tasksChanged: (since, userName) => ({
      tasks: since === "2026-02-28T12:00:00.000Z" && userName === panda.userName ? [again] : [],
      isCut: false,
    }),
    payable: (of, noun, kept) => {
      works.push({ works: of, noun, kept });
      return of.slice(0, payable);
    },
    events: (_, keys) => {
      asked.push(keys);
      return new Map(keys.map((key) => [key, past.map((event) => lineOf(event, at("10:00"), key))]));
    },
    tasksNamed: () => [again],
    dateNow: () => at("12:00"),
    requestNamed: () => undefined,
    ...answers,
  };
  const spend = (what: Partial<PassSpent>): void => void spent.push(what);
  const moment = { ...planning, ledgerHead, notes: { ...planning.notes, spend } };
  const plan = await given(facts, (reads) =>
    monitorCompleted({ ...moment, ...reads }, aPlan([live, aSubmission("running")])),
  );
  return { said, spent, works, asked, whys: plan.parts.map(({ why }) => why), events: plannedEvents(plan) };
};
const nothing = { said: [], spent: [], works: [], asked: [], whys: [], events: [] };
const work = (lastDone?: string) => ({ kind: "follow", cost: costs.look, lastDone });
const payable = (...works: readonly object[]) => ({
  ...{ works, noun: "ended submission", kept: keptFromWatching },
});
const suspected = (key: SubmissionKey) => [key, { event: "duplicate-suspected" }];

test("A ledger with nothing to watch asks PanDA nothing", async () => {
  expect(await planned({ watched: [], answers: { requestsBeginning: undefined as never } })).toEqual(nothing);
});

test("A watched submission is looked at only if it has news, and one that the pass follows anyway is left to that", async () => {
  const found = await planned({ watched: [watched(live), watched(quiet, { tasks: [[5, 1]] }), watched(toy)] });

  expect(found).toMatchObject({
    ...{ said: [], spent: [{ panda: 8 }], works: [payable(work())], asked: [[toy]], whys: [`Watched: ${toy}`] },
    events: [suspected(toy)],
  });
  expect(await planned({ watched: [watched(quiet, { tasks: [[5, 1]] })] })).toEqual({ ...nothing, works: [payable()] });
});

test("A watched submission whose look cannot be paid waits, and those that were seen are counted", async () => {
  const two = [watched(toy), watched(quiet)];

  expect(await planned({ watched: two, payable: 0 })).toMatchObject({ spent: [], asked: [], events: [] });
  expect(await planned({ watched: two, payable: 1 })).toMatchObject({
    spent: [{ panda: 8 }],
    events: [suspected(toy)],
  });
  expect(await planned({ watched: two })).toMatchObject({
    ...{ spent: [{ panda: 16 }], works: [payable(work(), work())], asked: [[toy, quiet]] },
    events: [suspected(toy), suspected(quiet)],
  });
});

test("A watch that ends waits behind what shows a second effect, the oldest first", async () => {
  const since = "2026-02-10T10:00:00.000Z";
  const undated = watched(quiet, { since: null, tasks: [[5, 1]] });
  const found = await planned({
    watched: [watched(toy, { since, tasks: [[5, 1]] }), undated],
    answers: { tasksNamed: () => [] },
  });

  expect(found.works).toEqual([payable(work(since), work())]);
});

test("A list of watched tasks that PanDA cannot give is reported, and takes nothing from that of another user", async () => {
  const answers: Answers = {
    tasksChanged: (_, userName) => (userName === "Bob" ? away : { tasks: [again], isCut: false }),
  };
  const found = await planned({
    watched: [watched(quiet, { userName: "Bob", tasks: [[5, 1]] }), watched(toy)],
    answers,
  });

  expect(found).toMatchObject({
    ...{ said: ["Tasks that changed could not be listed: PanDA is away."], events: [suspected(toy)] },
  });
});

test("A watch without a date of PanDA asks for no list, and compares the requests of iDDS all the same", async () => {
  const answers: Answers = {
    tasksChanged: undefined as never,
    requestsBeginning: () => new Map([[workflowName(repository, label, 1), 8]]),
  };

  expect(await planned({ watched: [watched(toy)], pandaDate: undefined, answers })).toMatchObject({
    events: [suspected(toy)],
  });
});

test("A withdrawn submission is watched by the names that a check could have given, and no other ended one", async () => {
  const withdrawn: SubmissionEvent = { event: "withdrawn", data: "drop", watch: true };
  const names: (readonly string[])[] = [];
  const answers: Answers = {
    tasksNamed: (named) => {
      names.push(named);
      return [again];
    },
  };
  const past = [...pastOf("checked", { intent }), withdrawn];
  const found = await planned({ watched: [watched(gone)], past, answers });

  expect(names).toEqual([[`${intent.outDS}_000_simulate`]]);
  expect(found.whys).toEqual([`Watched: ${gone}`]);
  expect(await planned({ watched: [watched(gone)], past: pastOf("closed"), answers })).toMatchObject({
    whys: [],
    events: [],
  });
  expect(names).toHaveLength(1);
});
