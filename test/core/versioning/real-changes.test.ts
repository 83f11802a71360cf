import { describe, expect, test } from "vitest";
import type { Bump } from "../../../action/core/conventions/version-style.ts";
import { leastBump } from "../../../action/core/versioning/least-bump.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const run = `set -x
source setup.sh
if [ -f macro.C ]; then
  root.exe -q -b "macro.C($nEvents,$runnumber)"
fi
echo done
tar cf hits.tar *.root
`;
const simulate = { eventsPerJob: 100, parameters: { runnumber: 1, filelist: "a.list" }, run };
const request = (step: Draft = {}, rest: Draft = {}): Draft =>
  aRequest({
    inputs: { hepmc: { dataset: "user.tester.a/", files: 99 } },
    steps: {
      simulate: aStep({ ...simulate, ...step }),
      overlay: {
        in: [
          { from: "simulate", filesPerJob: 1 },
          { from: "hepmc", filesPerJob: 2 },
        ],
        out: ["dst.tar"],
        run: "make\n",
      },
    },
    ...rest,
  });
const steps = (overlay: Draft): Draft => ({
  steps: { simulate: aStep(simulate), overlay: { out: ["dst.tar"], run: "make\n", ...overlay } },
});
const hepmc = { from: "hepmc", filesPerJob: 2 };
const line = (from: string, to: string): Draft => request({ run: run.replace(from, to) });

/**
 * The kinds of change that were counted in the versions of four years of sPHENIX productions, each as a pair of
 * requests: what such a change must at least cost.
 */
const rows: readonly (readonly [string, Bump, Draft, Draft?])[] = [
  ["nothing changed", "none", request()],
  ["words only", "none", request({}, { description: "Other words", contact: ["@somebody-else"] })],
  ["nEvents", "minor", request({ eventsPerJob: 200 })],
  ["nJobs", "minor", request({ jobs: 20 })],
  ["commands: logic", "major", line("-f macro.C", "-s macro.C")],
  ["commands: logic, a branch more", "major", line("fi\n", "else\n  exit 1\nfi\n")],
  ["commands: the line of root.exe", "major", line("root.exe -q -b", "root.exe -b")],
  ["commands: another set-up", "major", line("source setup.sh", "source setup-new.sh")],
  ["commands: another program that only prints", "major", line("echo done", "ls -la\necho done")],
  ["commands: echo, log only", "patch", line("echo done", "echo all\necho done now")],
  ["build", "major", request({}, { build: "ana.419" })],
  [
    "a job added",
    "major",
    request({}, { steps: { simulate: aStep(simulate), other: aStep({ out: ["o"] }) } }),
    request({}, { steps: { simulate: aStep(simulate) } }),
  ],
  [
    "a job removed",
    "major",
    request({}, { steps: { simulate: aStep(simulate) } }),
    request({}, { steps: { simulate: aStep(simulate), other: aStep({ out: ["o"] }) } }),
  ],
  ["maxAttempt", "patch", request({ maxAttempt: 5 })],
  ["memory", "patch", request({ memory: 4000 })],
  ["maxWalltime", "patch", request({ walltime: 12 })],
  ["datasets", "minor", request({}, { inputs: { hepmc: { dataset: "user.tester.b/", files: 99 } } })],
  ["nFilesPerJob", "minor", request({}, steps({ in: [{ from: "simulate", filesPerJob: 2 }, hepmc] }))],
  ["nFiles added", "minor", request({}, steps({ in: [{ from: "simulate", filesPerJob: 1, maxFiles: 5 }, hepmc] }))],
  [
    "nFiles removed",
    "minor",
    request(),
    request({}, steps({ in: [{ from: "simulate", filesPerJob: 1, maxFiles: 5 }, hepmc] })),
  ],
  ["runnumber changed", "minor", request({ parameters: { runnumber: 2, filelist: "a.list" } })],
  ["runnumber added", "minor", request(), request({ parameters: { filelist: "a.list" } })],
  ["input names", "major", request({}, steps({ in: [{ from: "hepmc", filesPerJob: 1 }] }))],
  [
    "output name",
    "major",
    request({ out: ["hits2.tar"] }, { steps: { simulate: aStep({ ...simulate, out: ["hits2.tar"] }) } }),
  ],
  ["filelist", "major", request({ parameters: { runnumber: 1, filelist: "b.list" } })],
  ["macro", "major", line("macro.C($n", "other.C($n")],
];

describe("real changes", () => {
  test.each(rows.map(([what, bump, to, from]) => ({ what, bump, to, from: from ?? request() })))(
    "A real change of productions needs the bump that people chose: $what: $bump",
    ({ bump, from, to }) => {
      expect(leastBump(valid(from).content, valid(to).content).bump).toBe(bump);
    },
  );

  test("A seed offset on a command line is no change of a request, because seeds come from the ledger", () => {
    expect(
      leastBump(valid(request()).content, valid(request({}, { version: "1.0.1", acknowledge: [] })).content).bump,
    ).toBe("none");
  });
});
