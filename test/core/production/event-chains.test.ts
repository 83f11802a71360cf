import { expect, test } from "vitest";
import { eventChains, eventsAsked } from "../../../action/core/production/event-chains.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const chainsOf = (steps: Draft, more: Draft = {}) =>
  eventChains(valid(aRequest({ steps, ...more })).production.request);
const asked = (steps: Draft, jobs: Readonly<Record<string, number>>): number | undefined => {
  const found = chainsOf(steps);
  return found.kind === "unknown" ? undefined : eventsAsked(found.chains, (step) => jobs[step]);
};
const from = (name: string, filesPerJob: number | "all" = 1): Draft => ({
  ...{ in: [{ from: name, filesPerJob }], jobs: undefined, out: ["out.root"] },
  run: `make "\${${name}[@]}"\n`,
});
const simulate = aStep({ jobs: 10, eventsPerJob: 1000, run: 'make "$nEvents"\n' });

test("Events are counted in the last step that has them file by file, and not where all files are summed up", () => {
  const steps = { simulate, fit: aStep(from("simulate")), sum: aStep(from("fit", "all")) };

  expect(chainsOf(steps)).toEqual({
    kind: "known",
    chains: [
      [
        { step: "simulate", perJob: 1000, isWritten: true, filesPerJob: 1 },
        { step: "fit", perJob: 1000, isWritten: false, filesPerJob: 1 },
      ],
    ],
  });
  expect(asked(steps, { simulate: 10, fit: 10, sum: 1 })).toBe(10_000);
});

test("A job that merges files has the events of all of them, and the last one no more than there are", () => {
  expect(asked({ simulate, merge: aStep(from("simulate", 4)) }, { simulate: 10, merge: 3 })).toBe(10_000);
  expect(asked({ simulate, merge: aStep(from("simulate", 4)) }, { simulate: 10, merge: 2 })).toBe(8000);
});

test("Two ends of one chain have the same events, of which the least count, and those of two generators add up", () => {
  const ends = { simulate, a: aStep(from("simulate")), b: aStep({ ...from("simulate"), out: ["b.root"] }) };
  expect(asked(ends, { simulate: 10, a: 10, b: 7 })).toBe(7000);

  expect(asked({ simulate, other: { ...simulate, out: ["b.tar"] } }, { simulate: 10, other: 5 })).toBe(15_000);
});

test("An input that is read beside the events, as noise, is no end of a chain", () => {
  const mix = aStep({
    in: [
      { from: "simulate", filesPerJob: 1 },
      { from: "noise", filesPerJob: 2, reuse: true },
    ],
    ...{ jobs: undefined, run: 'mix "$simulate" "${noise[@]}"\n' },
  });
  const noise = aStep({ jobs: 4, out: ["noise.tar"], run: "make\n" });

  expect(asked({ simulate, noise, mix }, { simulate: 10, noise: 4, mix: 10 })).toBe(10_000);
});

test("A request that does not say the events of a job names the step that lacks them", () => {
  expect(chainsOf({ simulate: aStep() })).toEqual({ kind: "unknown", why: "simulate says no eventsPerJob" });
  const inputs = { hepmc: { dataset: "user.tester.a/", files: 20 } };
  expect(chainsOf({ fit: aStep(from("hepmc")) }, { inputs })).toEqual({
    kind: "unknown",
    why: "fit says no eventsPerJob",
  });
  expect(chainsOf({ fit: aStep({ ...from("hepmc"), eventsPerJob: 50 }) }, { inputs })).toMatchObject({ kind: "known" });
});

test("A file that a pattern finds has an unknown number of events", () => {
  const combine = aStep({ jobs: 10, eventsPerJob: 1000, out: [{ name: "D.root", files: "D_*.root" }] });

  expect(chainsOf({ combine, fit: aStep(from("combine")) })).toEqual({
    kind: "unknown",
    why: "nobody knows how many events a file of combine has",
  });
});

test("A number of events that only checks count is unknown before, and behind it each step has to count again", () => {
  const counting = aStep({ jobs: 10, checks: { run: "count out.root\n" } });
  const chain = [{ step: "simulate", perJob: 0, isWritten: true, filesPerJob: 1, isCounted: true }];

  expect(chainsOf({ simulate: counting })).toEqual({ kind: "known", chains: [chain] });
  expect(asked({ simulate: counting }, { simulate: 10 })).toBeUndefined();
  expect(chainsOf({ simulate: counting, fit: aStep(from("simulate")) })).toEqual({
    ...{ kind: "unknown", why: "only the checks of simulate count events" },
  });
  const again = aStep({ ...from("simulate"), checks: { run: "count out.root\n" } });
  expect(chainsOf({ simulate: counting, fit: again })).toMatchObject({ kind: "known", chains: [[{ step: "fit" }]] });
});
