import { expect, test } from "vitest";
import type { SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { fingerprint } from "../../../../action/core/ledger/names.ts";
import { diagnose } from "../../../../action/core/pass/following/diagnose.ts";
import { followUp } from "../../../../action/core/pass/following/follow-up.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import type { StateKind, SubmissionState } from "../../../../action/core/submission/state.ts";
import { aFailedJob, anIntent, aTask, at, foldOf, lineOf, pastOf, theirs } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const tag = "sP26a-toy";
const key = submissionKey(tag, "1.0.0", undefined);
const away = new Outage("PanDA is away.", { wayOut: "Wait." });
const intent = anIntent({ steps: ["simulate"] });
const word: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "drop" };
const task = (status: string, change: Partial<Task> = {}): Task => ({
  ...{ id: 1, name: `${intent.outDS}_000_simulate`, userName: intent.panda.userName, status, dialog: "" },
  ...{ mark: fingerprint(intent.repository, intent.label, 1, intent.contentDigest) },
  ...{ files: 10, finished: status === "done" ? 10 : 0, failed: 0, attemptNr: 1, ...change },
});
/** What one pass plans of these, where PanDA has these tasks and iDDS no request. */
const followed = async (
  states: readonly (readonly [SubmissionKey, SubmissionState])[],
  tasks: readonly Task[] = [],
  answers: Answers = {},
) => {
  const { planning, said } = aPlanning("head", { pandaDate: at("12:00") });
  const asked: string[] = [];
  const facts: Answers = {
    requestsBeginning: () => new Map(),
    dateNow: () => at("12:00"),
    requestNamed: () => undefined,
    requestStatus: () => undefined,
    tasksChanged: () => {
      asked.push("list");
      return { tasks, isCut: false };
    },
    tasksNamed: (names) => {
      asked.push("names");
      return tasks.filter(({ name }) => names.includes(name));
    },
    jobsOf: () => [],
    ...answers,
  };
  const planned = await given(facts, (reads) => followUp({ ...planning, ...reads }, aPlan(...states)));
  const { loaded, parts } = planned;
  return { said, asked, loaded: [...loaded.keys()], whys: parts.map(({ why }) => why), events: plannedEvents(planned) };
};
const one = (...events: readonly SubmissionEvent[]) => [[key, foldOf(events)]] as const;
const quiet = { said: [], asked: [], loaded: [], whys: [], events: [] };

test.each<StateKind>([
  "skipped",
  "intended",
  "held",
  "checked",
  "rejected",
  "conflict",
  "duplicate-suspected",
  "broken",
])("What is %s is not looked for at PanDA", async (kind) => {
  expect(await followed(one(...pastOf(kind, { intent })))).toEqual(quiet);
});

test.each<StateKind>(["submitted", "running", "failed", "exhausted", "stalled", "done"])(
  "Of what is %s PanDA is asked by name",
  async (kind) => {
    expect((await followed(one(...pastOf(kind, { intent })))).asked).toEqual(["names"]);
  },
);

test("News of PanDA about its tasks are written to the ledger", async () => {
  const running = task("running", { attemptNr: 0 });
  const { userName: _, mark: __, ...seen } = running;
  const tasks = [{ step: "simulate", ...seen }];
  const event: SubmissionEvent = { event: "seen", verdict: "running", pandaDate: at("12:00"), tasks };
  const submitted = pastOf("submitted", { intent });

  expect(await followed(one(...submitted), [running])).toEqual({
    ...{ said: [], asked: ["names"], loaded: [], whys: [`Seen at PanDA: ${key}`], events: [[key, event]] },
  });
  expect(await followed(one(...submitted, event), [running])).toEqual({ ...quiet, asked: ["names"] });
});

test.each<StateKind>(["duplicate-suspected", "broken", "running"])(
  "What a person withdrew while it was %s is followed until its tasks have ended",
  async (kind) => {
    const { asked, events } = await followed(one(...pastOf(kind, { intent }), word), [task("aborted")]);

    expect(asked).toEqual(["names"]);
    expect(events.at(-1)?.[1].event).toBe("withdrawn");
  },
);

test.each(["checking", "submitting"] as const)(
  "A submission that another process left %s is in doubt, and looked for at once",
  async (kind) => {
    const left = await followed(one(...pastOf(kind, { intent, owner: theirs })), [task("running")]);

    expect(left).toMatchObject({
      ...{ said: [], loaded: [], whys: [`In doubt: ${key}`, `Seen at PanDA: ${key}`] },
      events: [
        [key, { event: "in-doubt" }],
        [key, {}],
      ],
    });
    expect(left.events.slice(1).map(([, { event }]) => event)).toEqual(["conflict"]);
  },
);

test("A call that did not arrive goes on at once, and PanDA is asked nothing about it", async () => {
  const { said, asked, whys, events } = await followed(one(...pastOf("not-sent", { intent })));

  expect({ said, asked, whys }).toEqual({ said: [], asked: [], whys: [`Seen at PanDA: ${key}`] });
  expect(events).toMatchObject([[key, { event: "again" }]]);
});

test("A submission is followed although PanDA does not answer about another one", async () => {
  const other = submissionKey("sP26a-other", "1.0.0", undefined);
  const states = [...one(...pastOf("submitted", { intent })), [other, foldOf(pastOf("not-sent", { intent }))]] as const;

  expect(await followed(states, [], { tasksNamed: () => away })).toMatchObject({
    ...{ said: [`${key} has trouble: PanDA is away. Wait.`], whys: [`Seen at PanDA: ${other}`] },
  });
});

test.each<readonly [string, "done" | "completed-partially" | "failed", boolean]>([
  ["done", "done", true],
  ["finished", "completed-partially", true],
  ["failed", "failed", false],
])(
  "With a task that is %s and a request that is %s what it names has had its day: %s",
  async (status, verdict, isEnded) => {
    const [old, own] = [submissionKey("sP26a-old", "0.9.0", undefined), submissionKey(tag, "0.8.0", undefined)];
    const promise = anIntent({
      ...{ steps: ["simulate"], accept: { simulate: 0.5 }, supersedes: ["sP26a-old@0.9.0", "0.8.0"] },
    });
    const asked: (readonly SubmissionKey[])[] = [];
    const answers: Answers = {
      events: (_, keys) => {
        asked.push(keys);
        return new Map(keys.map((of) => [of, pastOf("done").map((event) => lineOf(event, at("9:00"), of))]));
      },
    };
    const last = task(status, { finished: status === "failed" ? 0 : 9, failed: 1 });
    const found = await followed(one(...pastOf("running", { intent: promise })), [last], answers);
    const ended = [old, own].map((of) => [of, { event: "superseded", by: `${tag} 1.0.0` }]);

    expect(found.events.map(([of, { event }]) => [of, event]).slice(0, 2)).toEqual([
      [key, "seen"],
      [key, "recorded"],
    ]);
    expect(found.events.slice(2)).toEqual(isEnded ? ended : []);
    expect(found.events[0]?.[1]).toMatchObject({ verdict });
    expect([asked, found.loaded]).toEqual(isEnded ? [[[old, own]], [old, own]] : [[], []]);
    expect(found.whys).toEqual([isEnded ? `Seen at PanDA: ${key} and 2 more` : `Seen at PanDA: ${key}`]);
  },
);

test("The reason of failed jobs is asked for where the request has more memory for them, and an empty list is a failure", async () => {
  const rising = anIntent({ steps: ["simulate"], retryMemory: { simulate: [3000] } });
  const tasks = [aTask("simulate", "finished", { finished: 5, failed: 5 })];
  const state = foldOf([
    ...pastOf("submitted", { intent: rising }),
    { event: "seen", verdict: "incomplete", tasks, pandaDate: at("10:00") },
  ]);
  const { planning, said } = aPlanning();
  const diagnosed = async (jobs: Answers["jobsOf"], of = state) => {
    const planned = await given(jobs === undefined ? {} : { jobsOf: jobs }, (reads) =>
      diagnose({ ...planning, ...reads }, aPlan([key, of])),
    );
    return { whys: planned.parts.map(({ why }) => why), events: plannedEvents(planned) };
  };
  const facts = { step: "simulate", task: 1, attemptNr: 1, lastJob: 100, outOfMemory: 1, memory: 3000 };

  expect(await diagnosed((task, which) => (task === 1 && which === "unsuccessful" ? [aFailedJob()] : []))).toEqual({
    whys: [`Why jobs failed: ${key}`],
    events: [[key, { event: "diagnosed", ...facts }]],
  });
  expect(await diagnosed(undefined, foldOf(pastOf("running")))).toEqual({ whys: [], events: [] });
  expect(said).toEqual([]);
  expect(await diagnosed(() => [])).toEqual({ whys: [], events: [] });
  expect(said).toEqual([
    `${key} has trouble: PanDA counts failed jobs of task 1, and lists none of them. The next pass asks again. If it stays so, look at the task in PanDA's monitor.`,
  ]);
});
