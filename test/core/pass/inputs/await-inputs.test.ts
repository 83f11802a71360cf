import { expect, test } from "vitest";
import type { DataFound, NeededData } from "../../../../action/core/catalogue/judge-data.ts";
import {
  type InputNeed,
  type Intent,
  type LedgerEvent,
  type SubmissionKey,
  submissionKey,
} from "../../../../action/core/ledger/event.ts";
import { awaitInputs } from "../../../../action/core/pass/inputs/await-inputs.ts";
import { type Planning, plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aRequest, conventionsBytes, type Draft, valid } from "../../a-production.ts";
import { anIntent, aSubmission, aTask, at, bothTasks, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given, notInGit } from "../answers.ts";

const away = new Failure("It is away.", { wayOut: "Wait." });
const { panda } = anIntent();

type Kind = "intended" | "waiting" | "blocked";
type One = readonly [SubmissionKey, SubmissionState];
const keyOf = (name: string): SubmissionKey => submissionKey(`sP26a-${name}`, "1.0.0", undefined);
const one = (name: string, intent: Partial<Intent>, kind: Kind = "waiting"): One => [
  keyOf(name),
  aSubmission(kind, { intent: anIntent({ tag: `sP26a-${name}`, ...intent }) }),
];
const needsTask = (task: string, change: Partial<InputNeed> = {}): InputNeed =>
  ({ kind: "task", input: "there", task, output: "o.txt", require: 1, dataset: null, ...change }) as InputNeed;

/** What is planned for these, and what the pass says of it. */
const awaited = async (
  ones: readonly One[],
  answers: Answers,
  change: Partial<Planning> & { readonly few?: number } = {},
) => {
  const { few, ...moment } = change;
  const { planning, said } = aPlanning("head", moment);
  const setting = { ...planning.setting, ...(few === undefined ? {} : { fewNames: few }) };
  const planned = await given(answers, (reads) => awaitInputs({ ...planning, setting, ...reads }, aPlan(...ones)));
  return {
    said,
    whys: planned.parts.map(({ why }) => why),
    loaded: [...planned.loaded.keys()],
    events: plannedEvents(planned).map(([key, event]) => [key, event] as const),
  };
};

/** A PanDA with these tasks by name, and all that it was asked. */
const aPanda = (tasks: readonly Partial<Task>[], list: readonly Partial<Task>[] | Failure = []) => {
  const whole = (task: Partial<Task>): Task => ({
    ...aTask("", "running"),
    userName: "",
    mark: "",
    attemptNr: 0,
    ...task,
  });
  const asked: (readonly string[])[] = [];
  // Who waits for the same answer asks the same question in one round.
  const note = (...question: readonly string[]) => {
    if (!asked.some((known) => known.join() === question.join())) asked.push(question);
  };
  const answers: Answers = {
    tasksNamed: (names, userName) => {
      note(userName, ...names);
      return tasks.filter(({ name }) => names.includes(name ?? "")).map(whole);
    },
    tasksChanged: (since, userName) => {
      note(userName, since);
      return list instanceof Failure ? list : { tasks: list.map(whole), isCut: false };
    },
  };
  return { asked, answers };
};
const waitsFor = (name: string, ...inputs: readonly string[]) => [keyOf(name), { event: "waiting", inputs }];
const user = panda.userName;

test("A task is asked for once, however many submissions wait for it, and only where one waits", async () => {
  const { asked, answers } = aPanda([]);
  const ones = [
    one("a", { needs: [needsTask("t1")] }),
    one("b", { needs: [needsTask("t1"), needsTask("t2", { input: "more" })] }, "intended"),
    one("c", { needs: [needsTask("t3", { dataset: "t3_o.txt" })] }),
    [keyOf("d"), aSubmission("held", { intent: anIntent({ needs: [needsTask("t4")] }) })] as const,
  ];

  expect(await awaited(ones, answers)).toEqual({
    ...{ said: [], loaded: [], whys: [`Inputs of ${keyOf("a")}, ${keyOf("b")}`] },
    events: [waitsFor("a", "task t1"), waitsFor("b", "task t1", "task t2")],
  });
  expect(asked).toEqual([[user, "t1", "t2"]]);
});

test("The tasks of each user are asked for by themselves, and a PanDA that gives none holds up no other", async () => {
  const bob = { panda: { ...panda, userName: "Bob" } };
  const { asked, answers } = aPanda([]);
  const tasks: Answers["tasksNamed"] = (named, userName) =>
    userName === "Bob" ? away : (answers.tasksNamed?.(named, userName) ?? []);
  const ones = [one("a", { ...bob, needs: [needsTask("t1")] }), one("b", { needs: [needsTask("t2")] })];

  expect(await awaited(ones, { tasksNamed: tasks })).toMatchObject({
    said: [`${keyOf("a")} has trouble: It is away. Wait.`],
    events: [waitsFor("b", "task t2")],
  });
  expect(asked).toEqual([[user, "t2"]]);
});

test.each([
  [[3, 9], "failed"],
  [[9, 3], "done"],
])(
  "The newest of several tasks with one name counts for readers: those with the ids %j are %s",
  async (ids, status) => {
    const [done = 0, failed = 0] = ids;
    const { answers } = aPanda([
      { id: done, name: "t1", status: "done" },
      { id: failed, name: "t1", status: "failed" },
    ]);
    const { events } = await awaited([one("a", { needs: [needsTask("t1"), needsTask("t2")] })], answers);

    expect(events).toEqual([
      status === "failed" ? [keyOf("a"), { event: "blocked", reason: "task t1 is failed" }] : waitsFor("a", "task t2"),
    ]);
  },
);

/** More than are asked for by name; of `first` nobody has looked yet. */
const many = [
  ...["moving", "ended", "r1", "r2", "r3"].map((name) => one(name, { needs: [needsTask(name)] })),
  one("first", { needs: [needsTask("first")] }, "blocked"),
];
const changed = [
  { name: "moving", status: "running" },
  { name: "ended", status: "done" },
  { name: "first", status: "running" },
];
test.each([
  [0, 1, ["r1"]],
  [4, 1, ["r2"]],
  [5, 2, ["r3", "r1"]],
  [7, 3, ["r2", "r3", "r1"]],
])(
  "Names of awaited tasks that ended or are new are asked for, and by the chance %i so many: %i",
  async (chance, few, drawn) => {
    const { asked, answers } = aPanda([], changed);
    const { events } = await awaited(many, answers, { chance, few });

    expect(asked).toEqual([
      [user, "2026-02-28T10:00:00.000Z"],
      [user, "ended", "first", ...drawn],
    ]);
    expect(events).toHaveLength(many.length);
  },
);

test("Few names of awaited tasks are all asked for without a list", async () => {
  const { asked, answers } = aPanda([]);
  await awaited(many, answers, { few: 6 });
  const usual = Array.from({ length: 17 }, (_, n) => one(`n${n}`, { needs: [needsTask(`n${n}`)] }));
  await awaited(usual.slice(0, 16), answers);
  await awaited(usual, answers, { chance: 1 });

  expect(asked.map(({ length }) => length - 1)).toEqual([6, 16, 1, 16]);
});

test("An awaited task that still runs is not asked for by name", async () => {
  const { asked, answers } = aPanda([], [{ name: "moving", status: "running" }]);

  expect((await awaited([one("moving", { needs: [needsTask("moving")] })], answers, { few: 0 })).events).toHaveLength(
    1,
  );
  expect(asked).toHaveLength(1);
});

test("All names of awaited tasks are asked for without a list, and a list that failed is reported", async () => {
  const names = [user, "moving", "ended", "r1", "r2", "r3", "first"];
  const [dateless, failed] = [aPanda([]), aPanda([], away)];

  expect((await awaited(many, dateless.answers, { few: 1, pandaDate: undefined })).said).toEqual([]);
  expect(dateless.asked).toEqual([names]);
  expect((await awaited(many, failed.answers, { few: 1 })).said).toEqual([
    "Tasks that are waited for could not be listed and are asked for by name: It is away.",
  ]);
  expect(failed.asked[1]).toEqual(names);
});

const upstream = keyOf("toy");
const needsToy: InputNeed = {
  ...{ kind: "production", input: "signal", tag: "sP26a-toy", version: "1.0.0", step: "simulate" },
  ...{ output: "hits.tar", require: 1, dataset: null },
};
const content: Intent["content"] = {
  format: 1,
  request: { steps: { simulate: { out: ["hits.tar"] }, merge: { out: ["all.tar"] } } },
  resources: [],
};
const toy = anIntent({ content });
const isDone = [{ event: "seen", verdict: "done", tasks: bothTasks("done"), pandaDate: at("10:00") } as const];
const doneLines = [...pastOf("submitted", { intent: toy }), ...isDone].map((event) =>
  lineOf(event, undefined, upstream),
);
const folder = "productions/reader";
const readsToy: Draft = {
  inputs: { signal: { production: "sP26a-toy", version: "1.0.0", step: "simulate", output: "hits.tar" } },
  steps: { read: { in: [{ from: "signal", filesPerJob: 1 }], out: ["r.tar"], run: "make\n" } },
};
const rules = new TextDecoder().decode(conventionsBytes);
const texts = (request: Draft) => ({
  "productions/conventions.yaml": rules,
  [`${folder}/production.yaml`]: JSON.stringify(aRequest(request)),
});
/** A production that reads the toy, as it was promised at the commit `made`. */
const reader = (change: Partial<Intent> = {}): One => {
  const { production } = valid(aRequest(readsToy), { folder });
  const { tag, version } = production;
  const promise = anIntent({
    tag,
    version,
    folder,
    validatedAt: "made",
    needs: [needsToy],
    steps: ["read"],
    ...change,
  });
  return [submissionKey(tag, version, promise.run), aSubmission("waiting", { intent: promise })];
};
const git = (request: Draft = readsToy): Answers => ({
  ...aTree("made", texts(request)),
  neighbours: () => new Map(),
  submissions: () => [],
  packed: () => ({ renderingDigest: "1".repeat(64), archive: new Uint8Array([1]), files: [] }) as never,
});
const lines = (found: readonly LedgerEvent[] = doneLines): Answers => ({
  events: (_, keys) => new Map(keys.includes(upstream) ? [[upstream, found]] : []),
});

test("A submission that waits for a production is intended anew with its data once it is done, from the commit of its intent", async () => {
  const [key, state] = reader();
  const { events, loaded, whys } = await awaited([[key, state]], { ...git(), ...lines() });

  expect(loaded).toEqual([upstream]);
  expect(whys).toEqual([`Inputs of ${key}, ${upstream}`]);
  expect(events).toMatchObject([
    [
      key,
      {
        event: "intended",
        intent: {
          ...{ needs: [{ input: "signal", dataset: `${aTask("simulate", "done").name}_hits.tar` }] },
          ...{ renderingDigest: "1".repeat(64), validatedAt: "made", commit: "c".repeat(40), requester: "Ada" },
        },
      },
    ],
    [upstream, { event: "read-by", tag: "sP26a-hfcharm-signal", version: "1.0.0" }],
  ]);
});

test("A submission waits for a production that the ledger does not know", async () => {
  const [key, state] = reader();

  expect((await awaited([[key, state]], { events: () => new Map() })).events).toEqual([
    [key, { event: "waiting", inputs: ["sP26a-toy 1.0.0/simulate"] }],
  ]);
});

test("A run waits for the same run of the production that it reads, else for the submission without runs", async () => {
  const asked: (readonly SubmissionKey[])[] = [];
  const ofRun = submissionKey("sP26a-toy", "1.0.0", 5);
  const answers: Answers = {
    events: (_, keys) => {
      asked.push(keys);
      return new Map([[ofRun, pastOf("failed", { intent: toy }).map((event) => lineOf(event, undefined, ofRun))]]);
    },
  };

  expect((await awaited([reader({ run: 5 })], answers)).events).toMatchObject([
    [reader({ run: 5 })[0], { event: "blocked", reason: "sP26a-toy 1.0.0 is failed" }],
  ]);
  expect(asked).toEqual([[ofRun, upstream]]);
});

test.each<readonly [string, Draft]>([
  ["is refused now", { ...readsToy, steps: {} }],
  ["is of another tag now", { ...readsToy, tag: { campaign: "sP26a", physics: "minbias", stage: "signal" } }],
])("What was promised from a request that %s is not promised anew", async (_, request) => {
  expect(await awaited([reader()], { ...git(request), ...lines() })).toMatchObject({ events: [], said: [] });
});

test("A request that git does not have is a failure of its own submission", async () => {
  const { said, events } = await awaited([reader()], { ...git(), ...lines(), production: () => notInGit });

  expect([said, events]).toEqual([[`${reader()[0]} has trouble: git does not have it. Wait.`], []]);
});

const trial = { pullRequest: 7, head: "made", by: "ada", id: "11", confirms: "10-a", of: "0".repeat(64) };
test("A trial that waited is intended anew from the head of its pull request, as it is tried", async () => {
  const brought: unknown[] = [];
  const fetch: Answers["fetch"] = (head, pullRequest) => brought.push([head, pullRequest]) > 0;
  const tried = reader({ trial, version: "1.0.0-test.1" });
  const { events } = await awaited([tried], { ...git(), ...lines(), fetch });

  expect(brought).toEqual([["made", 7]]);
  expect(events[0]).toMatchObject([tried[0], { event: "intended", intent: { version: "1.0.0-test.1", trial } }]);
  expect((await awaited([tried], { ...git({ ...readsToy, steps: {} }), ...lines(), fetch })).events).toEqual([]);
});

const place = { server: "https://rucio.example", account: "reader", login: "userpass" } as const;
const reading = (name: string, kind: Kind = "waiting", change: Partial<Intent> = {}): One =>
  one(name, { reads: { place, data: [{ dataset: `mc:${name}`, files: 4 } satisfies NeededData] }, ...change }, kind);
/** A Rucio that knows only what is named so, and what was asked of it. */
const aRucio = (known: readonly string[]) => {
  const asked: string[] = [];
  const data: Answers["data"] = (_, datasets) => {
    asked.push(...datasets);
    const found = { kind: "known", collection: { open: false, files: 4 }, replicas: {} } as unknown as DataFound;
    return new Map(datasets.map((name) => [name, known.includes(name) ? found : { kind: "unknown" }]));
  };
  return { asked, answers: { data } };
};

test("A submission that waits for data in Rucio goes on once they are there, and says until then what it waits for", async () => {
  const { asked, answers } = aRucio(["mc:a", "mc:b"]);
  const ones = [
    ...[reading("a"), reading("b", "blocked"), reading("c"), reading("d", "intended")],
    one("e", { reads: undefined } as never),
    reading("f", "waiting", { needs: [needsTask("t1")] }),
  ];
  const { whys, events } = await awaited(ones, { ...answers, ...aPanda([]).answers });

  expect(asked).toEqual(["mc:a", "mc:b", "mc:c"]);
  expect(whys[0]).toBe(`Data of ${keyOf("a")} and 2 more`);
  expect(events).toMatchObject([
    [keyOf("a"), { event: "intended" }],
    [keyOf("b"), { event: "intended" }],
    [keyOf("c"), { event: "waiting", inputs: ["mc:c, which Rucio does not know"] }],
    [keyOf("f"), { event: "waiting", inputs: ["task t1"] }],
  ]);
});

test("A waiting submission that reads no data by name any more goes on", async () => {
  const forged = [keyOf("a"), { ...aSubmission("waiting"), intent: anIntent({ reads: { place, data: [] } }) }] as One;

  expect((await awaited([forged], {})).events).toMatchObject([[keyOf("a"), { event: "intended" }]]);
});

test("A pass looks up two hundred of very many submissions that wait for data, from where chance begins", async () => {
  const names = Array.from({ length: 201 }, (_, n) => `n${n}`);
  const { asked, answers } = aRucio([]);
  await awaited(
    names.map((name) => reading(name)),
    answers,
    { chance: 201 + 3 },
  );

  expect(asked).toEqual([...names.slice(3), ...names.slice(0, 2)].map((name) => `mc:${name}`));
});
