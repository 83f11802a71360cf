import { describe, expect, test } from "vitest";
import {
  bytesExpected,
  conditionOf,
  coreHoursAsked,
  coreHoursForeseen,
  eventsMade,
  eventsOf,
  filesExpected,
  outputsOf,
  parentStepsOf,
  parentsOf,
  priorityOf,
  readingOf,
  readsOneStep,
  withStepsBefore,
  writtenIn,
} from "../../../action/core/ledger/intended-steps.ts";
import type { Json } from "../../../action/core/text/canonical-json.ts";
import { anIntent } from "../submission/a-submission.ts";

const promised = (request: Json) => anIntent({ content: { format: 1, request, resources: [] } });

test("A step that reads one other and nothing else, without a condition, is one that PanDA knows the parent of", () => {
  const steps = {
    ...{ a: {}, b: {}, one: { in: [{ from: "a" }] }, twice: { in: [{ from: "a" }, { from: "a" }] } },
    ...{ two: { in: [{ from: "a" }, { from: "b" }] }, outside: { in: [{ from: "a" }, { from: "data" }] } },
    ...{ when: { in: [{ from: "a" }], when: "a" }, none: { in: [] }, odd: { in: "a" } },
  };
  const request = { steps };
  const found = (more: readonly string[] = []) => {
    const intent = anIntent({
      content: { format: 1, request, resources: [] },
      steps: [...Object.keys(steps), ...more],
    });
    return Object.keys(steps).filter((step) => readsOneStep(intent, step));
  };

  expect(found()).toEqual(["one", "twice"]);
  expect(found(["rows"])).toEqual([]);
});

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

test("The events that each job makes are those of the request, unless the step reads what others made", () => {
  const intent = promised({
    defaults: { eventsPerJob: 20 },
    steps: {
      simulate: { eventsPerJob: 100 },
      toy: {},
      merge: { eventsPerJob: 100, in: [{ from: "simulate" }] },
    },
  });

  expect(["simulate", "toy", "merge"].map((step) => eventsMade(intent, step))).toEqual([100, 20, undefined]);
  expect(eventsMade(promised({ steps: { simulate: {} } }), "simulate")).toBeUndefined();
});

const [simulate, merge] = [
  { eventsPerJob: 100, estimate: { seconds: 36 } },
  { eventsPerJob: 40, estimate: { seconds: 1.8 } },
] as const;

test("The foreseen core-hours are the estimates for all events of all jobs of all steps", () => {
  const of = (request: Json, stepJobs: Readonly<Record<string, number>>) =>
    coreHoursForeseen({ ...promised(request), stepJobs });

  expect(of({ steps: { simulate, merge } }, { simulate: 3, merge: 5 })).toBe(3.1);
  expect(
    of(
      { defaults: { eventsPerJob: 10 }, steps: { simulate, merge: { estimate: { seconds: 36 } } } },
      { simulate: 3, merge: 1 },
    ),
  ).toBe(3.1);
});

test.each([
  [17, 0],
  [18, 0.01],
  [53, 0.01],
  [54, 0.02],
  [36_000, 10],
])("The foreseen core-hours are rounded to hundredths: %d seconds are %d", (seconds, hours) => {
  const intent = promised({ steps: { simulate: { eventsPerJob: 1, estimate: { seconds } } } });

  expect(coreHoursForeseen({ ...intent, steps: ["simulate"], stepJobs: { simulate: 1 } })).toBe(hours);
});

test.each([
  ["no estimate", { eventsPerJob: 40 }, 5],
  ["an estimate of its size alone", { eventsPerJob: 40, estimate: { megabytes: 1 } }, 5],
  ["an estimate that is no number", { eventsPerJob: 40, estimate: { seconds: "2" } }, 5],
  ["no count of events", { estimate: { seconds: 1.8 } }, 5],
  ["jobs that nobody could count", merge, undefined],
])("The core-hours are not foreseen if a step, first or last, has %s", (_, step, jobs) => {
  const of = (steps: readonly string[]) =>
    coreHoursForeseen({
      ...promised({ steps: { simulate, merge: step } }),
      steps,
      stepJobs: { simulate: 3, ...(jobs === undefined ? {} : { merge: jobs }) },
    });

  expect([of(["simulate", "merge"]), of(["merge", "simulate"])]).toEqual([undefined, undefined]);
});

test("The core-hours are not foreseen if the jobs of no step were counted", () => {
  const { stepJobs: _, ...uncounted } = promised({ steps: { simulate, merge } });

  expect(coreHoursForeseen(uncounted)).toBeUndefined();
});

test("The parents are productions and tasks that it waits for, datasets of its inputs, and sources of its lists", () => {
  const inputs = {
    signal: { production: "sP26a-signal", version: "2.0.0" },
    minbias: { dataset: "mdc2.minbias.g4hits", files: 5 },
    odd: { dataset: 7 },
    noise: { dataset: "mdc2.noise.g4hits", files: 5 },
  };

  expect(
    parentsOf({
      ...promised({ inputs, steps: {} }),
      needs: [
        {
          kind: "production",
          input: "signal",
          require: 1,
          dataset: null,
          tag: "sP26a-signal",
          version: "2.0.0",
          step: "simulate",
          output: null,
        },
        { kind: "task", input: "other", require: 1, dataset: null, task: "user.bob.calo", output: "dst.root" },
      ],
      lists: [
        { list: "runs.csv", source: "the run database", date: "2026-03-01" },
        { list: "files.txt", query: "SELECT run" },
        { list: "good.csv", source: "the calorimeter group" },
      ],
    }),
  ).toEqual([
    "sP26a-signal@2.0.0/simulate",
    "task user.bob.calo",
    "mdc2.minbias.g4hits",
    "mdc2.noise.g4hits",
    "runs.csv of the run database",
    "good.csv of the calorimeter group",
  ]);
});

test("A production that makes its own data has no parents", () => {
  const { lists: _, ...intent } = promised({ steps: {} });

  expect(parentsOf(intent)).toEqual([]);
});

test.each([
  ["build", "new.27"],
  ["container", undefined],
  ["schema", undefined],
  ["contact", undefined],
  ["toString", undefined],
])("A word of the request is known if the request has one: %s is %s", (key, expected) => {
  expect(writtenIn(promised({ schema: 1, build: "new.27", contact: ["@ada"], steps: {} }), key)).toBe(expected);
});

describe("steps before a step", () => {
  const intent = {
    ...promised({
      inputs: { minbias: { dataset: "mdc2.minbias.g4hits" } },
      steps: {
        simulate: { out: ["hits.root"] },
        noise: { in: "simulate" },
        pass1: { in: [{ from: "simulate" }, { from: "minbias" }, { from: 7 }, "noise"] },
        pass2: { in: [{ from: "pass1" }, { from: "noise" }] },
        loop: { in: [{ from: "loop" }, { from: "knot" }] },
        knot: { in: [{ from: "loop" }] },
      },
    }),
    steps: ["simulate", "noise", "pass1", "pass2", "loop", "knot"],
  };

  test.each([
    ["simulate", "which reads nothing", ["simulate"]],
    ["noise", "whose inputs are no list", ["noise"]],
    ["pass1", "which reads a step and data from outside", ["pass1", "simulate"]],
    ["pass2", "which reads two steps, of which one reads another", ["pass2", "pass1", "noise", "simulate"]],
    ["knot", "which reads what is made of itself", ["knot", "loop"]],
    ["absent", "which the request does not have", ["absent"]],
  ])("Data of %s, %s, are made of %j", (step, _, expected) => {
    expect(withStepsBefore(intent, step)).toEqual(expected);
  });
});

describe("core-hours that a submission may use at most", () => {
  const asked = (step: Readonly<Record<string, Json>>, more: Parameters<typeof anIntent>[0] = {}) =>
    coreHoursAsked(
      anIntent({
        content: { format: 1, request: { steps: { one: step, two: { walltime: 1 } } }, resources: [] },
        steps: ["one", "two"],
        stepJobs: { one: 3, two: 1 },
        ...more,
      }),
    );

  test("An intent that gives its core-hours is believed, also when it gives none", () => {
    expect(asked({}, { coreHours: 12 })).toBe(12);
    expect(asked({ walltime: 2 }, { coreHours: null })).toBeNull();
  });

  test("The core-hours of an intent without them are jobs, cores, hours, attempts and memory values of all steps", () => {
    expect(asked({ walltime: 2 })).toBe(7);
    expect(asked({ walltime: 2, cores: 4 })).toBe(25);
    expect(asked({ walltime: 2, cores: 4, maxAttempt: 5 })).toBe(121);
    expect(asked({ walltime: 2 }, { retryMemory: { one: [3000, 4000] } })).toBe(19);
    expect(asked({ walltime: 2 }, { retryMemory: { other: [3000] } })).toBe(7);
  });

  test("The core-hours are unknown if the jobs or the hours of one step are", () => {
    expect(asked({ walltime: 2 }, { stepJobs: { two: 1 } })).toBeNull();
    expect(asked({})).toBeNull();
  });
});

describe("a step that reads others", () => {
  const intent = anIntent({
    content: {
      format: 1,
      request: {
        steps: {
          one: {},
          two: {
            in: [
              { from: "one", filesPerJob: 2 },
              { from: "data", filesPerJob: 3 },
            ],
            when: "one && two",
          },
          three: {
            in: [{ from: "one" }, { from: "two", accept: "90%" }, { from: "two", as: "again" }],
            when: "one || two",
          },
          four: { in: "one", when: " !one" },
          five: { when: 7 },
        },
      },
      resources: [],
    },
    steps: ["one", "two", "three", "four", "five", "rows"],
  });

  test("Its parents are the steps that it reads, and one that only SHREK added", () => {
    expect(parentStepsOf(intent, "one")).toEqual([]);
    expect(parentStepsOf(intent, "two")).toEqual(["one", "rows"]);
    expect(parentStepsOf(intent, "three")).toEqual(["one", "two", "rows"]);
    expect(parentStepsOf(intent, "rows")).toEqual([]);
  });

  test("Its condition is that both or either of two ended well, or that one failed", () => {
    expect(["one", "two", "three", "four", "five"].map((step) => conditionOf(intent, step))).toEqual([
      ...[undefined, "both", "either", "failed", undefined],
    ]);
  });

  test("How it reads another is as its request says", () => {
    expect(readingOf(intent, "two", "one")).toEqual({ from: "one", filesPerJob: 2 });
    expect(readingOf(intent, "three", "two")).toEqual({ from: "two", accept: "90%" });
    expect(readingOf(intent, "three", "data")).toEqual({});
    expect(readingOf(intent, "four", "one")).toEqual({});
  });
});
