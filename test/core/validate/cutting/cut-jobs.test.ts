import fc from "fast-check";
import { expect, test } from "vitest";
import { cutJobs, type KeyedFile, type KeyedInput } from "../../../../action/core/validate/cutting/cut-jobs.ts";

const file = (run: string, host: string, segment: string): KeyedFile => ({
  path: `/raw/${host}-${run}-${segment}`,
  keys: { run, host, segment },
});
const input = (
  name: string,
  by: readonly string[],
  files: readonly KeyedFile[],
  complete?: KeyedInput<KeyedFile>["complete"],
) => ({
  name,
  by,
  complete,
  files,
});
const paths = (files: readonly KeyedFile[]) => files.map(({ path }) => path);

test("A job has all files of its run and host, and all files of the run of the second list", () => {
  const raw = [file("9", "seb1", "1"), file("10", "seb0", "0"), file("9", "seb0", "0"), file("9", "seb1", "0")];
  const gl1 = [file("9", "gl1", "1"), file("9", "gl1", "0"), file("10", "gl1", "0")];

  const { jobs, leftOut } = cutJobs([input("raw", ["run", "host"], raw), input("gl1", ["run"], gl1)]);

  expect(jobs.map(({ keys, inputs }) => [Object.values(keys).join(" "), ...inputs.map(paths)])).toEqual([
    ["9 seb0", ["/raw/seb0-9-0"], ["/raw/gl1-9-0", "/raw/gl1-9-1"]],
    ["9 seb1", ["/raw/seb1-9-0", "/raw/seb1-9-1"], ["/raw/gl1-9-0", "/raw/gl1-9-1"]],
    ["10 seb0", ["/raw/seb0-10-0"], ["/raw/gl1-10-0"]],
  ]);
  expect(leftOut).toEqual([]);
});

test("A segment that lacks a host of the second list is left out, with the list's name", () => {
  const tpc = ["0", "1"].map((segment) => file("1", "tpc", segment));
  const silicon = [file("1", "a", "0"), file("1", "b", "0"), file("1", "a", "1")];
  const complete = { each: "host", of: ["run"], atLeast: 2 };

  const { jobs, leftOut } = cutJobs([
    input("tpc", ["run", "segment"], tpc),
    input("silicon", ["run", "segment"], silicon, complete),
  ]);

  expect(jobs.map(({ inputs }) => inputs.map(paths))).toEqual([[["/raw/tpc-1-0"], ["/raw/a-1-0", "/raw/b-1-0"]]]);
  expect(leftOut.map(({ keys, input, reason }) => [keys["segment"], input, reason])).toEqual([
    ["1", "tpc", "no host b in silicon"],
    ["1", "silicon", "no job of tpc reads it"],
  ]);
});

test("A segment that lacks a host of its run is left out, and so is a run with too few hosts", () => {
  const files = [
    ...["a", "b"].flatMap((host) => ["0", "1"].map((segment) => file("1", host, segment))),
    file("1", "c", "0"),
    file("2", "a", "0"),
  ];

  const { jobs, leftOut } = cutJobs([
    input("dst", ["run", "segment"], files, { each: "host", of: ["run"], atLeast: 2 }),
  ]);

  expect(jobs.map(({ keys }) => keys)).toEqual([{ run: "1", segment: "0" }]);
  expect(leftOut.map(({ keys, reason }) => [Object.values(keys).join(" "), reason])).toEqual([
    ["1 1", "no host c"],
    ["2 0", "run 2 has 1 host of at least 2"],
  ]);
});

test("A join leaves out what one of both lists lacks, on either side, and says it", () => {
  const { jobs, leftOut } = cutJobs([
    input("seeds", ["run", "segment"], [file("1", "s", "0"), file("1", "s", "1")]),
    input("clusters", ["run", "segment"], [file("1", "c", "1"), file("1", "c", "2")]),
  ]);

  expect(jobs.map(({ inputs }) => inputs.map(paths))).toEqual([[["/raw/s-1-1"], ["/raw/c-1-1"]]]);
  expect(leftOut.map(({ input: of, files, reason }) => [of, paths(files), reason])).toEqual([
    ["seeds", ["/raw/s-1-0"], "clusters has no file of run 1 segment 0"],
    ["clusters", ["/raw/c-1-2"], "no job of seeds reads it"],
  ]);
});

test("A list without keys is read whole by each job", () => {
  const { jobs } = cutJobs([
    input("raw", ["run"], [file("1", "a", "0"), file("2", "a", "0")]),
    input("calibration", [], [file("7", "x", "0"), file("8", "x", "0")]),
  ]);

  expect(jobs.map(({ inputs }) => paths(inputs[1] ?? []))).toEqual([
    ["/raw/x-7-0", "/raw/x-8-0"],
    ["/raw/x-7-0", "/raw/x-8-0"],
  ]);
});

const value = fc.constantFrom("1", "2", "10");
const list = fc.uniqueArray(fc.tuple(value, value, value), { selector: (one) => one.join(" "), maxLength: 30 });
const asFiles = (name: string, keys: readonly (readonly [string, string, string])[]): readonly KeyedFile[] =>
  keys.map(([run, host, segment]) => ({ ...file(run, host, segment), path: `/${name}/${host}-${run}-${segment}` }));
const lists = fc.record({
  first: list.map((keys) => asFiles("first", keys)),
  second: list.map((keys) => asFiles("second", keys)),
  by: fc.subarray(["run", "segment"], { minLength: 1 }),
  join: fc.subarray(["run", "segment"]),
  complete: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});
const inputsOf = ({ first, second, by, join, complete }: typeof lists extends fc.Arbitrary<infer T> ? T : never) => [
  input(
    "first",
    by,
    first,
    complete === undefined ? undefined : { each: "host", of: by.slice(0, 1), atLeast: complete },
  ),
  input(
    "second",
    join.filter((key) => by.includes(key)),
    second,
  ),
];

test("Each file of the first list is in one job or left out, and each of the second is in a job or left out", () => {
  fc.assert(
    fc.property(lists, (drawn) => {
      const { jobs, leftOut } = cutJobs(inputsOf(drawn));
      const [ofFirst, ofSecond] = [0, 1].map((index) => jobs.flatMap(({ inputs }) => paths(inputs[index] ?? [])));
      const out = (name: string) => leftOut.filter((one) => one.input === name).flatMap(({ files }) => paths(files));

      expect([...(ofFirst ?? []), ...out("first")].toSorted()).toEqual(paths(drawn.first).toSorted());
      expect([...new Set(ofSecond), ...out("second")].toSorted()).toEqual(paths(drawn.second).toSorted());
      expect(leftOut.every(({ reason }) => reason !== "")).toBe(true);
    }),
  );
});

test("All files of a job have its keys, no two jobs have equal ones, and the order of a list changes nothing", () => {
  fc.assert(
    fc.property(lists, (drawn) => {
      const cut = cutJobs(inputsOf(drawn));

      for (const { keys, inputs } of cut.jobs)
        for (const [key, wanted] of Object.entries(keys))
          for (const one of inputs[0] ?? []) expect(one.keys[key]).toBe(wanted);
      expect(new Set(cut.jobs.map(({ keys }) => JSON.stringify(keys))).size).toBe(cut.jobs.length);
      const turned = { ...drawn, first: drawn.first.toReversed(), second: drawn.second.toReversed() };
      expect(cutJobs(inputsOf(turned))).toEqual(cut);
    }),
  );
});

test("A job that is complete has a file of each host that its run has anywhere in the list", () => {
  fc.assert(
    fc.property(lists, (drawn) => {
      const { jobs } = cutJobs(inputsOf({ ...drawn, complete: 2 }));
      const run = drawn.by[0] ?? "";
      for (const { keys, inputs } of jobs) {
        const hosts = (files: readonly KeyedFile[]) => new Set(files.map((one) => one.keys["host"]));
        const ofRun = hosts(drawn.first.filter((one) => one.keys[run] === keys[run]));
        expect(hosts(inputs[0] ?? [])).toEqual(ofRun);
        expect(ofRun.size).toBeGreaterThanOrEqual(2);
      }
    }),
  );
});
