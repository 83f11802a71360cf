import { expect, test } from "vitest";
import { planProduction } from "../../../action/core/plan/plan.ts";
import { renderCwl } from "../../../action/core/render/cwl.ts";
import { pairText } from "../../../action/core/view/plan/pair-text.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const branch = (from: string, out: string): Draft => ({ in: [{ from, filesPerJob: 1 }], out: [out], run: "make\n" });
const { production } = valid(
  aRequest({
    steps: {
      a: aStep(),
      l: branch("a", "l.root"),
      aside: branch("a", "aside.root"),
      r: branch("a", "r.root"),
      r2: branch("r", "r2.root"),
      join: {
        in: [
          { from: "l", filesPerJob: 1 },
          { from: "r2", filesPerJob: 1 },
        ],
        out: ["join.root"],
        eventsPerJob: 20,
        run: "make\n",
      },
    },
  }),
);
const plan = planProduction(production);

test("The steps between a common file and the step that joins carry the file's number, and no others", () => {
  const carrying = plan.steps.filter(({ prun }) => prun.includes("--addNthFieldOfInFileToLFN 3,4"));

  expect(carrying.map(({ step }) => step).toSorted()).toEqual(["join", "l", "r", "r2"]);
  expect(plan.steps.filter(({ prun }) => prun.includes("skipScout")).map(({ step }) => step)).toEqual(["join"]);
});

test("Each pair of joined files is one job; all its inputs are primary, and its events are divided over the files", () => {
  const join = plan.steps.find(({ step }) => step === "join");

  expect(join).toMatchObject({ jobs: 10, pairs: ["l", "r2"], parents: ["l", "r2"] });
  expect(join?.prun).toMatch(/--inDS \S+_l_l\.root\/,\S+_r2_r2\.root\/ .*%IN" .*--nFilesPerJob 2/);
  expect(renderCwl(production)).toContain(
    "opt_inDS:\n        source:\n          - l/outDS\n          - r2/outDS\n      opt_inDsType:\n        default:\n          - l.root\n          - r2.root\n",
  );
});

test("The plan shows how PanDA gets paired files, and what becomes of files without a partner", () => {
  expect(pairText(plan)).toEqual([
    "join joins l and r2 by the file that they were made of. This PanDA must take several datasets as one input and skip scouts: run a trial first. A job whose files do not belong together fails before its payload, with exit code 11.",
  ]);
});

test("The plan says that data from outside with one file a job are paired by position", () => {
  const wordsOf = (files: readonly number[], second: Draft = {}) => {
    const inputs = files.map((count, index) => [`i${index}`, { dataset: `user.x.data${index}/`, files: count }]);
    const read = files.map((_, index) => ({ from: `i${index}`, filesPerJob: 1, ...(index === 1 ? second : {}) }));
    const step = { in: read, out: ["out.root"], run: "make\n" };
    return pairText(
      planProduction(valid(aRequest({ inputs: Object.fromEntries(inputs), steps: { mix: step } })).production),
    );
  };

  expect(wordsOf([20, 20])).toEqual([
    "mix pairs i0 and i1 by their positions in lists of 20 files: where a file is missing in one of them, the jobs behind it read files that do not belong together. Files of the same events come together with names and group.",
  ]);
  expect(wordsOf([20, 20, 20, 20, 20])[0]).toContain("mix pairs i0 to i4 by");
  expect([...wordsOf([20, 40]), ...wordsOf([20, 20], { reuse: true }), ...wordsOf([1, 1]), ...wordsOf([20])]).toEqual(
    [],
  );
});
