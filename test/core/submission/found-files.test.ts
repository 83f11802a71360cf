import { expect, test } from "vitest";
import { foundFiles, shareFound } from "../../../action/core/submission/found-files.ts";
import type { Json } from "../../../action/core/text/canonical-json.ts";
import { anIntent, aTask } from "./a-submission.ts";

type Read = Readonly<Record<string, Json>>;
const reading = (read: Read, files: Json = 100) =>
  anIntent({
    content: {
      format: 1,
      request: { inputs: { raw: { dataset: "x:y", files } }, steps: { simulate: { in: [{ from: "raw", ...read }] } } },
      resources: [],
    },
  });
const found = (read: Read, files: Json = 100, took = 40) =>
  foundFiles(reading(read, files), [aTask("simulate", "running", { files: took })]);
const asked = (files: number, asWhole = false) => [{ step: "simulate", input: "raw", files, asWhole, found: 40 }];

test("The files that a task took of data from outside are compared with what the request asked for", () => {
  expect(found({})).toEqual(asked(100));
  expect(found({ filesPerJob: "all" })).toEqual(asked(100, true));
  expect(found({ filesPerJob: 10 })).toEqual(asked(100));
  expect(found({ skip: 30 })).toEqual(asked(70));
  expect(found({ maxFiles: 50 })).toEqual(asked(50));
  expect(found({ maxFiles: 90, skip: 30 })).toEqual(asked(70));
  expect(found({ skip: 99 })).toEqual(asked(1));
});

test.each([
  ["a pattern takes a part", { match: "a*" }, 100],
  ["a pattern leaves a part out", { exclude: "a*" }, 100],
  ["files are read again", { repeat: 2 }, 100],
  ["two lists are paired", { pair: "b" }, 100],
  ["the number is a column of the runs", {}, "$files"],
  ["nothing is left behind those that it skips", { skip: 100 }, 100],
])("The number of files that a request asked for is unknown where %s", (_, read: Read, files: Json) => {
  expect(found(read, files)).toEqual([]);
});

test("Tasks that read nothing from outside, or no input at all, are not compared", () => {
  const { content } = anIntent();
  const others = { other: { in: [{ from: "simulate" }] }, alone: {}, odd: { in: "raw" } };
  const intent = anIntent({ content: { ...content, request: { inputs: {}, steps: others } } });

  expect(foundFiles(intent, [aTask("other", "running"), aTask("alone", "running"), aTask("odd", "running")])).toEqual(
    [],
  );
});

test.each([
  ["registered", 40, 0],
  ["pending", 40, 0],
  ["running", 0, 0],
  ["running", 1, 1],
  ["finished", 40, 1],
  ["done", 40, 1],
])("A task that is %s with %i files tells of %i inputs", (status, files, count) => {
  expect(foundFiles(reading({}), [aTask("simulate", status, { files })])).toHaveLength(count);
});

test("The share that was found is that of the step that found the least, at most all, and all where it is unknown", () => {
  const share = (...took: readonly number[]) =>
    shareFound(
      reading({}),
      took.map((files) => aTask("simulate", "running", { files })),
    );

  expect([share(), share(40), share(90, 40), share(120)]).toEqual([1, 0.4, 0.4, 1]);
});
