import { expect, test } from "vitest";
import {
  filesRead,
  joinsAhead,
  joinsBegunBy,
  joinsToRead,
  lackingOf,
  lackText,
  stepsWithoutTask,
} from "../../../action/core/submission/joins.ts";
import type { DatasetFiles } from "../../../action/core/submission/panda-answer.ts";
import { aJoinIntent } from "./a-join.ts";
import { anIntent, aTask } from "./a-submission.ts";

const intent = aJoinIntent();
const both = [aTask("signal", "done", { id: 1 }), aTask("background", "done", { id: 2 })];
const joined = [...both, aTask("pileup", "done", { id: 3 })];

const files = (name: string, count: number, status = "finished"): DatasetFiles["files"] =>
  Array.from({ length: count }, (_, at) => ({ name: `user.ada.${name}._${at}.txt`, status }));
const dataset = (...lists: readonly DatasetFiles["files"][]): DatasetFiles => ({ dataset: "d", files: lists.flat() });

test("A step of several parents or with a condition is a join, and lies ahead until it has its task", () => {
  expect(joinsAhead(intent, both)).toEqual(["pileup"]);
  expect(joinsAhead(intent, joined)).toEqual([]);
  const begunBy = (step: string, lost: readonly string[] = []) => joinsBegunBy(intent, both, lost, step);
  expect([begunBy("signal"), begunBy("pileup"), begunBy("signal", ["background"])]).toEqual([["pileup"], [], []]);
});

test("A step below a table counts as a join, as SHREK may add a step that hands on the rows", () => {
  const steps = { raw: { out: ["a"] }, fit: { in: [{ from: "raw" }], out: ["b"] } };
  const rows = anIntent({
    steps: ["raw", "rawRow", "fit"],
    content: { format: 1, request: { steps } as never, resources: [] },
  });

  expect(joinsAhead(rows, [aTask("raw", "running")])).toEqual(["fit"]);
});

test("Behind a parent that iDDS saw fail, a join and what reads it get no task", () => {
  expect(stepsWithoutTask(intent, both, ["background"])).toEqual(["pileup", "merge"]);
  expect(stepsWithoutTask(intent, both, [])).toEqual([]);
  expect(stepsWithoutTask(intent, joined, ["background"])).toEqual([]);
  const either = aJoinIntent({ when: "signal || background" });
  expect(stepsWithoutTask(either, both, ["background"])).toEqual([]);
  expect(stepsWithoutTask(either, both, ["signal", "background"])).toEqual(["pileup", "merge"]);
});

test("PanDA is asked for the files of a join once it has ended and nothing of its parents runs, and again when they have changed", () => {
  const steps = (before: typeof joined, now: typeof joined) => joinsToRead(intent, before, now).map(({ step }) => step);
  const read = joined.map((task) =>
    task.step === "pileup" ? { ...task, read: { signal: { had: 3, made: 3 } } } : task,
  );
  const again = (status: string, attemptNr: number) => [
    ...read.filter(({ step }) => step !== "signal"),
    aTask("signal", status, { id: 1, attemptNr }),
  ];

  expect(steps([], [...both, aTask("pileup", "running", { id: 3 })])).toEqual([]);
  expect(steps([], joined)).toEqual(["pileup"]);
  expect(steps(read, joined)).toEqual([]);
  expect(steps(read, again("running", 2))).toEqual([]);
  expect(steps(read, again("done", 2))).toEqual(["pileup"]);
});

test("What a join has is compared file by file with what its parents have made", () => {
  const has = [dataset(files("signal", 2), files("background", 5, "running"))];
  const made = new Map([
    ["signal", [dataset(files("signal", 3)), dataset(files("log", 9))]],
    [
      "background",
      [dataset(files("background", 5), files("lost", 4, "failed"), [{ name: "regex|x", status: "finished" }])],
    ],
  ]);

  const read = filesRead(intent, "pileup", has, made);

  expect(read).toEqual({ signal: { had: 2, made: 3 }, background: { had: 5, made: 5 } });
  expect(lackingOf(intent, [aTask("pileup", "done", { read })]).map(lackText)).toEqual([
    "pileup read 2 of the 3 files that signal has",
  ]);
});

test("A join with no file of a parent lacks all of them", () => {
  const made = new Map([["background", [dataset(files("background", 5))]]]);

  expect(filesRead(intent, "pileup", [dataset([])], made)).toEqual({ background: { had: 0, made: 5 } });
});

test("Files that the request does not read are not missing", () => {
  const made = new Map([["background", [dataset(files("background", 5))]]]);
  const readWith = (reading: object, had: number) =>
    filesRead(aJoinIntent({ reading }), "pileup", [dataset(files("background", 5).slice(5 - had))], made);

  expect(readWith({ skip: 2 }, 3)).toEqual({ background: { had: 3, made: 3 } });
  expect(readWith({ maxFiles: 2 }, 2)).toEqual({ background: { had: 2, made: 2 } });
  expect(readWith({ match: "_4" }, 1)).toEqual({ background: { had: 1, made: 1 } });
  expect(readWith({ exclude: "_0" }, 4)).toEqual({ background: { had: 4, made: 4 } });
});
