import { expect, test } from "vitest";
import { suggestedByTrial } from "../../../action/core/ledger/measured-edits.ts";
import type { JobsUsed, StepCompletion } from "../../../action/core/ledger/step-completion.ts";
import type { Step } from "../../../action/core/production/production.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const stepOf = (changes: Draft): Step => {
  const [step] = valid(aRequest({ steps: { simulate: aStep({ walltime: 1, ...changes }) } })).production.steps;
  if (step === undefined) throw new Error("no step");
  return step;
};
const used: JobsUsed = { jobs: 2, seconds: 60, cpuSeconds: 80, megabytes: 2900 };
const seen = (change: object = {}): StepCompletion =>
  ({
    ...{ step: "simulate", task: 1, kind: "all", count: 2, first: 1, last: 2, sites: {}, failures: {}, used },
    outputs: { hits: { files: 2, bytes: 3_000_000 }, more: { files: 2, bytes: 1_000_000 } },
    ...change,
  }) as StepCompletion;
const died = { "memory, pilot 1235": 1 };

test("Jobs of a trial that ended well suggest the estimate of an event, the memory of a job with room, and the walltime of all events", () => {
  expect(suggestedByTrial(stepOf({ eventsPerJob: 100, memory: 2000 }), seen(), 20)).toEqual({
    estimate: { seconds: 2, megabytes: 0.1 },
    memory: 3700,
  });
  expect(suggestedByTrial(stepOf({}), seen({ used: { ...used, seconds: 2000 } }), undefined)).toEqual({
    memory: 3700,
    walltime: 2,
  });
});

test("A megabyte of output is a million bytes in a suggestion", () => {
  const outputs = { hits: { files: 2, bytes: 5_000_000 } };
  expect(suggestedByTrial(stepOf({ eventsPerJob: 20 }), seen({ outputs }), 20).estimate).toMatchObject({
    megabytes: 0.13,
  });
});

test("A value that no job measured is not suggested", () => {
  const step = stepOf({ eventsPerJob: 20 });
  expect(suggestedByTrial(step, seen({ used: { ...used, cpuSeconds: null, megabytes: null } }), 20)).toEqual({
    estimate: { megabytes: 0.1 },
  });
  const unknown = { hits: { files: 2, bytes: null }, more: { files: 2, bytes: 1_000_000 } };
  for (const outputs of [unknown, {}])
    expect(suggestedByTrial(step, seen({ outputs, used: { ...used, megabytes: null } }), 20)).toEqual({
      estimate: { seconds: 2 },
    });
  expect(suggestedByTrial(step, seen({ used: undefined }), 20)).toEqual({});
  expect(suggestedByTrial(step, seen({ used: { ...used, seconds: null } }), 20)).toEqual({});
  expect(suggestedByTrial(step, seen({ used: { ...used, jobs: 0 } }), 20)).toEqual({});
  expect(suggestedByTrial(step, seen({ kind: "unsuccessful" }), 20)).toEqual({});
  expect(suggestedByTrial(step, { step: "simulate", task: 1, kind: "not-known", reason: "away" }, 20)).toEqual({});
});

test("After a job ended for memory, twice the job's memory or request is suggested, and no other value", () => {
  const step = stepOf({ eventsPerJob: 20, memory: 2000 });
  expect(suggestedByTrial(step, seen({ failures: died }), 20)).toEqual({ memory: 5800 });
  expect(suggestedByTrial(stepOf({}), seen({ failures: died }), undefined)).toEqual({ memory: 5800 });
  expect(suggestedByTrial(step, seen({ failures: died, used: { ...used, megabytes: 1000 } }), 20)).toEqual({
    memory: 4000,
  });
  // Of all cores together, and suggested a core.
  expect(suggestedByTrial(stepOf({ memory: 2000, cores: 8 }), seen({ failures: died }), 20)).toEqual({ memory: 4000 });
  expect(suggestedByTrial(step, seen({ failures: died, used: { ...used, megabytes: null } }), 20)).toEqual({});
  expect(suggestedByTrial(stepOf({ memory: [2000, 3000] }), seen({ failures: died }), 20)).toEqual({});
  // Another death is none of memory.
  expect(suggestedByTrial(step, seen({ failures: { "payload, exit code 1": 1 } }), 20)).toMatchObject({ memory: 3700 });
});
