import { expect, test } from "vitest";
import type { Arrival } from "../../../action/core/ledger/arrival.ts";
import type { Intent, SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import type { StepCompletion } from "../../../action/core/ledger/step-completion.ts";
import { deliveredOf } from "../../../action/core/outcomes/delivered.ts";
import { deliveredText } from "../../../action/core/outcomes/delivered-text.ts";
import { type Sample, samplesOf } from "../../../action/core/outcomes/samples.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent, aTask, at, foldOf, pastOf } from "../submission/a-submission.ts";

const simulate = aStep({ out: ["hits.root"], jobs: 10, eventsPerJob: 1000, run: 'make "$nEvents"\n' });
const merge = aStep({
  in: [{ from: "simulate", filesPerJob: 4 }],
  ...{ out: ["all.root"], jobs: undefined, run: 'merge "${simulate[@]}"\n' },
});

const intentOf = (steps: Draft, change: Partial<Intent> = {}, request: Draft = {}): Intent => {
  const { content, production } = valid(aRequest({ steps, ...request }));
  const jobs = production.steps.map(({ name, jobs: count }) => [name, count ?? 0]);
  return anIntent({ content, steps: Object.keys(steps), stepJobs: Object.fromEntries(jobs), ...change });
};

const ended = (intent: Intent, tasks: readonly TaskSeen[], ...more: readonly SubmissionEvent[]) =>
  foldOf([
    ...pastOf("submitted", { intent }),
    { event: "seen", verdict: "done", tasks, pandaDate: at("10:00") },
    ...more,
  ]);

const recorded = (step: string, files: number, printed?: StepCompletion & { kind: "all" }): SubmissionEvent => ({
  event: "recorded",
  steps: [
    {
      ...{ step, task: 1, kind: "all", count: files, first: 1, last: files, sites: {}, failures: {} },
      outputs: { [`user.ada.x_${step === "merge" ? "all.root" : "hits.root"}/`]: { files, bytes: null } },
      ...printed,
    },
  ],
});
const printing = (jobs: number, sum: number) => ({ printed: { events: { jobs, sum, least: 1, most: sum } } }) as never;

test("Delivered are the jobs that ended well, times the events of each", () => {
  const intent = intentOf({ simulate });

  expect(deliveredOf(ended(intent, [aTask("simulate", "finished", { files: 10, finished: 9, failed: 1 })]))).toEqual({
    ...{ kind: "known", events: 9000, by: "files" },
  });
  expect(deliveredOf(foldOf(pastOf("intended", { intent })))).toEqual({ kind: "known", events: 0, by: "files" });
});

test("Behind a step that puts files together its read files count", () => {
  const intent = intentOf({ simulate, merge });
  const tasks = [aTask("simulate", "done"), aTask("merge", "finished", { files: 10, finished: 6, failed: 4 })];

  expect(deliveredOf(ended(intent, tasks))).toMatchObject({ events: 6000 });
});

test("The number that every good job's check counted is reported, and no number of some of them", () => {
  const intent = intentOf({ simulate });
  const tasks = [aTask("simulate", "done")];

  expect(deliveredOf(ended(intent, tasks, recorded("simulate", 10, printing(10, 9876))))).toEqual({
    ...{ kind: "known", events: 9876, by: "check" },
  });
  expect(deliveredOf(ended(intent, tasks, recorded("simulate", 10, printing(9, 8888))))).toMatchObject({
    ...{ events: 10_000, by: "files" },
  });
});

const arrived = (change: Partial<Arrival>, events: number | null = null): SubmissionEvent => ({
  ...{ event: "arrived", checkedOn: at("11:00") },
  outputs: [{ step: "simulate", did: "user.ada:x", files: 10, bytes: 1, events, at: {}, compared: "files" }],
  ...change,
});

test("The delivered events of jobs that differ, as rows of a table do, are only those that the checks of all good jobs counted", () => {
  const counted = aStep({ out: ["hits.root"], jobs: 10, checks: { run: "count hits.root\n" }, run: "make\n" });
  const intent = intentOf({ simulate: counted });
  const tasks = [aTask("simulate", "finished", { files: 10, finished: 9, failed: 1 })];

  expect(deliveredOf(ended(intent, tasks, recorded("simulate", 9, printing(9, 8731))))).toEqual({
    ...{ kind: "known", events: 8731, by: "check" },
  });
  const notYet = { kind: "unknown", why: "the checks of simulate have not yet counted all jobs that ended well" };
  expect(deliveredOf(ended(intent, tasks, recorded("simulate", 9, printing(8, 8000))))).toEqual(notYet);
  expect(deliveredOf(ended(intent, tasks))).toEqual(notYet);
  const lost = arrived({ wasWhole: true, lacks: [{ did: "user.ada:x", files: 3, what: "3 files" }] });
  expect(deliveredOf(ended(intent, tasks, recorded("simulate", 9, printing(9, 8731)), lost))).toEqual({
    ...{ kind: "unknown", why: "files of it are lost, and its checks counted all together" },
  });
});

test("Files that Rucio has lost are not delivered, and what never arrived leaves the number unknown", () => {
  const intent = intentOf({ simulate });
  const tasks = [aTask("simulate", "done")];
  const rest = [recorded("simulate", 10)];
  const seen = (arrival: SubmissionEvent) => deliveredOf(ended(intent, tasks, ...rest, arrival));

  expect(seen(arrived({}, 9990))).toEqual({ kind: "known", events: 9990, by: "rucio" });
  expect(seen(arrived({ wasWhole: true, lacks: [{ did: "user.ada:x", files: 3, what: "3 files" }] }))).toMatchObject({
    events: 7000,
  });
  expect(seen(arrived({ lacks: [{ did: "user.ada:x", what: "user.ada:x" }] }))).toEqual({
    ...{ kind: "unknown", why: "not all of its outputs arrived in Rucio" },
  });
});

test("The status of a request that does not say the events of a job says so instead of a number", () => {
  const intent = intentOf({ simulate: aStep({ out: ["hits.root"] }) }, { events: 5000 });
  const [sample] = samplesOf([{ key: keyOf("1.0.0"), state: ended(intent, [aTask("simulate", "done")]) }]);

  expect(sample && deliveredText(sample)).toBe(
    "how many of 5 000 events were delivered is not known: simulate says no eventsPerJob",
  );
});

const keyOf = (version: string) => submissionKey("sP26a-toy", version, undefined);
const sampleOf = (events: number | undefined, ...more: readonly SubmissionEvent[]): readonly Sample[] => {
  const one = (version: string, request: Draft, finished: number, target: number | undefined) => ({
    key: keyOf(version),
    state: ended(
      intentOf({ simulate }, { version, ...(target === undefined ? {} : { events: target }) }, request),
      [aTask("simulate", "finished", { files: 10, finished, failed: 10 - finished })],
      ...(version === "1.0.0" ? more : []),
    ),
  });
  return samplesOf([
    one("1.10.0", { extends: "1.9.0" }, 8, events),
    one("1.9.0", { extends: "1.0.0" }, 9, 20_000),
    one("1.0.0", {}, 10, undefined),
    one("2.0.0", {}, 10, undefined),
  ]);
};

test("Versions that extend each other are one sample, and the newest of them says how much is wanted", () => {
  const [sample, other] = sampleOf(30_000);

  expect(sample?.versions.map(({ version }) => version)).toEqual(["1.0.0", "1.9.0", "1.10.0"]);
  expect(sample && deliveredText(sample)).toBe(
    "delivered 27 000 of 30 000 events (90 %): 1.0.0 10 000, files times events of a file; 1.9.0 9 000, files times events of a file; 1.10.0 8 000, files times events of a file",
  );
  expect(other && deliveredText(other)).toBeUndefined();
});

test("Data that were declared bad or given up are not delivered", () => {
  const [sample] = sampleOf(30_000, { event: "retired", data: "drop" });

  expect(sample && deliveredText(sample)).toMatch(
    /^delivered 17 000 of 30 000 events \(56 %\): 1\.0\.0 does not count, it is retired, and its data are dropped; 1\.9\.0 /,
  );
});
