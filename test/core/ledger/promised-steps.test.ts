import { expect, test } from "vitest";
import { eventsOf, filesExpected, outputsOf } from "../../../action/core/ledger/promised-steps.ts";
import type { Json } from "../../../action/core/text/canonical-json.ts";
import { anIntent } from "../submission/a-submission.ts";

const promised = (request: Json) => anIntent({ content: { format: 1, request, resources: [] } });

test("outputs are named as the request wrote them, by a name alone or with more", () => {
  const intent = promised({ steps: { simulate: { out: ["hits.root", { name: "log.txt", least: 1 }, 7] }, merge: {} } });

  expect(outputsOf(intent, "simulate")).toEqual(["hits.root", "log.txt"]);
  expect(outputsOf(intent, "merge")).toEqual([]);
  expect(outputsOf(intent, "toString")).toEqual([]);
});

test("the outputs of a block have its run in their names", () => {
  const content = {
    format: 1,
    request: { steps: { fit: { out: ["FIT-{run:8}.root", "log.txt", 7] } } },
    resources: [],
  } as const;
  const of = (block: number) => outputsOf(anIntent({ content, block }), "fit");

  expect(of(82372)).toEqual(["FIT-00082372.root", "log.txt"]);
  expect(of(1)).toEqual(["FIT-00000001.root", "log.txt"]);
  expect(of(0)).toEqual(["FIT-{run:8}.root", "log.txt"]);
});

test("events are those of a job and of all, where both are said", () => {
  const intent = promised({
    defaults: { eventsPerJob: 20 },
    steps: { simulate: { eventsPerJob: 100, jobs: 4 }, merge: {}, other: { eventsPerJob: "many" } },
  });

  expect(eventsOf(intent, "simulate")).toEqual({ perJob: 100, all: 400 });
  expect(eventsOf(intent, "merge")).toEqual({ perJob: 20, all: undefined });
  expect(eventsOf(intent, "other")).toBeUndefined();
  expect(eventsOf(promised({ steps: { simulate: {} } }), "simulate")).toBeUndefined();
});

test("files expected are one a job, at most one of what is optional, and unknown where the jobs are", () => {
  const out = ["hits.root", { name: "log.txt", optional: true }, { name: "qa.root", optional: false }];
  const steps = { simulate: { out } };
  const of = (stepJobs: Readonly<Record<string, number>>) =>
    filesExpected(anIntent({ content: { format: 1, request: { steps }, resources: [] }, stepJobs }), "simulate");

  expect(of({ simulate: 4 })).toEqual([
    { output: "hits.root", files: 4, isOptional: false, namesRun: false },
    { output: "log.txt", files: 4, isOptional: true, namesRun: false },
    { output: "qa.root", files: 4, isOptional: false, namesRun: false },
  ]);
  expect(of({ other: 4 }).map(({ files }) => files)).toEqual([undefined, undefined, undefined]);
});
