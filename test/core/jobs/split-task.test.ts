import { expect, test } from "vitest";
import { splitTask, type TaskInput } from "../../../action/core/jobs/split-task.ts";
import { chosenFiles } from "../../../action/core/jobs/task-shape.ts";
import { retried } from "../../../scripts/contracts/jedi/expected-jobs.ts";

const files = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index + 1}`);
const reading = (count: number, filesPerJob: number, more: { repeat?: number; maxFiles?: number } = {}): TaskInput => ({
  kind: "files",
  files: files("s", count),
  filesPerJob,
  groupFields: 0,
  repeat: more.repeat ?? 1,
  maxFiles: more.maxFiles,
});
const streamOf = (stream: string, input: TaskInput, pool: readonly string[] = [], filesPerJob = 1) => {
  const split = splitTask({
    input,
    secondaries: pool.length === 0 ? [] : [{ stream: "IN2", files: pool, filesPerJob, reusable: false }],
    scouted: true,
    seedOffset: undefined,
  });
  return split.kind === "jobs" ? split.jobs.map((job) => job.files[stream]) : split;
};

test("A step without input has as many jobs as its count says, and its first seed is one above the number sent to PanDA", () => {
  expect(splitTask({ input: { kind: "none", jobs: 3 }, secondaries: [], scouted: true, seedOffset: 100 })).toEqual({
    kind: "jobs",
    jobs: [
      { number: 1, seed: 101, files: {} },
      { number: 2, seed: 102, files: {} },
      { number: 3, seed: 103, files: {} },
    ],
  });
});

test("Primary files are split into jobs; the last job gets the rest, and a limit leaves files unread", () => {
  expect(streamOf("IN", reading(5, 2))).toEqual([["s1", "s2"], ["s3", "s4"], ["s5"]]);
  expect(streamOf("IN", reading(5, 2, { maxFiles: 3 }))).toEqual([["s1", "s2"], ["s3"]]);
  expect(streamOf("IN", reading(0, 2))).toEqual({ kind: "no-files" });
});

test("The files of a job are distinct and ordered by name, whatever their order in the dataset", () => {
  expect(
    streamOf("IN", {
      kind: "files",
      files: ["b", "a", "b"],
      filesPerJob: 3,
      groupFields: 0,
      repeat: 1,
      maxFiles: undefined,
    }),
  ).toEqual([["a", "b"]]);
});

test("Secondary files that run out are read again from the first", () => {
  expect(streamOf("IN2", reading(4, 1), files("b", 5), 2)).toEqual([
    ["b1", "b2"],
    ["b3", "b4"],
    ["b1", "b5"],
    ["b2", "b3"],
  ]);
  expect(streamOf("IN2", reading(2, 1), files("b", 2), 5)).toEqual([
    ["b1", "b2"],
    ["b1", "b2"],
  ]);
});

test("A step with a secondary dataset without files has no job", () => {
  expect(
    splitTask({
      input: reading(1, 1),
      secondaries: [{ stream: "IN3", files: [], filesPerJob: 1, reusable: false }],
      scouted: true,
      seedOffset: 0,
    }),
  ).toEqual({ kind: "secondary-empty", stream: "IN3" });
});

test("A repeated primary dataset begins anew with its seeds and other inputs, and no job reads from two repetitions", () => {
  const split = splitTask({
    input: reading(3, 2, { repeat: 2 }),
    secondaries: [{ stream: "IN2", files: files("b", 3), filesPerJob: 1, reusable: true }],
    scouted: true,
    seedOffset: 10,
  });

  expect(
    split.kind === "jobs" && split.jobs.map((job) => [job.number, job.seed, job.files["IN"], job.files["IN2"]]),
  ).toEqual([
    [1, 11, ["s1", "s2"], ["b1"]],
    [2, 12, ["s3"], ["b2"]],
    [3, 11, ["s1", "s2"], ["b1"]],
    [4, 12, ["s3"], ["b2"]],
  ]);
  expect(streamOf("IN", reading(3, 2, { repeat: 2, maxFiles: 4 }))).toEqual([["s1", "s2"], ["s3"], ["s1"]]);
});

test("A reused pool begins anew after ten scout jobs, and a pool that is not reused goes on", () => {
  const split = (reusable: boolean) =>
    splitTask({
      input: reading(12, 1),
      secondaries: [{ stream: "IN2", files: files("b", 30), filesPerJob: 1, reusable }],
      scouted: true,
      seedOffset: 0,
    });
  const read = (reusable: boolean) => {
    const made = split(reusable);
    return made.kind === "jobs" ? made.jobs.slice(9).map((job) => job.files["IN2"]) : [];
  };

  expect(read(true)).toEqual([["b10"], ["b1"], ["b2"]]);
  expect(read(false)).toEqual([["b10"], ["b11"], ["b12"]]);
});

test("A retried job keeps its seed and its files except those of a reused pool, and its outputs get another number", () => {
  const shape = {
    input: reading(3, 1),
    secondaries: [
      { stream: "IN2", files: files("b", 9), filesPerJob: 2, reusable: true },
      { stream: "IN3", files: files("c", 9), filesPerJob: 1, reusable: false },
    ],
    scouted: true,
    seedOffset: 10,
  };
  const split = splitTask(shape);
  const failed = split.kind === "jobs" ? split.jobs.slice(1) : [];

  expect(failed[0]).toEqual({ number: 2, seed: 12, files: { IN: ["s2"], IN2: ["b3", "b4"], IN3: ["c2"] } });
  expect(retried(shape, failed, 4)).toEqual([
    { number: 4, seed: 12, files: { IN: ["s2"], IN2: ["b1", "b2"], IN3: ["c2"] } },
    { number: 5, seed: 13, files: { IN: ["s3"], IN2: ["b3", "b4"], IN3: ["c3"] } },
  ]);
});

test("A pattern matches anywhere in a file name, log files are no data, and the first files may be skipped", () => {
  const all = ["x.b.root", "x.a.root", "x.log.tgz", "x.log.tgz.2", "x.a.txt"];
  const chosen = (choice: { match?: readonly string[]; exclude?: string; skip?: number }) =>
    chosenFiles({ match: [], exclude: undefined, skip: 0, ...choice }, all);

  expect(chosen({})).toEqual(["x.a.root", "x.a.txt", "x.b.root"]);
  expect(chosen({ match: ["a*root"] })).toEqual(["x.a.root"]);
  expect(chosen({ match: ["root*a"] })).toEqual([]);
  expect(chosen({ match: ["b", ".txt"] })).toEqual(["x.a.txt", "x.b.root"]);
  expect(chosen({ exclude: "*.root" })).toEqual(["x.a.txt"]);
  expect(chosen({ skip: 2 })).toEqual(["x.b.root"]);
});

test("A job has files of one origin only, and without scout jobs a pool goes on", () => {
  const file = (origin: string, task: number, name: string): string => `user.x.${origin}.${task}._000001.${name}`;
  const split = splitTask({
    input: {
      ...{ kind: "files", filesPerJob: 2, groupFields: 4, repeat: 1, maxFiles: undefined },
      files: ["1._1", "1._2", "1._3"].flatMap((at) => [file(at, 5, "a"), ...(at === "1._2" ? [] : [file(at, 6, "b")])]),
    },
    secondaries: [],
    scouted: false,
    seedOffset: undefined,
  });

  expect(split.kind === "jobs" ? split.jobs.map(({ files }) => files["IN"]) : split).toEqual([
    [file("1._1", 5, "a"), file("1._1", 6, "b")],
    [file("1._2", 5, "a")],
    [file("1._3", 5, "a"), file("1._3", 6, "b")],
  ]);
});

test("A file that is divided is read by one job after the other, each from another event on", () => {
  const shape = {
    input: {
      ...{ kind: "files" as const, files: ["a", "b"], filesPerJob: 1, groupFields: 0, repeat: 1, maxFiles: undefined },
      ranges: { perFile: 30, perJob: 10 },
    },
    ...{ secondaries: [], scouted: true, seedOffset: 0 },
  };

  const split = splitTask(shape);

  expect(split.kind === "jobs" ? split.jobs.map(({ files, firstEvent }) => [files["IN"], firstEvent]) : []).toEqual([
    ...[0, 10, 20].map((first) => [["a"], first]),
    ...[0, 10, 20].map((first) => [["b"], first]),
  ]);
});
