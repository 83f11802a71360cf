import { expect, test } from "vitest";
import type { Intent } from "../../../action/core/ledger/event.ts";
import { measuredEdits } from "../../../action/core/ledger/measured-edits.ts";
import type { StepCompletion } from "../../../action/core/ledger/step-completion.ts";
import type { Content } from "../../../action/core/production/content.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

const requestOf = (changes: Draft = {}) => valid(aRequest({ steps: { simulate: aStep({ walltime: 1, ...changes }) } }));
const jobsOf = (step: string): StepCompletion => ({
  ...{ step, task: 1, kind: "all", count: 2, first: 1, last: 2, sites: {}, failures: {} },
  used: { jobs: 2, seconds: 60, cpuSeconds: 80, megabytes: 2900 },
  outputs: { hits: { files: 2, bytes: 4_000_000 } },
});
const memory = { path: ["steps", "simulate", "memory"], text: 3700, after: "out" };
const estimate = (seconds: number, megabytes: number) => ({
  path: ["steps", "simulate", "estimate"],
  text: { seconds, megabytes },
  after: "out",
});
const trial = (part: { readonly events?: number } = {}): Intent =>
  anIntent({
    trial: {
      ...{ pullRequest: 7, head: "d".repeat(40), by: "ada", id: "2", confirms: "1", of: "f".repeat(64) },
      ...part,
    },
  });

test("A trial suggests what its jobs used, though its request was another", () => {
  const { production } = requestOf();

  expect(measuredEdits(production, { intent: trial(), steps: [jobsOf("simulate")] })).toEqual([memory]);
});

test("A measurement per event counts the events of a trial, or of a job where the trial took all", () => {
  const { production } = requestOf({ eventsPerJob: 100 });
  const steps = [jobsOf("simulate")];

  expect(measuredEdits(production, { intent: trial({ events: 20 }), steps })).toEqual([estimate(2, 0.1), memory]);
  expect(measuredEdits(production, { intent: trial(), steps })).toEqual([estimate(0.4, 0.02), memory]);
});

test("A step that counts no events gets no estimate of one from a trial of fewer events", () => {
  const { production } = requestOf();

  expect(measuredEdits(production, { intent: trial({ events: 20 }), steps: [jobsOf("simulate")] })).toEqual([memory]);
});

test("A step that was not measured, and one that the request does not write, get no suggestion", () => {
  const { production } = requestOf();
  const unwritten = { ...production, request: { ...production.request, steps: {} } };

  expect(measuredEdits(production, { intent: trial(), steps: [jobsOf("merge")] })).toEqual([]);
  expect(measuredEdits(unwritten, { intent: trial(), steps: [jobsOf("simulate")] })).toEqual([]);
});

test("Each step gets the suggestion of its own jobs", () => {
  const { production } = valid(
    aRequest({ steps: { simulate: aStep({ walltime: 1 }), other: aStep({ out: ["other.tar"], walltime: 1 }) } }),
  );
  const steps = [jobsOf("other"), { ...jobsOf("simulate"), kind: "not-known", reason: "away" } as StepCompletion];

  expect(measuredEdits(production, { intent: trial(), steps })).toEqual([
    { ...memory, path: ["steps", "other", "memory"] },
  ]);
});

/** A release of the same request, whose step said this besides. */
const releasedWith = (changes: Draft): Intent => {
  const { content } = requestOf({ eventsPerJob: 100 });
  const request = content.request as unknown as { readonly steps: { readonly simulate: Draft } };
  const simulate = { ...request.steps.simulate, ...changes };
  return anIntent({ content: { ...content, request: { ...request, steps: { simulate } } } as unknown as Content });
};

test.each([
  ["nothing else", {}],
  ["another estimate", { estimate: { seconds: 9 } }],
  ["another memory", { memory: 9000 }],
  ["another walltime", { walltime: 9 }],
  ["another number of jobs", { jobs: 9 }],
  ["another number of attempts", { maxAttempt: 9 }],
  ["another priority", { priority: 9 }],
  ["other sites", { sites: ["CERN"] }],
  ["other excluded sites", { excludeSites: ["CERN"] }],
  ["another accepted share", { accept: 0.9 }],
  ["that it validates", { validates: true }],
])("The last release suggests what its jobs used where its step said %s", (_, changes) => {
  const { production } = requestOf({ eventsPerJob: 100 });

  expect(measuredEdits(production, { intent: releasedWith(changes), steps: [jobsOf("simulate")] })).toEqual([
    estimate(0.4, 0.02),
    memory,
  ]);
});

test.each([
  ["another payload", { run: "make all\n" }],
  ["other outputs", { out: ["other.tar"] }],
  ["other events of a job", { eventsPerJob: 50 }],
  ["other cores", { cores: 8 }],
])("The last release suggests nothing for a step that had %s", (_, changes) => {
  const { production } = requestOf({ eventsPerJob: 100 });

  expect(measuredEdits(production, { intent: releasedWith(changes), steps: [jobsOf("simulate")] })).toEqual([]);
});

test("The last release suggests nothing for a step that it did not have", () => {
  const { production } = requestOf();

  expect(measuredEdits(production, { intent: anIntent(), steps: [jobsOf("simulate")] })).toEqual([]);
});
