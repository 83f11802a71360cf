import { describe, expect, test } from "vitest";
import { checkTogether } from "../../../action/core/cross-checks/check-together.ts";
import { type CheckSubject, type Ledgered, repositoryIndexOf } from "../../../action/core/cross-checks/context.ts";
import { type Facts, type Neighbour, productionFacts } from "../../../action/core/cross-checks/facts.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { cutting, listed, rawFile } from "../validate/cutting/a-cut.ts";

const own = (folder: string, changes: Draft = {}): CheckSubject => {
  const { production } = valid(aRequest(changes), { folder });
  return { production, facts: productionFacts(production) };
};
const facts = (folder: string, changes: Draft = {}): Facts => own(folder, changes).facts;

const nothing: Ledgered = {
  growing: new Map(),
  homes: new Map(),
  versions: new Map(),
  behind: new Map(),
  unread: new Map(),
  trialData: new Map(),
  madeBefore: new Map(),
  declared: [],
  tags: [],
  seeds: new Map(),
};
const together = (
  validated: readonly CheckSubject[],
  others: readonly Neighbour[],
  ledger: Ledgered | undefined = nothing,
): readonly Problem[] =>
  checkTogether(validated, {
    index: repositoryIndexOf([...others, ...validated.map((one) => one.facts)]),
    ledger,
    alone: false,
  }).flat();
const told = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ code, message, severity }) => `${code}${severity === "error" ? "" : ` (${severity})`}: ${message}`);
const onLedger = (tag: string, versions: Readonly<Record<string, Facts | undefined>>): Ledgered => ({
  ...nothing,
  versions: new Map([[tag, new Map(Object.entries(versions))]]),
});

const background = { tag: { campaign: "sP26a", physics: "hfcharm", stage: "background" } };
const moreJobs = { steps: { simulate: aStep({ jobs: 20 }) } };

describe("duplicates", () => {
  test("One tag for two production folders is an error in the folder that is checked", () => {
    expect(together([own("b", moreJobs)], [facts("a")])).toMatchObject([
      {
        code: "duplicate-tag",
        severity: "error",
        file: "b/production.yaml",
        message: "sP26a-hfcharm-signal is also a/production.yaml.",
      },
    ]);
  });

  test("One tag in two folders of the same check is reported once, in the later folder", () => {
    const problems = together([own("a"), own("b", moreJobs)], []);

    expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual(["duplicate-tag b/production.yaml"]);
  });

  test("A copied production gets the error about its tag, and the folder whose tag is on the ledger does not, in any order", () => {
    const ledger: Ledgered = { ...nothing, homes: new Map([["sP26a-hfcharm-signal", new Set(["b"])]]) };

    const problems = together([own("a", moreJobs), own("b")], [], ledger);

    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "duplicate-tag: sP26a-hfcharm-signal is also b/production.yaml.",
    ]);
  });

  test("A copied production gets a message first to choose its own tag, and one that is not in use", () => {
    const next = facts("c", { ...background, tag: { campaign: "sP26b", physics: "hfcharm", stage: "signal" } });

    expect(together([own("b", moreJobs)], [facts("a"), next])[0]?.hint).toMatch(
      /^this is a copy: give it a tag of its own, such as `campaign: sP26c`;/,
    );
  });

  test("A second folder with a used tag is refused even with another version", () => {
    expect(together([own("b", { ...moreJobs, version: "1.1.0" })], [facts("a")])).toMatchObject([
      { code: "duplicate-tag" },
    ]);
  });

  test("A tag of a production counts as used even if its request is refused", () => {
    const refused: Neighbour = { kind: "refused", path: "a", tag: "sP26a-hfcharm-signal", version: "1.0.0" };

    expect(together([own("b")], [refused])).toMatchObject([{ code: "duplicate-tag" }]);
  });

  test("The same content under another tag is refused, and the first production is named", () => {
    expect(together([own("b", background)], [facts("a")])).toMatchObject([
      {
        code: "same-content",
        severity: "error",
        message: "This has the same content as sP26a-hfcharm-signal 1.0.0 (a/production.yaml).",
      },
    ]);
  });

  test("Content that is on the ledger under another tag is refused, wherever its folder is now", () => {
    const one = own("b", background);
    const told = (made: "here" | "elsewhere") => {
      const before = [{ tag: "sP26a-hfcharm-old", version: "1.0.0", made }];
      const ledger: Ledgered = { ...nothing, madeBefore: new Map([[one.facts.digest, before]]) };
      return together([one], [], ledger).map(({ code, message }) => `${code}: ${message}`);
    };

    expect(told("here")).toEqual([
      "same-content: This has the same content as sP26a-hfcharm-old 1.0.0, which was submitted and is on the ledger.",
    ]);
    expect(told("elsewhere")).toEqual([
      "same-content: This has the same content as sP26a-hfcharm-old 1.0.0, which was made elsewhere and is on the ledger.",
    ]);
  });

  test("Of two with the same content the one that the ledger does not know has the problem, whatever their folders", () => {
    const [made, copy] = [own("b"), own("a", background)];
    const before = [{ tag: made.facts.tag, version: "1.0.0", made: "here" as const }];
    const ledger: Ledgered = { ...nothing, madeBefore: new Map([[made.facts.digest, before]]) };

    for (const validated of [
      [made, copy],
      [copy, made],
    ])
      expect(together(validated, [made.facts, copy.facts], ledger)).toMatchObject([
        { code: "same-content", file: "a/production.yaml" },
      ]);
    expect(together([copy, made], [made.facts, copy.facts])).toMatchObject([
      { code: "same-content", file: "b/production.yaml" },
    ]);
  });

  test("The same content under another tag is only a note if the author acknowledges the duplicate", () => {
    const meant = { ...background, acknowledge: [{ code: "same-content", reason: "an independent sample" }] };

    expect(together([own("b", meant)], [facts("a")])).toMatchObject([
      {
        code: "same-content",
        severity: "note",
        message: expect.stringContaining("Acknowledged: an independent sample"),
      },
    ]);
  });

  test("The first production stays as good as it was when a second one is acknowledged to have its content", () => {
    const meant = { ...background, acknowledge: [{ code: "same-content", reason: "an independent sample" }] };

    expect(together([own("a")], [facts("b", meant)])).toEqual([]);
    expect(together([own("b", meant)], [facts("a")]).map(({ severity }) => severity)).toEqual(["note"]);
    expect(together([own("a")], [facts("b", background)])).toMatchObject([{ code: "same-content" }]);
  });

  test("An error about a duplicate tag cannot be acknowledged", () => {
    const meant = { ...moreJobs, acknowledge: [{ code: "duplicate-tag", reason: "please" }] };

    expect(together([own("b", meant)], [facts("a")])).toMatchObject([{ code: "duplicate-tag" }]);
  });

  test("A problem between two unchanged productions is not reported to the author of a third", () => {
    expect(together([], [facts("a"), facts("b")])).toEqual([]);
  });
});

/** Reads what the smallest request makes, unless something else is said. */
const reader = (input: Draft = {}, changes: Draft = {}, step: Draft = {}): Draft => ({
  tag: { campaign: "sP26a", physics: "hfcharm", stage: "pileup" },
  inputs: { signal: { production: "sP26a-hfcharm-signal", version: "1.0.0", step: "simulate", ...input } },
  steps: { mix: { in: [{ from: "signal", filesPerJob: 1 }], out: ["dst.tar"], run: "mix\n", ...step } },
  ...changes,
});

describe("references", () => {
  const upstream = facts("a", { steps: { simulate: aStep({ eventsPerJob: 20 }), two: aStep({ out: ["x", "y"] }) } });
  const problems = (input: Draft, ledger?: Ledgered): readonly string[] =>
    told(together([own("b", reader(input))], [upstream], ledger));

  test("A reference to an existing step and output of another production is accepted", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ output: "hits.tar" })).toEqual([]);
  });

  test("A reference to an unknown tag is reported with the most similar tag", () => {
    expect(together([own("b", reader({ production: "sP26a-hfcharm-signl" }))], [upstream])).toMatchObject([
      {
        code: "unknown-production",
        message: "There is no production sP26a-hfcharm-signl.",
        hint: 'did you mean "sP26a-hfcharm-signal"?',
      },
    ]);
  });

  test.each([
    [{ version: "2.0.0" }, "unknown-version: sP26a-hfcharm-signal has no version 2.0.0."],
    [{ version: "2.0.1" }, "unknown-version: sP26a-hfcharm-signal has no version 2.0.1."],
    [{ step: "simulat" }, "unknown-step: sP26a-hfcharm-signal 1.0.0 has no step `simulat`."],
    [{ output: "hits" }, "unknown-output: Step `simulate` of sP26a-hfcharm-signal 1.0.0 has no output hits."],
    [{ step: "two" }, "ambiguous-output: Step `two` of sP26a-hfcharm-signal 1.0.0 makes x, y."],
    [{ files: 11 }, "files-differ: sP26a-hfcharm-signal 1.0.0 makes 10 files in `simulate`; 11 are expected."],
    [{ files: 9 }, "files-differ: sP26a-hfcharm-signal 1.0.0 makes 10 files in `simulate`; 9 are expected."],
    [
      { require: "90%", files: 8 },
      "files-differ: sP26a-hfcharm-signal 1.0.0 makes 10 files in `simulate`, at least 9 are required; 8 are expected.",
    ],
  ])("A wrong reference to another production is reported: %j", (input, problem) => {
    expect(problems(input)).toEqual([problem]);
  });

  test("An input of a production that requires fewer files may expect fewer files", () => {
    expect(problems({ require: "90%", files: 9 })).toEqual([]);
  });

  test("A reference to a version on the ledger is checked like one to main, with the outputs of its intent", () => {
    const old = { ...upstream, version: "0.9.0" };
    const ledger = onLedger("sP26a-hfcharm-signal", { "0.9.0": old, "0.8.0": undefined });

    expect(problems({ version: "0.9.0" }, ledger)).toEqual([]);
    expect(problems({ version: "0.9.0", step: "other" }, ledger)).toEqual([
      "unknown-step: sP26a-hfcharm-signal 0.9.0 has no step `other`.",
    ]);
    expect(problems({ version: "0.8.0", step: "other" }, ledger)).toEqual([]);
  });

  test("A production with a submission for each run is read by another one run by run, or not at all", () => {
    const grows: Facts = { ...upstream, runs: new Map() };
    const onLedger = { ...nothing, growing: new Map([["sP26a-hfcharm-signal@1.0.0", new Set([66001])]]) };
    const refused = [
      "reads-runs: sP26a-hfcharm-signal 1.0.0 is one submission a run, and this production has no `runs`.",
    ];

    expect(told(together([own("b", reader({ version: "1.0.0" }))], [grows]))).toEqual(refused);
    expect(told(together([own("b", reader({ version: "1.0.0" }))], [], onLedger))).toEqual(refused);
    const { production, facts: mine } = own("b", reader({ version: "1.0.0" }));
    const reads: CheckSubject = { production: { ...production, runs: [{ run: 66001, columns: {} }] }, facts: mine };
    expect(told(together([reads], [grows]))).toEqual([]);
  });

  test("Without a ledger a reference to a version that is not on main is accepted", () => {
    const alone = (input: Draft) =>
      told(
        checkTogether([own("b", reader(input))], {
          index: repositoryIndexOf([upstream]),
          ledger: undefined,
          alone: false,
        }).flat(),
      );

    expect(alone({ version: "0.9.0" })).toEqual([
      "unknown-version (warning): sP26a-hfcharm-signal has no version 0.9.0 in this checkout, and the ledger could not be read.",
    ]);
    expect(alone({ step: "other" })).toEqual(["unknown-step: sP26a-hfcharm-signal 1.0.0 has no step `other`."]);
  });

  test("A production that is itself refused causes no problems in productions that read its data", () => {
    const refused: Neighbour = { kind: "refused", path: "a", tag: "sP26a-hfcharm-signal", version: "1.0.0" };

    expect(together([own("b", reader({ step: "other" }))], [refused])).toEqual([]);
  });

  test("A wrong reference to another production is reported at its own line", () => {
    const [problem] = together([own("b", reader({ step: "simulat" }))], [upstream]);
    const text = JSON.stringify(aRequest(reader({ step: "simulat" })));

    expect(problem).toMatchObject({ file: "b/production.yaml", line: 1, col: text.indexOf('"simulat"') + 1 });
  });
});

describe("chains of productions", () => {
  const upstream = facts("a", { steps: { simulate: aStep({ eventsPerJob: 20 }) } });
  const problems = (draft: Draft, others: readonly Neighbour[] = [upstream]) =>
    told(together([own("b", draft)], others));

  test("Another build and other conditions than the production that is read cause one warning each", () => {
    expect(problems(reader({}, { build: "ana.419", conditions: "other" }))).toEqual([
      "mixed-builds (warning): sP26a-hfcharm-signal 1.0.0 was made with build ana.418; this production has ana.419.",
      "mixed-conditions (warning): sP26a-hfcharm-signal 1.0.0 was made with conditions MDC2_ana.418; this production has other.",
    ]);
  });

  test("A step with an own build is compared with the own build of the step whose data are read", () => {
    const made = facts("a", { steps: { simulate: aStep({ eventsPerJob: 20, build: "ana.425" }) } });

    expect(problems(reader({}, {}, { build: "ana.425" }), [made])).toEqual([]);
    expect(problems(reader(), [made])).toEqual([
      "mixed-builds (warning): sP26a-hfcharm-signal 1.0.0 was made with build ana.425; this production has ana.418.",
    ]);
  });

  test("A job whose events are fewer than those of its input file causes a warning", () => {
    expect(problems(reader({}, {}, { eventsPerJob: 10 }))).toEqual([
      "events-differ (warning): A job of `mix` has eventsPerJob 10, but reads a file with 20 events, from sP26a-hfcharm-signal 1.0.0.",
    ]);
    expect(problems(reader({}, {}, { eventsPerJob: 40, in: [{ from: "signal", filesPerJob: 2 }] }))).toEqual([]);
  });

  test("The events of data from outside are compared with those of a job, where each file has as many", () => {
    const reads = (events: number): Draft => ({
      ...reader(),
      inputs: { data: { dataset: "user.tester.data/", files: 10, events } },
      steps: { read: { in: [{ from: "data", filesPerJob: 2 }], out: ["r"], eventsPerJob: 20, run: "read\n" } },
    });

    expect(problems(reads(1000))).toEqual([
      "events-differ (warning): A job of `read` has eventsPerJob 20, but reads 2 files with 200 events, from `data`.",
    ]);
    expect(problems(reads(100))).toEqual([]);
    expect(problems(reads(1001))).toEqual([]);
  });

  test("The number of events is followed along a chain through steps that do not set one", () => {
    const draft = reader();
    const steps = {
      simulate: aStep({ eventsPerJob: 20 }),
      merge: { in: [{ from: "simulate", filesPerJob: 5 }], out: ["m"], run: "merge\n" },
      read: { in: [{ from: "merge", filesPerJob: 1 }], out: ["r"], eventsPerJob: 20, run: "read\n" },
    };

    expect(problems({ ...draft, inputs: undefined, steps })).toEqual([
      "events-differ (warning): A job of `read` has eventsPerJob 20, but reads a file with 100 events, from `merge`.",
    ]);
  });

  test("A secondary input with fewer files than needed is an error, where the request says no expected number of files", () => {
    const small = facts("c", { ...background, steps: { simulate: aStep({ jobs: 4 }) } });
    const draft = (expected: Draft): Draft =>
      reader(
        {},
        {
          inputs: {
            signal: { production: "sP26a-hfcharm-signal", version: "1.0.0", step: "simulate" },
            background: { production: "sP26a-hfcharm-background", version: "1.0.0", step: "simulate", ...expected },
          },
          steps: {
            mix: {
              in: [
                { from: "signal", filesPerJob: 1 },
                { from: "background", filesPerJob: 5, reuse: true },
              ],
              out: ["d"],
              run: "mix\n",
            },
          },
        },
      );

    expect(problems(draft({}), [upstream, small])).toEqual([
      "secondary-too-small: `background` of `mix` needs 5 files a job, and there are 4.",
    ]);
  });

  test("The ceiling of the conventions holds for jobs that follow from another production, too", () => {
    const large = facts("a", { steps: { simulate: aStep({ jobs: 5000 }) } });
    const costly = { estimate: { seconds: 3600 }, eventsPerJob: 30 };

    expect(problems(reader({}, {}, costly), [large]).filter((one) => !one.startsWith("events"))).toEqual([
      "estimate-above-ceiling: By its `estimate` this production takes 150000 core-hours, most of them in `mix`; the conventions allow 100000.",
    ]);
    expect(problems(reader({}, {}, costly))).toEqual([expect.stringContaining("events-differ")]);
  });

  test("A production that reads superseded data gets a message with the successor", () => {
    const heir = facts("c", { ...background, ...moreJobs, supersedes: ["sP26a-hfcharm-signal@1.0.0"] });

    expect(problems(reader(), [upstream, heir])).toEqual([
      "reads-superseded (warning): sP26a-hfcharm-signal 1.0.0 is superseded by sP26a-hfcharm-background 1.0.0.",
    ]);
  });

  test("A production that reads data of an ended version gets a warning with the key that names the version", () => {
    const ledger: Ledgered = { ...nothing, unread: new Map([["sP26a-hfcharm-signal@1.0.0", "was withdrawn"]]) };

    expect(told(together([own("b", reader())], [upstream], ledger))).toEqual([
      "reads-ended (warning): sP26a-hfcharm-signal 1.0.0 was withdrawn.",
    ]);
  });

  test("Productions that read each other are reported as a cycle of any length", () => {
    const reads = (tag: string): Facts["needs"] => [
      { input: "x", of: tag, version: "1.0.0", step: "simulate", output: null },
    ];
    const first: Facts = { ...upstream, needs: reads("far") };
    const far: Facts = {
      ...upstream,
      path: "far",
      tag: "far",
      outDS: "far",
      digest: "far",
      needs: reads("sP26a-hfcharm-pileup"),
    };

    expect(problems(reader(), [first, far])).toEqual([
      "production-cycle: Productions read each other's data: sP26a-hfcharm-pileup -> sP26a-hfcharm-signal -> far -> sP26a-hfcharm-pileup.",
    ]);
  });
});

describe("two productions with one source", () => {
  const reads = (physics: string, input: Draft, version = "1.0.0"): Draft => ({
    tag: { campaign: "sP26a", physics: "hfcharm", stage: physics },
    inputs: { hits: { production: "sP26a-hfcharm-signal", version, step: "simulate" } },
    steps: { make: aStep({ jobs: undefined, in: [{ from: "hits", filesPerJob: 1, ...input }] }) },
  });
  const [calo, tracks] = ["sP26a-hfcharm-background", "sP26a-hfcharm-pileup"];
  const joins = (changes: Draft = {}): Draft => ({
    tag: { campaign: "sP26a", physics: "hfcharm", stage: "merge" },
    inputs: {
      calo: { production: calo, version: "1.0.0", step: "make" },
      tracks: { production: tracks, version: "1.0.0", step: "make" },
    },
    steps: {
      join: aStep({
        jobs: undefined,
        in: [
          { from: "calo", filesPerJob: 1 },
          { from: "tracks", filesPerJob: 1, ...changes },
        ],
      }),
    },
  });
  const others = [facts("a"), facts("b", reads("background", {})), facts("c", reads("pileup", {}))];
  const refused = [
    "joined-by-position: `calo` of `join` and `tracks` of `join` both come from sP26a-hfcharm-signal 1.0.0, and PanDA would pair their files by position: after one retried job, jobs read files that do not belong together.",
  ];
  const of = (draft: Draft, standing: readonly Neighbour[] = others): readonly string[] =>
    told(together([own("d", draft)], standing));

  test("Two productions that read a third may not be joined by position", () => {
    expect(of(joins())).toEqual(refused);
    expect(of({ ...joins(), acknowledge: [{ code: "joined-by-position", reason: "only counted" }] })).toEqual([
      expect.stringContaining("joined-by-position (note)"),
    ]);
  });

  test("Two productions that read a third may be joined where any job may read any file, or where they read different versions", () => {
    const pooled = facts("c", {
      ...reads("pileup", {}),
      steps: {
        generate: aStep(),
        make: aStep({
          jobs: undefined,
          in: [
            { from: "generate", filesPerJob: 1 },
            { from: "hits", filesPerJob: 1, reuse: true },
          ],
        }),
      },
    });

    expect(of(joins({ reuse: true }))).toEqual([]);
    expect(of(joins(), [facts("a"), facts("b", reads("background", {})), pooled])).toEqual([]);
    expect(
      of(joins(), [facts("a"), facts("b", reads("background", {})), facts("c", reads("pileup", {}, "0.9.0"))]),
    ).toEqual([]);
  });
});

describe("two productions without a source in common", () => {
  const of = (stage: string, changes: Draft): Draft => ({
    tag: { campaign: "sP26a", physics: "minbias", stage },
    ...changes,
  });
  const reads = (input: Draft): Draft => ({
    inputs: { raw: { files: 10, ...input } },
    steps: { make: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }) },
  });
  const generated: Draft = { steps: { make: aStep() } };
  const joins = (changes: Draft = {}): Draft =>
    of("merge", {
      inputs: {
        calo: { production: "sP26a-minbias-background", version: "1.0.0", step: "make" },
        tracks: { production: "sP26a-minbias-pileup", version: "1.0.0", step: "make" },
      },
      steps: {
        join: aStep({
          jobs: undefined,
          in: [
            { from: "calo", filesPerJob: 1 },
            { from: "tracks", filesPerJob: 1, ...changes },
          ],
        }),
      },
    });
  const said = (calo: Draft, tracks: Draft, changes: Draft = {}): readonly string[] =>
    together([own("d", joins(changes))], [facts("a", of("background", calo)), facts("b", of("pileup", tracks))]).map(
      ({ code, severity }) => `${code} ${severity}`,
    );
  const named = (name: string): Draft => reads({ dataset: `user.tester.${name}/`, names: `${name}.{segment}.evt` });
  const plain = (name: string): Draft => reads({ dataset: `user.tester.${name}/` });

  test("Files of data that PanDA would pair by position are refused where each is of a key, and warned about elsewhere", () => {
    expect(said(named("calo"), named("tracks"))).toEqual(["unrelated-pairs error"]);
    expect(said(plain("calo"), named("tracks"))).toEqual(["unrelated-pairs warning"]);
    expect(said(plain("calo"), plain("tracks"))).toEqual(["unrelated-pairs warning"]);
  });

  test("Files of one data set that two productions read are refused as those of one production", () => {
    expect(said(plain("raw"), plain("raw"))).toEqual(["joined-by-position error"]);
  });

  test("Files that are all alike go with any, and so do a pool and a mixture", () => {
    expect(said(generated, named("tracks"))).toEqual([]);
    expect(said(named("calo"), generated)).toEqual([]);
    expect(said(named("calo"), named("tracks"), { reuse: true })).toEqual([]);
    expect(said(named("calo"), named("tracks"), { filesPerJob: 5 })).toEqual(["secondary-too-small error"]);
  });

  test("Jobs of tables and of lists of files are data of their own", () => {
    const rows = (folder: string, stage: string): Facts => {
      const draft = of(stage, { steps: { make: aStep({ jobs: undefined, table: "jobs.csv", run: "make $n\n" }) } });
      const { production } = valid(aRequest(draft), { folder, files: [textFile("jobs.csv", "n\n1\n2\n")] });
      return productionFacts(production);
    };

    expect(
      together([own("d", joins())], [rows("a", "background"), rows("b", "pileup")]).map(({ code }) => code),
    ).toEqual(["unrelated-pairs"]);
  });

  test("Data that nobody can look up cause no problem", () => {
    const refused: Neighbour = { kind: "refused", path: "b", tag: "sP26a-minbias-pileup", version: "1.0.0" };

    expect(together([own("d", joins())], [facts("a", of("background", named("calo"))), refused])).toEqual([]);
  });
});

describe("supersession", () => {
  const before = facts("a");
  const problems = (supersedes: readonly string[], others: readonly Neighbour[] = [before], ledger = nothing) =>
    told(together([own("b", { ...background, ...moreJobs, supersedes })], others, ledger));

  test.each([
    ["1.0.0", "supersedes-itself: sP26a-hfcharm-background 1.0.0 cannot supersede itself."],
    ["0.9.0", "unknown-version: sP26a-hfcharm-background has no version 0.9.0."],
    ["sP26a-hfcharm-signal@2.0.0", "unknown-version: sP26a-hfcharm-signal has no version 2.0.0."],
    ["other@1.0.0", "unknown-production: There is no production other."],
  ])("A wrong entry of `supersedes` is refused: %s", (name, problem) => {
    expect(problems([name])).toEqual([problem]);
  });

  test("A production may supersede a version on main or on the ledger", () => {
    expect(problems(["sP26a-hfcharm-signal@1.0.0"])).toEqual([]);
    expect(problems(["0.9.0"], [before], onLedger("sP26a-hfcharm-background", { "0.9.0": undefined }))).toEqual([]);
  });

  test("Two productions that supersede each other are reported as a circle", () => {
    expect(
      problems(["sP26a-hfcharm-signal@1.0.0"], [{ ...before, supersedes: ["sP26a-hfcharm-background@1.0.0"] }]),
    ).toEqual([
      "supersedes-itself: These versions supersede each other: sP26a-hfcharm-background@1.0.0 -> sP26a-hfcharm-signal@1.0.0 -> sP26a-hfcharm-background@1.0.0.",
    ]);
  });
});

describe("seeds", () => {
  const seeded = (jobs: number): Draft => ({
    steps: { simulate: aStep({ jobs, seed: { stream: "charm", max: 99 }, run: 'make "$uniqueId"\n' }) },
  });
  const given = (last: number): Ledgered => ({ ...nothing, seeds: new Map([["charm", last]]) });
  const exhausted = (from: number, to: number) => [
    `seeds-exhausted: Numbers ${from} to ${to} of charm go beyond 99, the largest that the generator takes.`,
  ];

  test("The last seed range that fits into its stream is accepted, and the next one is refused", () => {
    expect(told(together([own("a", seeded(10))], [], given(89)))).toEqual([]);
    expect(told(together([own("a", seeded(10))], [], given(90)))).toEqual(exhausted(91, 100));
  });

  test("The later of two productions that are checked together gets the seeds after those of the first", () => {
    const validated = [own("a", seeded(95)), own("b", { ...background, ...seeded(10) })];

    expect(told(together(validated, [], given(0))).filter((one) => one.startsWith("seeds"))).toEqual(
      exhausted(96, 105),
    );
  });

  test("A production that already has its seed range is not checked for seeds again", () => {
    const ledger = { ...onLedger("sP26a-hfcharm-signal", { "1.0.0": undefined }), seeds: new Map([["charm", 95]]) };

    expect(told(together([own("a", seeded(10))], [], ledger))).toEqual([]);
  });

  test("Each appended run needs its own seed range, and earlier runs need no new one", () => {
    const { production, facts: mine } = own("a", seeded(30));
    const ofRuns = (...runs: readonly number[]): CheckSubject => ({
      production: { ...production, runs: runs.map((run) => ({ run, columns: {} })) },
      facts: mine,
    });
    const ledger = {
      ...onLedger("sP26a-hfcharm-signal", { "1.0.0": undefined }),
      seeds: new Map([["charm", 30]]),
      growing: new Map([["sP26a-hfcharm-signal@1.0.0", new Set([66001])]]),
    };

    expect(told(together([ofRuns(66001, 66002, 66003)], [], ledger))).toEqual([]);
    expect(told(together([ofRuns(66001, 66002, 66003, 66004)], [], ledger))).toEqual(exhausted(31, 120));
  });

  test("A run list that gives the jobs of each run needs seeds in every run for its own number of jobs", () => {
    const { production, facts: mine } = own("a", seeded(10));
    const stepsOf = (jobs: number) => production.steps.map((step) => ({ ...step, jobs, maxJobs: jobs }));
    const uneven = (...jobs: readonly number[]): CheckSubject => ({
      production: {
        ...production,
        runs: jobs.map((_, index) => ({ run: 66001 + index, columns: {} })),
        stepsOfRuns: jobs.map(stepsOf),
      },
      facts: mine,
    });

    expect(told(together([uneven(50, 39, 10)], [], given(0)))).toEqual([]);
    expect(told(together([uneven(50, 40, 10)], [], given(0)))).toEqual(exhausted(1, 100));
  });
});

describe("lists of files of another production", () => {
  const from = `${background.tag.campaign}-hfcharm-background@1.0.0`;
  const cutOf = (source: string): CheckSubject => {
    const request = cutting();
    const [raw, ...files] = listed(request, [rawFile(1, "a", 0)]);
    const text = `# source: ${source}\n${new TextDecoder().decode(raw?.bytes)}`;
    const { production } = valid(request, { folder: "a", files: [textFile("raw.txt", text), ...files] });
    return { production, facts: productionFacts(production) };
  };
  const ended: Ledgered = { ...nothing, unread: new Map([[from, "was withdrawn"]]) };

  test("A list of what was withdrawn or superseded is told, in the words of the ledger or of main", () => {
    expect(told(together([cutOf(`${from}/simulate`)], [], ended))).toEqual([
      "reads-ended (warning): The files of raw.txt are of sP26a-hfcharm-background 1.0.0, which was withdrawn.",
    ]);
    const newer = facts("b", { ...background, ...moreJobs, version: "2.0.0", supersedes: ["1.0.0"] });
    expect(told(together([cutOf(`${from}/simulate`)], [newer]))).toEqual([
      "reads-ended (warning): The files of raw.txt are of sP26a-hfcharm-background 1.0.0, which is superseded by sP26a-hfcharm-background 2.0.0.",
    ]);
  });

  test("A list of a living version, and one from elsewhere, is not told", () => {
    expect(told(together([cutOf(`${from}/simulate`)], []))).toEqual([]);
    expect(told(together([cutOf("run database")], [], ended))).toEqual([]);
  });
});
