import { expect, test } from "vitest";
import { diedOfMemory, type JobSeen, recordOf } from "../../../action/core/ledger/completion.ts";
import { aGoodJob, aTask } from "../submission/a-submission.ts";

const aJob = (id: number, change: Partial<JobSeen> = {}): JobSeen =>
  aGoodJob({ id, outputs: [{ dataset: "hits", file: "f", bytes: 10 }], ...change });
const failed = (id: number, change: Partial<JobSeen>): JobSeen =>
  aJob(id, { status: "failed", outputs: [], ...change });
const task = aTask("simulate", "done");

test("A completion record counts jobs by site, failures by stage, and files and bytes by dataset", () => {
  const jobs = [
    aJob(12),
    aJob(11, { site: "CERN" }),
    failed(9, { exitCode: 10 }),
    failed(30, { exitCode: 31 }),
    failed(31, { exitCode: 137 }),
    failed(32, { exitCode: undefined, fault: "pilot 1305" }),
    failed(33, { exitCode: 0 }),
    aJob(34, { status: "closed", exitCode: undefined }),
  ];

  expect(recordOf(task, jobs, "all")).toEqual({
    step: "simulate",
    task: 1,
    kind: "all",
    count: 8,
    first: 9,
    last: 34,
    sites: { BNL: 7, CERN: 1 },
    failures: {
      "no input": 1,
      "stage-out": 1,
      "memory, exit code 137": 1,
      "pilot 1305": 1,
      "not known": 1,
      closed: 1,
    },
    failedAt: {
      BNL: {
        "no input": 1,
        "stage-out": 1,
        "memory, exit code 137": 1,
        "pilot 1305": 1,
        "not known": 1,
        closed: 1,
      },
    },
    failedJobs: {
      "no input": 9,
      "stage-out": 30,
      "memory, exit code 137": 31,
      "pilot 1305": 32,
      "not known": 33,
    },
    outputs: { hits: { files: 2, bytes: 20 } },
  });
});

test("A completion record names the newest failed job of the five commonest failures, and none that was cancelled", () => {
  const classes = [1, 2, 3, 4, 5, 6].flatMap((exitCode) =>
    Array.from({ length: exitCode === 6 ? 1 : 2 }, (_, at) => failed(100 - 10 * exitCode - at, { exitCode })),
  );
  const cancelled = [7, 8, 9].map((id) => failed(id, { status: "cancelled", exitCode: undefined }));

  const record = recordOf(task, [...cancelled, ...classes.toReversed(), aJob(999)], "all");

  expect("failedJobs" in record && record.failedJobs).toEqual({
    "payload, exit code 1": 90,
    "payload, exit code 2": 80,
    "payload, exit code 3": 70,
    "payload, exit code 4": 60,
    "payload, exit code 5": 50,
  });
  expect(recordOf(task, cancelled, "all")).not.toHaveProperty("failedJobs");
});

test("A completion record says at which site jobs failed, and nothing of that where none did", () => {
  const jobs = [failed(1, { exitCode: 1 }), failed(2, { exitCode: 1, site: "CERN" }), failed(3, { exitCode: 1 })];

  expect(recordOf(task, [...jobs, aJob(4)], "all")).toMatchObject({
    failures: { "payload, exit code 1": 3 },
    failedAt: { BNL: { "payload, exit code 1": 2 }, CERN: { "payload, exit code 1": 1 } },
  });
  expect(recordOf(task, [aJob(4)], "all")).not.toHaveProperty("failedAt");
});

test("One file of unknown size makes the sum unknown; a failed task without jobs is not known to have had none", () => {
  const without = aJob(2, { outputs: [{ dataset: "hits", file: "f", bytes: undefined }] });

  expect(recordOf(task, [aJob(1), without, aJob(3)], "all")).toMatchObject({
    outputs: { hits: { files: 3, bytes: null } },
  });
  expect(recordOf(task, [], "all")).toMatchObject({ kind: "not-known", reason: "PanDA told no job of it" });
  expect(recordOf(task, [failed(1, {})], "unsuccessful")).toMatchObject({ kind: "unsuccessful", outputs: {} });
});

test("A cancelled PanDA job counts as failed in the completion record", () => {
  const job = failed(1, { status: "cancelled", exitCode: undefined });

  expect(recordOf(task, [job], "all")).toMatchObject({ failures: { cancelled: 1 } });
});

test("A completion record counts no outputs if only unsuccessful jobs were read", () => {
  const record = recordOf(task, [aJob(12)], "unsuccessful");

  expect("outputs" in record && record.outputs).toEqual({});
});

test("A completion record keeps the last words of one job for each class of failures, and only a few classes", () => {
  const jobs = [
    failed(1, { exitCode: 1, said: "one" }),
    failed(2, { exitCode: 1, said: "two" }),
    failed(3, { exitCode: 10 }),
    ...[2, 3, 4, 5, 6, 7].map((exitCode) => failed(exitCode + 10, { exitCode, said: `code ${exitCode}` })),
    aJob(30, { said: "all is well" }),
  ];

  expect(recordOf(task, jobs, "all")).toMatchObject({
    said: {
      "payload, exit code 1": "one",
      "payload, exit code 2": "code 2",
      "payload, exit code 3": "code 3",
      "payload, exit code 4": "code 4",
      "payload, exit code 5": "code 5",
    },
  });
  expect(Object.keys((recordOf(task, jobs, "all") as { readonly said: object }).said)).toHaveLength(5);
});

test("A job that ended for memory is recorded as such, with PanDA's error code if there is one", () => {
  const jobs = [
    failed(1, { outOfMemory: true, exitCode: undefined, fault: "pilot 1235" }),
    failed(2, { outOfMemory: true, exitCode: undefined }),
    failed(3, { outOfMemory: true, exitCode: 137, fault: "execution 5318" }),
    failed(4, { outOfMemory: true, exitCode: 134, fault: "execution 5318" }),
  ];
  const failures = {
    "memory, pilot 1235": 1,
    "memory, pilot": 1,
    "memory, exit code 137": 1,
    "memory or an abort, exit code 134": 1,
  };

  expect(recordOf(task, jobs, "all")).toMatchObject({ failures });
  expect(diedOfMemory(failures)).toBe(4);
});

test("Measurements are recorded of jobs that ended well, and the memory of jobs that ended for memory", () => {
  const used = (seconds: number, cpuSeconds: number | undefined, megabytes: number | undefined) => ({
    used: { seconds, cpuSeconds, megabytes },
  });
  const all = [aJob(1, used(30, 20, 410.5)), aJob(2, used(50, 40, undefined)), failed(3, used(900, 800, 5000))];

  expect(recordOf(task, all, "all")).toMatchObject({
    used: { jobs: 2, seconds: 50, cpuSeconds: 60, megabytes: 410.5 },
  });
  const died = failed(4, { ...used(5, 5, 2100), outOfMemory: true, fault: "pilot 1212" });
  const record = recordOf(task, [...all, died], "all");
  expect(record).toMatchObject({ used: { jobs: 2, seconds: 50, megabytes: 2100 } });
  expect("failures" in record && diedOfMemory(record.failures)).toBe(1);
  expect(recordOf(task, [died], "all")).toMatchObject({
    used: { jobs: 0, seconds: null, cpuSeconds: null, megabytes: 2100 },
  });
  expect(recordOf(task, [aJob(1, used(30, undefined, 400)), aJob(2, used(30, 3, 400))], "all")).toMatchObject({
    used: { cpuSeconds: null },
  });
  const none = { seconds: undefined, cpuSeconds: undefined, megabytes: undefined };
  for (const one of ["seconds", "cpuSeconds", "megabytes"])
    expect(recordOf(task, [aJob(1, { used: { ...none, [one]: 7 } })], "all")).toMatchObject({ used: { [one]: 7 } });
  expect(recordOf(task, [aJob(1, { used: none })], "all")).not.toHaveProperty("used");
  expect(recordOf(task, [aJob(1)], "all")).not.toHaveProperty("used");
  expect(recordOf(task, [died], "unsuccessful")).not.toHaveProperty("used");
});

test("The output of checks is kept of the jobs that succeeded, where all jobs were read", () => {
  const jobs = [
    aJob(1, { printed: { events: 9 } }),
    aJob(2, { printed: { events: 10 } }),
    failed(3, { printed: { events: 1 } }),
    aJob(4),
  ];

  expect(recordOf(task, jobs, "all")).toMatchObject({ printed: { events: { jobs: 2, sum: 19, least: 9, most: 10 } } });
  expect(recordOf(task, jobs, "unsuccessful")).not.toHaveProperty("printed");
  expect(recordOf(task, [aJob(4), failed(3, { printed: { events: 1 } })], "all")).not.toHaveProperty("printed");
});
