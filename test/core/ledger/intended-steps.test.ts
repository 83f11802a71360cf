import { expect, test } from "vitest";
import {
  bytesExpected,
  eventsOf,
  filesExpected,
  outputsOf,
  priorityOf,
} from "../../../action/core/ledger/intended-steps.ts";
import type { Json } from "../../../action/core/text/canonical-json.ts";
import { anIntent } from "../submission/a-submission.ts";

const promised = (request: Json) => anIntent({ content: { format: 1, request, resources: [] } });

test("The outputs in an intent are named as in the request, by name alone or with options", () => {
  const intent = promised({ steps: { simulate: { out: ["hits.root", { name: "log.txt", least: 1 }, 7] }, merge: {} } });

  expect(outputsOf(intent, "simulate")).toEqual(["hits.root", "log.txt"]);
  expect(outputsOf(intent, "merge")).toEqual([]);
  expect(outputsOf(intent, "toString")).toEqual([]);
});

test("The outputs in the intent of a run have the run number in their names", () => {
  const content = {
    format: 1,
    request: { steps: { fit: { out: ["FIT-{run:8}.root", "log.txt", 7] } } },
    resources: [],
  } as const;
  const of = (run: number | undefined) => outputsOf(anIntent({ content, run }), "fit");

  expect(of(82372)).toEqual(["FIT-00082372.root", "log.txt"]);
  expect(of(1)).toEqual(["FIT-00000001.root", "log.txt"]);
  expect(of(undefined)).toEqual(["FIT-{run:8}.root", "log.txt"]);
});

test("An intent says whether an output's own name includes the run, unlike others", () => {
  const request = { steps: { fit: { out: ["FIT-{run}.root", { name: "log.txt" }] } } };
  const intent = anIntent({ content: { format: 1, request, resources: [] }, run: 82372 });

  expect(filesExpected(intent, "fit").map(({ namesRun }) => namesRun)).toEqual([true, false]);
});

test("The expected bytes are the estimate for all events of all jobs, if all three numbers are known", () => {
  const request = {
    steps: {
      simulate: { eventsPerJob: 100, estimate: { megabytes: 0.25 } },
      merge: { estimate: { megabytes: 2 } },
      other: { eventsPerJob: 100, estimate: { megabytes: "much" } },
      plain: { eventsPerJob: 100 },
    },
  };
  const content = { format: 1, request, resources: [] } as const;
  const of = (step: string, jobs: Readonly<Record<string, number>> = { [step]: 3 }) =>
    bytesExpected(anIntent({ content, stepJobs: jobs }), step);

  expect(of("simulate")).toBe(75_000_000);
  expect(of("simulate", {})).toBeUndefined();
  expect([of("merge"), of("other"), of("plain")]).toEqual([undefined, undefined, undefined]);
  const { stepJobs: _, ...earlier } = anIntent({ content });
  expect(bytesExpected(earlier, "simulate")).toBeUndefined();
});

test("The priority in an intent is the highest of its steps, and absent if no step has one", () => {
  const of = (request: Json) => priorityOf({ ...promised(request), steps: ["simulate", "merge"] });

  expect(of({ steps: { simulate: { priority: 950 }, merge: { priority: 1050 } } })).toBe(1050);
  expect(of({ defaults: { priority: 900 }, steps: { simulate: { priority: 950 }, merge: {} } })).toBe(950);
  expect(of({ steps: { simulate: {}, merge: { priority: 900 } } })).toBe(900);
  expect(of({ steps: { simulate: {}, merge: {} } })).toBeUndefined();
});

test("An intent has the events of a job and of all jobs, if both are in the request", () => {
  const intent = promised({
    defaults: { eventsPerJob: 20 },
    steps: { simulate: { eventsPerJob: 100, jobs: 4 }, merge: {}, other: { eventsPerJob: "many" } },
  });

  expect(eventsOf(intent, "simulate")).toEqual({ perJob: 100, all: 400 });
  expect(eventsOf(intent, "merge")).toEqual({ perJob: 20, all: undefined });
  expect(eventsOf(intent, "other")).toBeUndefined();
  expect(eventsOf(promised({ steps: { simulate: {} } }), "simulate")).toBeUndefined();
});

test("The expected files are one a job, at most one a job for optional outputs, and unknown if the jobs are unknown or a pattern finds them", () => {
  const out = [
    "hits.root",
    { name: "log.txt", optional: true },
    { name: "qa.root", optional: false },
    { name: "dst.root", files: "DST_*.root" },
  ];
  const steps = { simulate: { out } };
  const of = (stepJobs: Readonly<Record<string, number>>) =>
    filesExpected(anIntent({ content: { format: 1, request: { steps }, resources: [] }, stepJobs }), "simulate");

  expect(of({ simulate: 4 })).toEqual([
    { output: "hits.root", files: 4, isOptional: false, isByPattern: false, namesRun: false },
    { output: "log.txt", files: 4, isOptional: true, isByPattern: false, namesRun: false },
    { output: "qa.root", files: 4, isOptional: false, isByPattern: false, namesRun: false },
    { output: "dst.root", files: undefined, isOptional: false, isByPattern: true, namesRun: false },
  ]);
  expect(of({ other: 4 }).map(({ files }) => files)).toEqual([undefined, undefined, undefined, undefined]);
});
