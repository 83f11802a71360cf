import { expect, test } from "vitest";
import { coreHoursUsed, type StepCompletion } from "../../../action/core/ledger/step-completion.ts";

type Read = Exclude<StepCompletion, { readonly kind: "not-known" }>;

const readWhole = (cpuSeconds: number | null): Read => ({
  step: "simulate",
  task: 1,
  kind: "all",
  count: 2,
  first: 10,
  last: 11,
  sites: { SITE_A: 2 },
  failures: {},
  outputs: {},
  used: { jobs: 2, seconds: 60, cpuSeconds, megabytes: null },
});
const { used: _used, ...withoutTimes } = readWhole(1);
const readInPart: StepCompletion = { ...readWhole(36), kind: "unsuccessful" };
const notKnown: StepCompletion = { step: "merge", task: 2, kind: "not-known", reason: "PanDA has no list" };

test.each<readonly [title: string, steps: readonly StepCompletion[] | undefined, hours: number | null]>([
  ["the seconds of all its steps, in hours of two places", [readWhole(3600), readWhole(90)], 1.03],
  ["none where its jobs took none", [readWhole(0)], 0],
  ["unknown before a step has ended", [], null],
  ["unknown where nothing of its end is in the ledger", undefined, null],
  ["unknown where a pilot said nothing", [readWhole(3600), readWhole(null)], null],
  ["unknown where no pilot reported times", [readWhole(3600), withoutTimes], null],
  ["unknown where only jobs that failed were read", [readWhole(3600), readInPart], null],
  ["unknown where a step could not be read", [readWhole(3600), notKnown], null],
])("The core-hours that a submission used are %s", (_title, steps, hours) => {
  expect(coreHoursUsed(steps)).toBe(hours);
});
