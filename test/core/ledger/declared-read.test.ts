import { describe, expect, test } from "vitest";
import { declaredText, keysRead, readsIntent, readsOf } from "../../../action/core/ledger/declared-read.ts";
import { type InputNeed, type Intent, submissionKey } from "../../../action/core/ledger/event.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { Json } from "../../../action/core/text/canonical-json.ts";
import { aRequest, type Draft, valid } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

/** `toy` in version 1.0.0: `merge` reads what `simulate` made, and `plot` reads neither. */
const ofToy = (change: Partial<Intent> = {}): Intent =>
  anIntent({
    content: {
      format: 1,
      request: { steps: { simulate: {}, merge: { in: [{ from: "simulate" }] }, plot: {} } },
      resources: [],
    },
    steps: ["simulate", "merge", "plot"],
    ...change,
  });

const reading = (inputs: { readonly [name: string]: Draft }): Production => {
  const readers = Object.keys(inputs).map(
    (from) => [`read${from}`, { in: [{ from, filesPerJob: 1 }], out: [`${from}.tar`], run: "make\n" }] as const,
  );
  return valid(aRequest({ inputs, steps: Object.fromEntries(readers) })).production;
};

/** With an input `listed`, the files of a list, which comes from this source. */
const withList = (production: Production, source: string | undefined): Production => ({
  ...production,
  request: { ...production.request, inputs: { ...production.request.inputs, listed: { list: "files.txt" } } },
  origins: [
    { list: "other.txt", source: "sP26a-toy@1.0.0/simulate" },
    ...(source === undefined ? [] : [{ list: "files.txt", source }]),
  ],
});

const byReference = (version = "1.0.0", tag = "sP26a-toy"): Draft => ({ production: tag, version, step: "merge" });
const byName = (dataset: string): Draft => ({ dataset, files: 4 });

describe("what a production reads of a submission", () => {
  test("A production reads the step that its request refers to, and the steps that this one is made of", () => {
    expect(readsOf(reading({ hits: byReference() }), ofToy(), undefined)).toEqual([
      { path: ["inputs", "hits", "version"], steps: ["merge", "simulate"] },
    ]);
  });

  test("A production reads the step whose files its list names, as the head of the list says", () => {
    const of = (source: string | undefined) =>
      readsOf(withList(valid(aRequest()).production, source), ofToy(), undefined);

    expect(of("sP26a-toy@1.0.0/merge")).toEqual([{ path: ["inputs", "listed", "list"], steps: ["merge", "simulate"] }]);
    expect(of("the file catalogue")).toEqual([]);
    expect(of(undefined)).toEqual([]);
  });

  test("A production that reads a data set by name reads each step that the name may mean, once", () => {
    const of = (dataset: string) => readsOf(reading({ hits: byName(dataset) }), ofToy(), undefined);

    expect(of("user.ada:user.ada.sP26a-toy-1.0.0-0/")).toEqual([
      { path: ["inputs", "hits", "dataset"], steps: ["simulate", "merge", "plot"] },
    ]);
    expect(of("user.ada.sP26a-toy-1.0.0-0_001_merge_hits.tar")).toEqual([
      { path: ["inputs", "hits", "dataset"], steps: ["merge", "simulate"] },
    ]);
    expect(of("user.ada.sP26a-toy-1.0.0-1_001_merge")).toEqual([]);
  });

  test("A production that reads a submission by several inputs has a place for each, references first", () => {
    const production = reading({ named: byName("user.ada.sP26a-toy-1.0.0-0_002_plot"), referred: byReference() });

    expect(readsOf(withList(production, "sP26a-toy@1.0.0/plot"), ofToy(), undefined)).toEqual([
      { path: ["inputs", "referred", "version"], steps: ["merge", "simulate"] },
      { path: ["inputs", "listed", "list"], steps: ["plot"] },
      { path: ["inputs", "named", "dataset"], steps: ["plot"] },
    ]);
  });

  test.each([
    ["another tag in the same version", byReference("1.0.0", "sP26a-toys")],
    ["another version of the same tag", byReference("1.0.1")],
    ["another tag in another version", byReference("1.0.1", "sP26a-toys")],
  ])("A production that refers to %s reads nothing of a submission", (_, hits) => {
    expect(readsOf(reading({ hits }), ofToy(), undefined)).toEqual([]);
    expect(readsOf(reading({ hits }), ofToy({ run: 82372 }), new Set([82372]))).toEqual([]);
  });

  const all = new Set([82372, 82373]);
  test.each<
    [reader: string, run: number | undefined, of: number | undefined, runs: typeof all | undefined, isRead: boolean]
  >([
    ["without runs", undefined, undefined, undefined, true],
    ["of one run", 82372, undefined, undefined, true],
    ["of the same run", 82372, 82372, undefined, true],
    ["of another run", 82373, 82372, undefined, false],
    ["of another run, one of several", 82373, 82372, all, false],
    ["of all runs together, among them this one", undefined, 82372, all, true],
    ["of all runs together, without this one", undefined, 82374, all, false],
    ["whose runs are not known", undefined, 82372, undefined, false],
  ])(
    "Of a submission of a run only a production of that run reads by reference: %s (%s of %s)",
    (_, run, of, runs, isRead) => {
      const read = readsOf({ ...reading({ hits: byReference() }), run }, ofToy({ run: of }), runs);

      expect(read).toEqual(isRead ? [{ path: ["inputs", "hits", "version"], steps: ["merge", "simulate"] }] : []);
    },
  );

  test.each<[source: string, of: number | undefined, isRead: boolean]>([
    ["sP26a-toy@1.0.0#82372/plot", 82372, true],
    ["sP26a-toy@1.0.0#82372/plot", 82373, false],
    ["sP26a-toy@1.0.0#*/plot", 82372, true],
    ["sP26a-toy@1.0.0#*/plot", undefined, true],
  ])("A production with a list of the files of %s reads of run %s: %s", (source, of, isRead) => {
    const read = readsOf(withList(valid(aRequest()).production, source), ofToy({ run: of }), undefined);

    expect(read).toEqual(isRead ? [{ path: ["inputs", "listed", "list"], steps: ["plot"] }] : []);
  });
});

describe("submissions that a production may read", () => {
  const toy = submissionKey("sP26a-toy", "1.0.0", undefined);
  const toyOfRun = submissionKey("sP26a-toy", "1.0.0", 82372);
  const newerToy = submissionKey("sP26a-toy", "2.0.0", undefined);
  const pileup = submissionKey("sP26a-pileup", "1.0.0", undefined);
  const keys = [toy, toyOfRun, newerToy, pileup];

  test("A production may read all runs of the tag and version that it refers to, and no others", () => {
    expect(keysRead(reading({ hits: byReference() }), keys)).toEqual([toy, toyOfRun]);
    expect(keysRead(reading({ hits: byReference(), other: byReference("2.0.0") }), keys)).toEqual([
      toy,
      toyOfRun,
      newerToy,
    ]);
    expect(keysRead(reading({ hits: byReference("3.0.0") }), keys)).toEqual([]);
  });

  test("A production may read the submissions whose tag and version are in the name of a data set", () => {
    const named = byName("user.ada.sP26a-toy-1.0.0-0_001_merge");

    expect(keysRead(reading({ hits: named }), keys)).toEqual([toy, toyOfRun]);
    expect(keysRead(reading({ hits: named, other: byName("user.x.data") }), keys)).toEqual([toy, toyOfRun]);
    expect(keysRead(reading({ hits: named, other: byReference("1.0.0", "sP26a-pileup") }), keys)).toEqual([
      toy,
      toyOfRun,
      pileup,
    ]);
    expect(keysRead(reading({ hits: byName("user.x.data") }), keys)).toEqual([]);
  });

  test("A production that reads nothing may read no submission", () => {
    expect(keysRead(valid(aRequest()).production, keys)).toEqual([]);
  });
});

describe("promises that read another one", () => {
  const request = (inputs: Json): Partial<Intent> => ({
    content: { format: 1, request: { inputs, steps: { read: {} } }, resources: [] },
  });
  const reader = (change: Partial<Intent> = {}): Intent => anIntent({ tag: "reader", steps: ["read"], ...change });
  const need = (
    change: { readonly tag?: string; readonly version?: string; readonly step?: string } = {},
  ): InputNeed => ({
    kind: "production",
    input: "hits",
    require: 1,
    dataset: null,
    tag: "sP26a-toy",
    version: "1.0.0",
    step: "merge",
    output: null,
    ...change,
  });
  const ofTask: InputNeed = { kind: "task", input: "old", require: 1, dataset: null, task: "user.x.old", output: "o" };
  const stepsRead = (of: Partial<Intent>, other: Partial<Intent> = {}): readonly string[] =>
    ["simulate", "merge", "plot"].filter((step) => readsIntent(reader(of), ofToy(other), step));

  test.each<[how: string, reader: Partial<Intent>, steps: readonly string[]]>([
    ["waits for a step", { needs: [need()] }, ["simulate", "merge"]],
    ["waits for a task and a step", { needs: [ofTask, need({ step: "plot" })] }, ["plot"]],
    ["waits for two steps", { needs: [need({ step: "simulate" }), need({ step: "plot" })] }, ["simulate", "plot"]],
    [
      "has a list of its files",
      { lists: [{ list: "files.txt", source: "sP26a-toy@1.0.0/merge" }] },
      ["simulate", "merge"],
    ],
    [
      "reads a data set of one step by name",
      request({ hits: { dataset: "user.ada:user.ada.sP26a-toy-1.0.0-0_001_merge" } }),
      ["simulate", "merge"],
    ],
    [
      "reads its outDS by name",
      request({ hits: { dataset: "user.ada.sP26a-toy-1.0.0-0" } }),
      ["simulate", "merge", "plot"],
    ],
    ["reads a task of one step by name", request({ hits: { task: "user.ada.sP26a-toy-1.0.0-0_002_plot/" } }), ["plot"]],
    [
      "reads it beside other inputs",
      request({ other: { list: "a.txt" }, odd: 7, hits: { dataset: "user.ada.sP26a-toy-1.0.0-0_002_plot" } }),
      ["plot"],
    ],
  ])("A promise that %s reads this step and those before it, and so reads some step", (_, change, steps) => {
    expect(stepsRead(change)).toEqual(steps);
    expect(readsIntent(reader(change), ofToy(), undefined)).toBe(true);
  });

  test.each<[how: string, reader: Partial<Intent>]>([
    ["has no inputs", {}],
    ["waits for a task", { needs: [ofTask] }],
    ["waits for another tag in the same version", { needs: [need({ tag: "sP26a-pileup" })] }],
    ["waits for another version of the same tag", { needs: [need({ version: "1.0.1" })] }],
    ["waits for another version of another tag", { needs: [need({ tag: "sP26a-pileup", version: "1.0.1" })] }],
    ["has a list without an origin", { lists: [{ list: "files.txt" }] }],
    ["has a list from a catalogue", { lists: [{ list: "files.txt", source: "the file catalogue" }] }],
    ["has a list of another tag", { lists: [{ list: "files.txt", source: "sP26a-pileup@1.0.0/merge" }] }],
    ["has a list of another version", { lists: [{ list: "files.txt", source: "sP26a-toy@1.0.1/merge" }] }],
    ["has a list of all runs of another tag", { lists: [{ list: "files.txt", source: "sP26a-pileup@1.0.0#*/merge" }] }],
    ["has a list of one run", { lists: [{ list: "files.txt", source: "sP26a-toy@1.0.0#82372/merge" }] }],
    ["reads another data set by name", request({ hits: { dataset: "user.ada.sP26a-toy-1.0.0-1_001_merge" } })],
    ["reads something else than a data set", request({ hits: { list: "files.txt" }, odd: { dataset: 7 } })],
  ])("A promise that %s reads nothing of a submission", (_, change) => {
    expect(stepsRead(change)).toEqual([]);
    expect(readsIntent(reader(change), ofToy(), undefined)).toBe(false);
  });

  test.each<[named: string, reader: number | undefined, of: number | undefined, isRead: boolean]>([
    ["user.ada.toy-{run}_001_merge", 82372, 82372, true],
    ["user.ada.toy-{run}_001_merge", 82373, 82372, false],
    ["user.ada.toy-{run}_001_merge", undefined, 82372, false],
    ["user.ada.toy-{run}_001_merge", undefined, undefined, false],
    ["user.ada.toy-{run:7}_001_merge", 82372, 82372, false],
    ["user.ada.toy-{run:5}_001_merge", 82372, 82372, true],
  ])("A promise that names %s reads, in its run %s, the submission of run %s: %s", (dataset, run, of, isRead) => {
    const outDS = `user.ada.toy-${of}`;
    expect(readsIntent(reader({ ...request({ hits: { dataset } }), run }), ofToy({ run: of, outDS }), "merge")).toBe(
      isRead,
    );
  });

  test.each<[reader: number | undefined, of: number | undefined, isRead: boolean]>([
    [undefined, undefined, true],
    [82372, undefined, true],
    [82372, 82372, true],
    [82373, 82372, false],
    [undefined, 82372, false],
  ])("A promise of run %s that waits for a step reads the submission of run %s: %s", (run, of, isRead) => {
    expect(readsIntent(reader({ needs: [need()], run }), ofToy({ run: of }), undefined)).toBe(isRead);
  });

  test.each<[source: string, of: number | undefined, isRead: boolean]>([
    ["sP26a-toy@1.0.0#82372/merge", 82372, true],
    ["sP26a-toy@1.0.0#82372/merge", 82373, false],
    ["sP26a-toy@1.0.0#*/merge", 82372, true],
    ["sP26a-toy@1.0.0#*/merge", undefined, true],
    ["sP26a-toy@1.0.0/merge", 82372, false],
  ])("A promise with a list of the files of %s reads the submission of run %s: %s", (source, of, isRead) => {
    const lists = [{ list: "files.txt", source }];

    expect(readsIntent(reader({ lists }), ofToy({ run: of }), "merge")).toBe(isRead);
    expect(readsIntent(reader({ lists }), ofToy({ run: of }), "plot")).toBe(false);
  });
});

test("A declaration is told with who made it, of which step, and why, as far as the person said so", () => {
  const said = { by: "bob", quality: "bad", reason: "wrong beam spot", step: undefined } as const;

  expect(declaredText(said)).toBe("bob declared bad: wrong beam spot");
  expect(declaredText({ ...said, step: "merge" })).toBe("bob declared step merge bad: wrong beam spot");
  expect(declaredText({ ...said, reason: "" })).toBe("bob declared bad");
  expect(declaredText({ ...said, quality: "good", step: "merge", reason: "" })).toBe("bob declared step merge good");
});
