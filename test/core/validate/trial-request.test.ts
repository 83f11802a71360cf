import { describe, expect, test } from "vitest";
import { type TrialPart } from "../../../action/core/production/trial-part.ts";
import type { RequestStep } from "../../../action/core/request/request.ts";
import { type ProductionSource, textFile } from "../../../action/core/text/source-file.ts";
import { trialRequest } from "../../../action/core/validate/trial-request.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const files = [textFile("rows.csv", 'n,s\n1,"a,""b"\n2,c\n3,d\n'), textFile("other.csv", "x\n1\n")];
type Made = {
  readonly steps: Readonly<Record<string, RequestStep>>;
  readonly inputs?: object;
  readonly version: string;
};

/** The request that is made of these steps, and its files. */
const tried = (steps: Draft, part: TrialPart, changes: Draft = {}) => {
  const request = aRequest({ steps, ...changes });
  const { production } = valid(request, { files, shared: files });
  const entries = files.map((file) => ({ kind: "file" as const, ...file }));
  const source: ProductionSource = {
    ...{ folder: "productions/p", file: "productions/p/production.yaml", conventions: undefined, foreign: [] },
    ...{ bytes: new TextEncoder().encode(JSON.stringify(request)), entries, shared: entries },
  };
  const made = trialRequest(production, source, "1.0.0-test.1", part);
  if (made.kind === "impossible") return made.reason;
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const textsOf = (all: ProductionSource["entries"]) =>
    all.map((entry) => (entry.kind === "file" ? `${entry.path}: ${text(entry.bytes)}` : ""));
  return {
    request: JSON.parse(text(made.source.bytes)) as Made,
    own: textsOf(made.source.entries),
    shared: textsOf(made.source.shared),
  };
};
const stepsOf = (...of: Parameters<typeof tried>): Made["steps"] => {
  const made = tried(...of);
  if (typeof made === "string") throw new Error(made);
  return made.request.steps;
};
const reading = (from: string, changes: Draft = {}): Draft => ({
  in: [{ from, filesPerJob: 1 }],
  out: [`${from}-made.root`],
  run: "make\n",
  ...changes,
});
const raw = { raw: { dataset: "user.t.raw/", files: 100 } };

describe("requests of trials", () => {
  test("The request of a trial has its own version, and no key that a release has about other versions", () => {
    const made = tried({ one: aStep() }, {}, { supersedes: ["0.9.0"], submit: "hold" });
    if (typeof made === "string") throw new Error(made);

    expect(made.request).toEqual({ ...aRequest({ steps: { one: aStep() } }), version: "1.0.0-test.1" });
    expect(made.own).toEqual(files.map(({ path, bytes }) => `${path}: ${new TextDecoder().decode(bytes)}`));
  });

  test("The request of a trial has everything of the release that the trial does not make smaller", () => {
    const steps = {
      one: aStep({ jobs: 3, eventsPerJob: 7 }),
      two: reading("one", { in: [{ from: "one", filesPerJob: 2 }] }),
    };
    expect(stepsOf(steps, {})).toEqual(steps);
    expect(stepsOf(steps, { jobs: 5 })).toEqual(steps);
  });
});

describe("trials of a step", () => {
  const steps = {
    one: aStep({ out: ["one.tar"] }),
    two: reading("one"),
    three: {
      ...reading("raw"),
      in: [
        { from: "two", filesPerJob: 1 },
        { from: "raw", filesPerJob: 2, reuse: true },
      ],
    },
    beside: reading("one", { out: ["beside.root"] }),
  };

  test("A trial of a step has the steps that this step reads, and the inputs that any of them reads", () => {
    expect(Object.keys(stepsOf(steps, { step: "two" }, { inputs: raw }))).toEqual(["one", "two"]);
    expect(Object.keys(stepsOf(steps, { step: "three" }, { inputs: raw }))).toEqual(["one", "two", "three"]);
    const [without, within] = [
      tried(steps, { step: "two" }, { inputs: raw }),
      tried(steps, { step: "three" }, { inputs: raw }),
    ];
    if (typeof without === "string" || typeof within === "string") throw new Error("impossible");
    expect(without.request).not.toHaveProperty("inputs");
    expect(within.request.inputs).toEqual(raw);
  });

  test("The step of a trial must exist, and a trial with fewer events needs a step that counts events", () => {
    expect(tried(steps, { step: "four" }, { inputs: raw })).toBe(
      "sP26a-hfcharm-signal has no step four; it has one, two, beside, three.",
    );
    expect(tried({ one: aStep() }, { events: 5 })).toBe(
      "No step of sP26a-hfcharm-signal says eventsPerJob, so events= changes nothing. Leave it out.",
    );
  });
});

describe("smaller trials", () => {
  test("Fewer events in a trial are set in each step that counts events", () => {
    const made = stepsOf({ one: aStep({ eventsPerJob: 100 }), two: reading("one") }, { events: 5 });
    expect([made.one?.eventsPerJob, made.two?.eventsPerJob]).toEqual([5, undefined]);
    expect(made.one?.jobs).toBe(10);
  });

  test("Fewer jobs in a trial are set in steps that say how many, and never more than before", () => {
    expect(stepsOf({ one: aStep() }, { jobs: 4 }).one?.jobs).toBe(4);
    expect(stepsOf({ one: aStep() }, { jobs: 40 }).one?.jobs).toBe(10);
  });

  test("Fewer jobs in a trial are set by files in steps with outside data, but not in steps that read all or another step", () => {
    const of = (step: Draft, part: TrialPart = { jobs: 4 }) =>
      stepsOf({ one: { ...reading("raw"), ...step } }, part, { inputs: raw }).one?.in?.[0];
    expect(of({ in: [{ from: "raw", filesPerJob: 3 }] })?.maxFiles).toBe(12);
    expect(of({ in: [{ from: "raw", filesPerJob: 3, maxFiles: 5 }] })?.maxFiles).toBe(5);
    expect(of({ in: [{ from: "raw", filesPerJob: 3, maxFiles: 50 }] })?.maxFiles).toBe(12);
    expect(of({ in: [{ from: "raw", filesPerJob: 3 }] }, {})).not.toHaveProperty("maxFiles");
    expect(of({ in: [{ from: "raw", filesPerJob: "all" }] })).not.toHaveProperty("maxFiles");
    expect(stepsOf({ one: aStep(), two: reading("one") }, { jobs: 4 }).two?.in?.[0]).not.toHaveProperty("maxFiles");
  });

  test("A step of a trial with fewer jobs still makes as many files as another step needs as secondary input", () => {
    const beside = (input: Draft, from = "pool") => ({
      main: aStep({ out: ["main.tar"] }),
      pool: aStep({ jobs: 50, out: ["pool.tar"] }),
      aside: aStep({ jobs: 50, out: ["aside.tar"] }),
      two: {
        in: [
          { from: "main", filesPerJob: 1 },
          { from, ...input },
        ],
        out: ["two.root"],
        run: "make\n",
      },
    });
    const jobs = (steps: Draft, part = { jobs: 2 }) => {
      const made = stepsOf(steps, part);
      return ["main", "pool", "aside"].map((name) => made[name]?.jobs);
    };
    expect(jobs(beside({ filesPerJob: 7, reuse: true }))).toEqual([2, 7, 2]);
    expect(jobs(beside({ filesPerJob: 5 }))).toEqual([2, 10, 2]);
    expect(jobs(beside({ filesPerJob: 1 }))).toEqual([2, 2, 2]);
  });
});

describe("tables of trials", () => {
  const scan = (table: string): Draft => ({ scan: aStep({ jobs: undefined, table }), two: reading("scan") });

  test("The table of a trial has as many rows as jobs, with its first line, and other files are unchanged", () => {
    const made = tried(scan("rows.csv"), { jobs: 2 });
    if (typeof made === "string") throw new Error(made);
    expect(made.own).toEqual(['rows.csv: "n","s"\n"1","a,""b"\n"2","c"\n', "other.csv: x\n1\n"]);
    expect(made.shared[0]).toContain("3,d");
    expect(tried(scan("rows.csv"), {})).toMatchObject({ own: [expect.stringContaining("3,d"), "other.csv: x\n1\n"] });
  });

  test("The table of a trial in _shared is cut to its jobs too", () => {
    const made = tried(scan("shared:rows.csv"), { jobs: 1 });
    if (typeof made === "string") throw new Error(made);
    expect(made.shared[0]).toBe('rows.csv: "n","s"\n"1","a,""b"\n');
    expect(made.own[0]).toContain("3,d");
  });
});
