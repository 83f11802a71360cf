import { expect, test } from "vitest";
import { splitTask } from "../../../action/core/jobs/split-task.ts";

const files = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index + 1}`);

test("without input the count says how many jobs there are; the first seed is the number behind the one that was sent", () => {
  const split = splitTask({ input: { kind: "none", jobs: 3 }, secondaries: [], seedOffset: 100 });

  expect(split).toEqual({
    kind: "jobs",
    jobs: [
      { number: 1, seed: 101, files: {} },
      { number: 2, seed: 102, files: {} },
      { number: 3, seed: 103, files: {} },
    ],
  });
});

test("the primary files make the jobs; the last one takes what is left", () => {
  const split = splitTask({
    input: { kind: "files", files: files("s", 5), filesPerJob: 2 },
    secondaries: [],
    seedOffset: undefined,
  });

  expect(split.kind === "jobs" && split.jobs.map((job) => job.files["IN"])).toEqual([
    ["s1", "s2"],
    ["s3", "s4"],
    ["s5"],
  ]);
});

test("files beyond maxFiles are left alone", () => {
  const split = splitTask({
    input: { kind: "files", files: files("s", 5), filesPerJob: 2, maxFiles: 3 },
    secondaries: [],
    seedOffset: undefined,
  });

  expect(split.kind === "jobs" && split.jobs.map((job) => job.files["IN"])).toEqual([["s1", "s2"], ["s3"]]);
});

test("a secondary gives each job its own files", () => {
  const split = splitTask({
    input: { kind: "files", files: files("s", 2), filesPerJob: 1 },
    secondaries: [{ stream: "IN2", files: files("b", 4), filesPerJob: 2, reusable: false }],
    seedOffset: undefined,
  });

  expect(split.kind === "jobs" && split.jobs.map((job) => job.files["IN2"])).toEqual([
    ["b1", "b2"],
    ["b3", "b4"],
  ]);
});

test("a reusable secondary starts again at its first file", () => {
  const split = splitTask({
    input: { kind: "files", files: files("s", 3), filesPerJob: 1 },
    secondaries: [{ stream: "IN2", files: files("b", 4), filesPerJob: 3, reusable: true }],
    seedOffset: undefined,
  });

  expect(split.kind === "jobs" && split.jobs.map((job) => job.files["IN2"])).toEqual([
    ["b1", "b2", "b3"],
    ["b4", "b1", "b2"],
    ["b3", "b4", "b1"],
  ]);
});

test("a secondary that cannot serve all jobs is an answer, not an accident", () => {
  const shape = (reusable: boolean, available: number) =>
    splitTask({
      input: { kind: "files", files: files("s", 3), filesPerJob: 1 },
      secondaries: [{ stream: "IN2", files: files("b", available), filesPerJob: 2, reusable }],
      seedOffset: undefined,
    });

  expect(shape(false, 5)).toEqual({ kind: "secondary-too-small", stream: "IN2", wanted: 6, available: 5 });
  expect(shape(true, 1)).toEqual({ kind: "secondary-too-small", stream: "IN2", wanted: 2, available: 1 });
});

test("an empty input makes no jobs", () => {
  expect(splitTask({ input: { kind: "files", files: [], filesPerJob: 1 }, secondaries: [], seedOffset: 1 })).toEqual({
    kind: "no-files",
  });
});

test("a task that gets more input goes on counting, seeds included", () => {
  const split = splitTask({
    input: { kind: "files", files: ["s4"], filesPerJob: 1 },
    secondaries: [],
    seedOffset: 10,
    firstJob: 4,
  });

  expect(split).toEqual({ kind: "jobs", jobs: [{ number: 4, seed: 14, files: { IN: ["s4"] } }] });
});
