import { expect, test } from "vitest";
import type { StepCompletion } from "../../../action/core/ledger/step-completion.ts";
import { failedJobOf, logLink, logSaying } from "../../../action/core/outcomes/failed-job.ts";

const step = {
  ...{ step: "simulate", task: 1, kind: "all" as const, count: 9, first: 1, last: 9, sites: {}, outputs: {} },
  failures: { "stage-in": 1, "payload, exit code 1": 3, "pilot 1305": 2 },
} satisfies StepCompletion;

test("The job whose log is looked at is the newest of the commonest failure", () => {
  const failedJobs = { "stage-in": 8, "payload, exit code 1": 5, "pilot 1305": 9 };
  expect(failedJobOf({ ...step, failedJobs })).toEqual({ job: 5, failure: "payload, exit code 1" });
  expect(failedJobOf({ ...step, failedJobs: { "stage-in": 8, elsewhere: 7 } })).toEqual({
    job: 8,
    failure: "stage-in",
  });
});

test("A step that is unknown, or has no failed jobs, has no log to look at", () => {
  expect(failedJobOf(step)).toBeUndefined();
  expect(failedJobOf({ ...step, failedJobs: {} })).toBeUndefined();
  expect(failedJobOf({ step: "simulate", task: 1, kind: "not-known", reason: "none" })).toBeUndefined();
});

test.each([
  [undefined, "payload.stdout"],
  ["payload, exit code 1", "payload.stdout"],
  ["stage-out", "payload.stdout"],
  ["check of outputs", "payload.stdout"],
  ["pilot 1305", "pilotlog.txt"],
  ["memory, pilot 1212", "pilotlog.txt"],
  ["not known", "pilotlog.txt"],
])("Why a job failed of %j stands in %s", (failure, file) => {
  expect(logSaying(failure)).toBe(file);
});

test("The monitor shows all files of a job's log on a page, and gives one by its name", () => {
  expect(logLink("https://pandamon.example.org", 7)).toBe("https://pandamon.example.org/filebrowser/?pandaid=7");
  expect(logLink("https://pandamon.example.org/", 7, "payload.stdout")).toBe(
    "https://pandamon.example.org/filebrowser/?pandaid=7&json&filename=payload.stdout",
  );
});
