import { expect, test } from "vitest";
import type { JobSeen } from "../../../../action/core/ledger/completion.ts";
import type { SubmissionEvent, TaskSeen, Verdict } from "../../../../action/core/ledger/event.ts";
import { recordedTasks, withRecord } from "../../../../action/core/pass/following/follow-up.ts";
import type { Planning } from "../../../../action/core/pass/planned.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import { next } from "../../../../action/core/submission/next.ts";
import { aFailedJob, anIntent, aTask, at, bothTasks, context, foldOf, pastOf } from "../../submission/a-submission.ts";
import { type Answers, given } from "../answers.ts";

const seen = (verdict: Verdict, tasks: readonly TaskSeen[]): SubmissionEvent => ({ event: "seen", verdict, tasks });
const submitted = foldOf(pastOf("submitted", { intent: anIntent({ steps: ["simulate"] }) }));
// Of all that a plan is made at, a record needs the name under which the right to call is held.
const planning = { context } as Planning;
const look = (...tasks: readonly TaskSeen[]) => ({ kind: "tasks", tasks, pandaDate: at("11:00") }) as const;
const written = (task: TaskSeen, jobs: Answers["jobsOf"]): Promise<readonly SubmissionEvent[]> =>
  given(jobs === undefined ? {} : { jobsOf: jobs }, (reads) =>
    withRecord({ ...planning, ...reads }, submitted, look(task)),
  );
const job: JobSeen = { ...aFailedJob(), status: "finished", outOfMemory: false };

test.each<Verdict>(["done", "completed-partially", "incomplete", "failed", "aborted", "broken", "exhausted"])(
  "A submission that is %s has ended when each of its tasks has",
  (verdict) => {
    const ended = [aTask("simulate", "failed"), aTask("merge", "exhausted")];
    const waiting = seen(verdict, [aTask("simulate", "failed"), aTask("merge", "running")]);
    const before = foldOf([...pastOf("submitted"), waiting]);

    expect(recordedTasks(before, [{ event: "watched" }, seen(verdict, ended)])).toEqual(ended);
    expect(recordedTasks(before, [waiting])).toBeUndefined();
  },
);

test.each<Verdict>(["running", "stalled"])("A submission that is %s has not ended", (verdict) => {
  expect(recordedTasks(submitted, [seen(verdict, bothTasks("done"))])).toBeUndefined();
  expect(recordedTasks(submitted, [])).toBeUndefined();
});

test.each<[Verdict, boolean]>([
  ["failed", true],
  ["broken", true],
  ["exhausted", true],
  ["aborted", false],
  ["done", false],
  ["completed-partially", false],
  ["incomplete", false],
  ["running", false],
])("Of one that becomes %s while a task is still to come the others are read at once: %s", (verdict, isRead) => {
  const tasks = [aTask("simulate", "failed"), aTask("merge", "pending")];

  expect(recordedTasks(submitted, [seen(verdict, tasks)])).toEqual(isRead ? tasks : undefined);
});

test("Jobs of a task that failed are read although the task behind it never begins", async () => {
  const state = foldOf(pastOf("submitted"));
  const events = await given({ jobsOf: (task) => (task === 1 ? [aFailedJob()] : []) }, (reads) =>
    withRecord({ ...planning, ...reads }, state, look(aTask("simulate", "failed"), aTask("merge", "pending"))),
  );

  expect(events).toMatchObject([
    { event: "seen", verdict: "failed" },
    {
      event: "recorded",
      steps: [
        { step: "simulate", kind: "all", count: 1 },
        { step: "merge", kind: "not-known", reason: "it had not ended" },
      ],
    },
  ]);
});

test("A task that runs has no jobs asked for its record", async () => {
  const running = look(aTask("simulate", "running"));

  expect(await written(aTask("simulate", "running"), undefined)).toEqual(next(submitted, running, context).events);
});

test.each([
  [2000, "all"],
  [2001, "unsuccessful"],
] as const)("The record of a task of %i files is made of %s of its jobs", async (files, wanted) => {
  const done = aTask("simulate", "done", { files, finished: files });
  const events = await written(done, (task, which) => (task === 1 && which === wanted ? [job] : []));

  expect(events).toMatchObject([
    { event: "seen", verdict: "done" },
    { event: "recorded", steps: [{ step: "simulate", task: 1, kind: wanted, count: 1, first: 100, last: 100 }] },
  ]);
});

test("The record of how a task ended does not wait for a PanDA that gives no jobs", async () => {
  const away = new Outage("PanDA does not answer.", { wayOut: "Wait." });

  expect(await written(aTask("simulate", "done"), () => away)).toMatchObject([
    { event: "seen", verdict: "done" },
    { steps: [{ step: "simulate", task: 1, kind: "not-known", reason: "PanDA does not answer." }] },
  ]);
});

test("A withdrawn submission has one record, behind the look that saw its task end", async () => {
  const word: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "drop" };
  const state = foldOf([...pastOf("submitted", { intent: anIntent({ steps: ["simulate"] }) }), word]);
  const events = await given({ jobsOf: () => [job] }, (reads) =>
    withRecord({ ...planning, ...reads }, state, look(aTask("simulate", "aborted"))),
  );

  expect(events.map(({ event }) => event)).toEqual(["seen", "recorded", "withdrawn"]);
});
