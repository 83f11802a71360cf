import { expect, test } from "vitest";
import { limitedText } from "../../../../action/core/view/status/limited-text.ts";
import { anIntent, aTask, foldOf, pastOf } from "../../submission/a-submission.ts";

const contentOf = (files: number, input = {}) => ({
  format: 1 as const,
  request: {
    inputs: { data: { dataset: "d/", expect: { files } } },
    steps: { simulate: { in: [{ from: "data", ...input }] }, merge: { in: [{ from: "simulate" }] } },
  },
  resources: [],
});
type Change = Parameters<typeof anIntent>[0] & { readonly status?: string; readonly found?: number };
const wordsOf = ({ status = "running", found = 1, ...change }: Change): readonly string[] =>
  limitedText(
    foldOf([
      ...pastOf("submitted", { intent: anIntent({ content: contentOf(1), ...change }) }),
      {
        event: "seen",
        verdict: "running",
        tasks: [aTask("simulate", status, { files: found }), aTask("merge", "running", { files: 1 })],
      },
    ]),
  );
const approved = { approval: "approved by grace" };

test("The status of runs within a daily limit instead of an approval says how many files were taken, and that later files may differ", () => {
  expect(wordsOf({ approval: "the policy of productions/conventions.yaml, and no person (later runs)" })).toEqual([
    "step simulate takes 1 file of its input and no more, as its request expects and the limit counts; others may stand there, which PanDA does not tell",
  ]);
});

test("The status of approved productions has no text about a daily limit", () => {
  expect(wordsOf({ approval: "approved by grace" })).toEqual([]);
});

test.each(["running", "done", "finished"])(
  "The status of a task that is %s says if a step found fewer files of an input than the request expects",
  (status) => {
    expect(wordsOf({ ...approved, content: contentOf(5), status })).toEqual([
      "step simulate found 1 file of `data`, and the request expects 5: what is made of the others is missing",
    ]);
  },
);

test("The status says nothing about missing files while PanDA still reads the dataset", () => {
  expect(wordsOf({ ...approved, content: contentOf(5), status: "ready" })).toEqual([]);
});

test.each([
  ["skipped", { skip: 4 }],
  ["chosen by a pattern", { match: "*.dat" }],
])("Input files that are %s are not reported as missing in the status", (_, input) => {
  expect(wordsOf({ ...approved, content: contentOf(5, input) })).toEqual([]);
});

test("The status says if a job that must read all files found more files than expected", () => {
  const files = { ...approved, content: contentOf(1, { filesPerJob: "all" }) };
  expect(wordsOf(files)).toEqual([]);
  expect(wordsOf({ ...files, found: 2 })).toEqual([
    "step simulate found more files of `data` than the 1 that the request expects, so its job runs nothing",
  ]);
});
