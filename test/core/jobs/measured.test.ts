import { expect, test } from "vitest";
import { measuredOf, suggestedEdits, suggestedFor } from "../../../action/core/jobs/measured.ts";
import type { LocalReport } from "../../../action/core/jobs/run-report.ts";
import type { Step } from "../../../action/core/production/production.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const stepOf = (changes: Draft): Step => {
  const [step] = valid(aRequest({ steps: { simulate: aStep(changes) } })).production.steps;
  if (step === undefined) throw new Error("no step");
  return step;
};

const report = (
  seconds: number,
  cpuSeconds: number | undefined,
  megabytes: number | undefined,
  bytes: number,
): LocalReport => ({
  number: 1,
  end: { kind: "finished" },
  used: { seconds, cpuSeconds, megabytes },
  outputs: [{ output: "hits.tar", name: "hits.tar", path: "hits.tar", bytes }],
  log: "log",
  kept: false,
});
const failed: LocalReport = {
  ...report(9000, 9000, 9000, 0),
  end: { kind: "failed", stage: "payload", exitCode: 1, words: "", tail: [] },
};

const measured = (step: Step, reports: readonly LocalReport[]) => {
  const seen = measuredOf(step, reports);
  if (seen === undefined) throw new Error("nothing was measured");
  return seen;
};

test("From the jobs of a trial that ended well the longest time, the largest memory and the mean of an event are measured", () => {
  const step = stepOf({ eventsPerJob: 10 });

  expect(measuredOf(step, [report(20, 15, 900, 4e6), report(30, 25, 700, 2e6), failed])).toEqual({
    jobs: 2,
    seconds: 30,
    cpuSeconds: 40,
    megabytes: 900,
    output: 6,
    perEvent: { seconds: 2, megabytes: 0.3 },
  });
  expect(measuredOf(step, [failed])).toBeUndefined();
});

test("A suggested memory has a quarter more for each core, and a suggested walltime grows with the events of the request", () => {
  const step = stepOf({ eventsPerJob: 1000, cores: 8, memory: 2000, walltime: 24 });
  const seen = measured({ ...step, eventsPerJob: 10 }, [report(60, 50, 3210, 1e6)]);

  expect(suggestedFor(step, seen, 10)).toEqual({
    estimate: { seconds: 5, megabytes: 0.1 },
    memory: 600,
    walltime: 4,
  });
});

test("A value that the request already has, or that was never measured, is not suggested", () => {
  const step = stepOf({ eventsPerJob: 10, walltime: 1, estimate: { megabytes: 0.1 } });

  expect(suggestedFor(step, measured(step, [report(1, undefined, undefined, 1e6)]), 10)).toEqual({});
});

test("A suggested key is inserted after out, and a suggested part of an estimate after its first part", () => {
  const suggested = { estimate: { seconds: 2, megabytes: 300 }, memory: 400, walltime: 2 };

  expect(suggestedEdits("s", { estimate: { seconds: 1 }, memory: 100 }, suggested)).toEqual([
    { path: ["steps", "s", "estimate", "seconds"], text: 2, after: "seconds" },
    { path: ["steps", "s", "estimate", "megabytes"], text: 300, after: "seconds" },
    { path: ["steps", "s", "memory"], text: 400, after: "out" },
    { path: ["steps", "s", "walltime"], text: 2, after: "out" },
  ]);
  expect(suggestedEdits("s", {}, { estimate: { seconds: 2 } })).toEqual([
    { path: ["steps", "s", "estimate"], text: { seconds: 2 }, after: "out" },
  ]);
});
