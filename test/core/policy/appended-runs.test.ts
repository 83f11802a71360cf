import { expect, test } from "vitest";
import { appendedRuns, dailyLimits, fits, usedOf } from "../../../action/core/policy/runs-rule.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, validated } from "../a-production.ts";
import { rulesOf, withPolicy } from "./some-rules.ts";

const folder = "productions/p";
const list = `${folder}/runs.txt`;
const sent = (files: Readonly<Record<string, string>>): Draft =>
  Object.keys(files).length === 0 ? {} : { resources: Object.keys(files) };
const at = (runs: string, changes: Draft = {}, files: Readonly<Record<string, string>> = {}, place = folder) => [
  validated(
    aRequest({
      runs: { list: "runs.txt" },
      steps: { fit: aStep({ jobs: 2, walltime: 3, maxAttempt: 2, ...sent(files) }) },
      ...changes,
    }),
    {
      folder: place,
      files: Object.entries({ "runs.txt": runs, ...files }).map(([path, text]) => textFile(path, text)),
      shared: [textFile("runs.txt", runs)],
    },
  ),
];
const inQ = (runs: string, changes: Draft = {}) => at(runs, changes, {}, "productions/q");
const between = (before: ReturnType<typeof at>, after: ReturnType<typeof at>, paths = [list]) =>
  appendedRuns(paths, [{ before, after }])?.map(({ runs, coreHours }) => ({ runs, coreHours }));

test("New lines of a run list are appended runs at any place, and cost what their jobs may use", () => {
  expect(between(at("66002\n66004\n"), at("66001\n66002\n# late\n66003\n66004\n"))).toEqual([
    { runs: [66001, 66003], coreHours: 24 },
  ]);
});

test("Appended runs of different amounts of data cost what each of them needs, and old runs cost nothing", () => {
  const read = (runs: string) =>
    at(runs, {
      inputs: { raw: { dataset: "sphenix.raw.{run}", files: "segments" } },
      steps: { fit: { in: [{ from: "raw", filesPerJob: 1 }], out: ["fit.root"], walltime: 3, run: "make\n" } },
    });
  const before = read("run segments\n66001 5\n66003 9\n");

  expect(between(before, read("run segments\n66001 5\n66002 2\n66003 9\n66004 4\n"))).toEqual([
    { runs: [66002, 66004], coreHours: 18 },
  ]);
  const grown = { before: at("66001\n"), after: at("66001\n66002\n") };
  const same = { before, after: before };
  expect(appendedRuns([list], [grown, same])?.map(({ coreHours }) => coreHours)).toEqual([12, 0]);
});

test("Runs are appended, too, where the head of their list says anew where it comes from", () => {
  const [before, after] = [at("# date: 2026-11-28\n66001\n"), at("# date: 2026-11-29\n66001\n66002\n")];

  expect(between(before, after)).toEqual([{ runs: [66002], coreHours: 12 }]);
});

test.each<[string, ReturnType<typeof at>, ReturnType<typeof at>, (readonly string[])?]>([
  ["a run is gone", at("66001\n66002\n"), at("66002\n66003\n")],
  ["a run has another column", at("run events\n66001 5\n"), at("run events\n66001 6\n66002 5\n")],
  ["the request differs", at("66001\n"), at("66001\n66002\n", { conditions: "MDC2_ana.419" })],
  ["its version differs", at("66001\n"), at("66001\n66002\n", { version: "1.1.0" })],
  ["a file that it sends differs", at("66001\n", {}, { "a.sh": "x" }), at("66001\n66002\n", {}, { "a.sh": "y" })],
  [
    "the list is sent along",
    at("66001\n", {}, { "runs.txt": "66001\n" }),
    at("66001\n66002\n", {}, { "runs.txt": "66001\n66002\n" }),
  ],
  ["it is refused", at("66001\n"), at("66001\n66001\n")],
  ["it was refused before", at("66001\n66001\n"), at("66001\n66002\n")],
  ["it had no runs before", at("66001\n", { runs: undefined }), at("66001\n66002\n")],
  ["nothing is new", at("66001\n"), at("# words\n66001\n")],
  ["another path changes", at("66001\n"), at("66001\n66002\n"), [list, "README.md"]],
])("Where %s, a change of a run list is not only appended runs", (_, before, after, paths) => {
  expect(between(before, after, paths === undefined ? undefined : [...paths])).toBeUndefined();
});

test("A change of several productions only appends runs if each of them does", () => {
  const good = { before: at("66001\n"), after: at("66001\n66002\n") };
  const bad = { before: inQ("66001\n"), after: inQ("66002\n") };

  expect(appendedRuns([list, "productions/q/runs.txt"], [good, bad])).toBeUndefined();
});

test("Appended runs are found even if another list has changed comments, and for each variant of a request", () => {
  const grown = { before: at("66001\n"), after: at("66001\n66002\n") };
  const same = { before: inQ("66001\n"), after: inQ("# words\n66001\n") };
  expect(appendedRuns([list, "productions/q/runs.txt"], [grown, same])?.map(({ runs }) => runs)).toEqual([[66002], []]);

  const other = (runs: string) => at(runs, { tag: { campaign: "sP26a", physics: "minbias", stage: "signal" } });
  const before = [...other("66001\n"), ...at("66001\n66004\n")];
  const after = [...at("66001\n66002\n66004\n"), ...other("66001\n66003\n")];
  expect(appendedRuns([list], [{ before, after }])?.map(({ runs }) => runs)).toEqual([[66002], [66003]]);
  expect(appendedRuns([list], [grown, { before, after: after.slice(0, 1) }])).toBeUndefined();
  const plain = at("", { runs: undefined });
  expect(appendedRuns([list], [grown, { before: plain, after: plain }])).toBeUndefined();
});

test("A shared list appends its runs to each production that reads it, and to none where one of them differs in more", () => {
  const shared = "_shared/runs.txt";
  const reads = { runs: { list: "shared:runs.txt" } };
  const grown = { before: at("66001\n", reads), after: at("66001\n66002\n", reads) };
  const other = { before: inQ("66001\n", reads), after: inQ("66001\n66002\n", reads) };
  const found = appendedRuns([shared], [grown, other]);

  expect(found?.map(({ valid: { production }, runs }) => [production.folder, runs])).toEqual([
    [folder, [66002]],
    ["productions/q", [66002]],
  ]);
  const more = { before: other.before, after: inQ("66001\n66002\n", { ...reads, conditions: "MDC2_ana.419" }) };
  expect(appendedRuns([shared], [grown, more])).toBeUndefined();
  const own = { before: at("66001\n"), after: at("66001\n66002\n") };
  expect(appendedRuns([shared], [own])).toBeUndefined();
});

test("The core-hours of a day are used only by merges of runs that were within the limit", () => {
  const limit = 10;
  expect(usedOf([4, 7, null, 6, 1].map((coreHours) => ({ coreHours, limit })))).toBe(10);
  expect([fits(4, 6, 10), fits(4, 6.01, 10), fits(0, null, 10), fits(0, 0, 0)]).toEqual([true, false, false, true]);
});

test("Runs without approval must be allowed by the conventions furthest up, and conventions below may only reduce them", () => {
  const top = "productions/conventions.yaml";
  const below = "productions/a/conventions.yaml";
  const daily = (hours: number): string => withPolicy(`{ runs: { coreHoursPerDay: ${hours} } }`);

  expect(dailyLimits(rulesOf({ [top]: daily(9), [below]: daily(5) }), "productions/a/x")).toEqual([
    { file: top, coreHours: 9 },
    { file: below, coreHours: 5 },
  ]);
  expect(dailyLimits(rulesOf({ [top]: daily(9), [below]: daily(5) }), "productions/b")).toEqual([
    { file: top, coreHours: 9 },
  ]);
  expect(
    dailyLimits(rulesOf({ [top]: daily(9), [below]: withPolicy("{ runs: { app: x } }") }), "productions/a/x"),
  ).toEqual([{ file: top, coreHours: 9 }]);
  expect(
    dailyLimits(rulesOf({ [top]: withPolicy("{ runs: { app: x } }"), [below]: daily(5) }), "productions/a/x"),
  ).toEqual([]);
  expect(dailyLimits(rulesOf({ [top]: daily(9), [below]: "conventions: [" }), "productions/a/x")).toEqual([]);
});
