import { describe, expect, test } from "vitest";
import { prunOptions } from "../../../action/core/plan/prun-options.ts";
import type { Step } from "../../../action/core/production/production.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const data = { dataset: "user.tester.data/", files: 300 };
const stepOf = (step: Draft, more: Draft = {}): Step => {
  const inputs = JSON.stringify(step).includes('"data"') ? { inputs: { data } } : {};
  const { production } = valid(aRequest({ ...inputs, steps: { make: aStep(), simulate: aStep(step), ...more } }));
  const found = production.steps.find(({ name }) => name === "simulate");
  if (found === undefined) throw new Error("no step");
  return found;
};
const optionsOf = (step: Draft): string => prunOptions("user.test.x.v1", stepOf(step)).join(" ");
const reads = (input: Draft, step: Draft = {}): Draft => ({
  in: [{ from: "data", filesPerJob: 2, ...input }],
  jobs: undefined,
  ...step,
});

test("A step that pairs outside data is given to prun with the number of files that both inputs expect together", () => {
  const pair = { in: ["x", "y"].map((from) => ({ from, filesPerJob: 1 })), out: ["join.root"], run: "make\n" };
  const inputs = {
    x: { dataset: "user.t.w_000_s_s.root", files: 10 },
    y: { dataset: "user.t.w_000_s_other.root", files: 10 },
  };
  const { production } = valid(aRequest({ inputs, steps: { join: pair } }));

  expect(production.steps.flatMap((step) => prunOptions(production.outDS, step)).join(" ")).toContain(
    "--nFilesPerJob 2 --nFiles 20",
  );
});

describe("step options", () => {
  test.each<[string, Draft, string]>([
    [
      "a file divided by events",
      reads({ filesPerJob: 1, eventsPerFile: 30 }, { eventsPerJob: 10 }),
      "--nFilesPerJob 1 --nEventsPerFile 30 --nEventsPerJob 10 --nFiles",
    ],
    [
      "files of a pattern",
      { out: [{ name: "DST.root", files: "DST_*.root" }] },
      "--outputs DST.root:regex|^user[.]test[.]x[.]v1_simulate[.]",
    ],
    ["priority", { priority: 950 }, "--priority 950"],
    ["destination", { destination: "BNL_DATADISK" }, "--destSE BNL_DATADISK"],
    ["excluded sites", { excludeSites: ["NERSC", "LAPTOP"] }, "--excludedSite NERSC,LAPTOP"],
    ["inputs that are copied", reads({}, { copyInputs: true }), "--nFilesPerJob 2 --nFiles 300 --forceStaged"],
    ["as many files of data from outside as the request expects", reads({}), "--nFilesPerJob 2 --nFiles 300"],
    ["those behind the ones that are skipped", reads({ skip: 100 }), "--nFiles 200 --nSkipFiles 100"],
    ["a limit of files", reads({ maxFiles: 10 }), "--nFilesPerJob 2 --nFiles 10"],
    [
      "all files in one job, and one more where there are others",
      reads({ filesPerJob: "all" }),
      "--nFilesPerJob 1000 --maxNFilesPerJob 1000 --nFiles 301",
    ],
    [
      "a cut by size",
      reads({ filesPerJob: undefined, gbPerJob: 10, maxFilesPerJob: 50 }),
      "--nGBPerJob 10 --maxNFilesPerJob 50",
    ],
    ["a pattern, of which prun makes a regular expression", reads({ match: "part*.dat" }), "--match part*.dat"],
    ["several patterns", reads({ match: ["a*", "b.dat"] }), "--match a*,b.dat"],
    ["what is left out", reads({ exclude: "*.log", skip: 3 }), "--antiMatch *.log --nSkipFiles 3"],
  ])("A step option becomes an option of prun: %s", (_, step, options) => {
    expect(optionsOf(step)).toContain(options);
  });

  test("Walltime is given to prun only where PanDA cuts by size, because elsewhere JEDI would cut groups by it", () => {
    expect(optionsOf(reads({ filesPerJob: undefined, gbPerJob: 10 }, { walltime: 3 }))).toContain("--maxWalltime 3");
    expect(optionsOf(reads({}, { walltime: 3 }))).not.toContain("--maxWalltime");
    expect(optionsOf({ walltime: 3 })).not.toContain("--maxWalltime");
  });

  test("A secondary input is given to prun with its pattern and its skip in one word", () => {
    const step = (second: Draft): Draft => ({
      in: [
        { from: "make", filesPerJob: 1 },
        { from: "data", filesPerJob: 3, ...second },
      ],
      jobs: undefined,
    });

    expect(optionsOf(step({}))).toContain("--secondaryDSs IN2:3:%{SECDS1} ");
    expect(optionsOf(step({ match: "a*" }))).toContain("--secondaryDSs IN2:3:%{SECDS1}:a.* ");
    expect(optionsOf(step({ skip: 7 }))).toContain("--secondaryDSs IN2:3:%{SECDS1}::7 ");
    expect(optionsOf(step({ match: ["a*", "b.c"] }))).toContain("--secondaryDSs IN2:3:%{SECDS1}:a.*|b[.]c ");
    expect(optionsOf(step({ match: "a*", skip: 7 }))).toContain("--secondaryDSs IN2:3:%{SECDS1}:a.*:7 ");
  });

  test("A step that only waits for its input is given to prun with its number of jobs", () => {
    expect(optionsOf({ in: [{ from: "make", filesPerJob: 1 }], when: "!make", jobs: 2 })).toContain("--nJobs 2");
  });
});

describe("numbers of jobs", () => {
  const counted = (step: Draft): readonly (number | undefined)[] => {
    const { jobs, maxJobs } = stepOf(step);
    return [jobs, maxJobs];
  };

  test.each<[string, Draft, readonly (number | undefined)[]]>([
    ["files over files a job", reads({}), [150, 150]],
    ["what is skipped is not read", reads({ skip: 11 }), [145, 145]],
    ["what is repeated is read again", reads({ repeat: 4 }), [600, 600]],
    ["no more than is wanted", reads({ maxFiles: 7 }), [4, 4]],
    [
      "nobody knows what a size makes, but never more than there are files",
      reads({ filesPerJob: undefined, gbPerJob: 1 }),
      [undefined, 300],
    ],
  ])("A step is given to prun with its number of jobs: %s", (_, step, jobs) => {
    expect(counted(step)).toEqual(jobs);
  });

  test("An input pattern of a step leaves the number of files that the step reads unknown", () => {
    expect(counted({ in: [{ from: "make", filesPerJob: 2, match: "a*" }], jobs: undefined })).toEqual([undefined, 5]);
  });
});
