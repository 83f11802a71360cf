import { expect, test } from "vitest";
import { limitedWords } from "../../../../action/core/view/status/limited-text.ts";
import { anIntent, aTask, foldOf, pastOf } from "../../submission/a-submission.ts";

const content = {
  format: 1,
  request: {
    inputs: { data: { dataset: "d/", expect: { files: 1 } } },
    steps: { simulate: { in: [{ from: "data" }] }, merge: { in: [{ from: "simulate" }] } },
  },
  resources: [],
} as const;
const wordsOf = (change: Parameters<typeof anIntent>[0]): readonly string[] =>
  limitedWords(
    foldOf([
      ...pastOf("submitted", { intent: anIntent({ content, ...change }) }),
      {
        event: "seen",
        verdict: "running",
        tasks: [aTask("simulate", "running", { files: 1 }), aTask("merge", "running", { files: 1 })],
      },
    ]),
  );

test("where a limit took the place of an approval, the status says how many files were taken and that others may stand there", () => {
  expect(wordsOf({ approval: "the policy of productions/conventions.yaml, and no person (later runs)" })).toEqual([
    "step simulate takes 1 file of its input and no more, as its request expects and the limit counts; others may stand there, which PanDA does not tell",
  ]);
});

test("what people approved is not told so", () => {
  expect(wordsOf({ approval: "approved by grace" })).toEqual([]);
});
