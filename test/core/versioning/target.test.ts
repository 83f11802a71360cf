import { expect, test } from "vitest";
import type { PastVersion } from "../../../action/core/versioning/check-version.ts";
import { checkTarget, eventsWanted, targetText } from "../../../action/core/versioning/target.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const simulate = aStep({ jobs: 10, eventsPerJob: 1000, run: 'make "$nEvents"\n' });
const wanting = (events: number, change: Draft = {}) =>
  valid(aRequest({ steps: { simulate }, events, ...change })).production;

const past = (version: string, change: Partial<PastVersion> = {}): PastVersion => ({
  ...{ version, contentDigest: "", content: { format: 1, request: {}, resources: [] }, submitted: true, made: "here" },
  events: { asked: 10_000, delivered: 9000, isOver: true },
  ...change,
});
const said = (...[production, history]: Parameters<typeof checkTarget>): readonly string[] =>
  checkTarget(production, history).map(
    ({ code, severity, message, hint }) => `${severity} ${code}: ${message} ${hint}`,
  );
const planned = (...[production, history]: Parameters<typeof eventsWanted>): string => {
  const target = eventsWanted(production, history);
  return target === undefined ? "" : targetText(target);
};

test("A version that makes fewer events than are wanted is warned, with the jobs that would do", () => {
  expect(said(wanting(25_000), [])).toEqual([
    "warning target-not-reached: 1.0.0 has 10 000 of the 25 000 events that `events` wants. jobs: 25, or when it has ended a version that extends it, as `shrek extend` writes it",
  ]);
  expect(planned(wanting(25_000), [])).toBe("Wanted are 25 000 events: this version makes 10 000; 15 000 are missing.");
});

test("A version that makes all that is wanted is not warned, and nothing is said where nothing is wanted", () => {
  expect(said(wanting(10_000), [])).toEqual([]);
  expect(planned(wanting(10_000), [])).toBe("Wanted are 10 000 events: this version makes 10 000; that is all.");
  expect(eventsWanted(valid(aRequest()).production, [])).toBeUndefined();
});

test("The events that earlier versions delivered count, and of those that run what they were asked for", () => {
  const next = wanting(30_000, { version: "1.2.0", extends: "1.1.0" });
  const running = past("1.1.0", { extends: "1.0.0", events: { asked: 10_000, delivered: 3000, isOver: false } });

  expect(planned(next, [past("1.0.0"), running])).toBe(
    "Wanted are 30 000 events: 1.0.0 delivered 9 000; 1.1.0 is to make 10 000; this version makes 10 000; 1 000 are missing.",
  );
  expect(said(next, [past("1.0.0"), running])).toMatchObject([
    expect.stringContaining("1.2.0, with what it extends, has 29 000 of the 30 000 events"),
  ]);
  expect(said(wanting(29_000, { version: "1.2.0", extends: "1.1.0" }), [past("1.0.0"), running])).toEqual([]);
});

test("A version of another sample, one that nobody reads and one that was never submitted make nothing for this one", () => {
  const next = wanting(30_000, { version: "1.4.0", extends: "1.0.0" });
  const others = [
    past("0.9.0"),
    past("1.1.0", { extends: "1.0.0", unread: "was withdrawn" }),
    past("1.2.0", { extends: "1.0.0", submitted: false }),
  ];

  expect(planned(next, [past("1.0.0"), ...others])).toBe(
    "Wanted are 30 000 events: 1.0.0 delivered 9 000; this version makes 10 000; 11 000 are missing.",
  );
});

test("A version behind one of unknown delivery has no warning of missing events", () => {
  const next = wanting(30_000, { version: "1.1.0", extends: "1.0.0" });
  const unknown = past("1.0.0", { events: { asked: 10_000, isOver: true } });

  expect(planned(next, [unknown])).toBe(
    "Wanted are 30 000 events: how many 1.0.0 delivered is not known; this version makes 10 000.",
  );
  expect(said(next, [unknown])).toEqual([]);
});

test("A wanted number without events of a job has the warning that nobody will know how many are delivered", () => {
  expect(said(wanting(5000, { steps: { simulate: aStep() } }), [])).toEqual([
    "warning target-not-counted: Nobody will know how many of 5 000 events are delivered: simulate says no eventsPerJob. write `eventsPerJob` at the steps that make events, or `checks` that count them, or remove `events`",
  ]);
});

test("A wanted number whose jobs' checks count the events is in the plan, and nobody is warned", () => {
  const counted = wanting(5000, { steps: { simulate: aStep({ checks: { run: "count out.root\n" } }) } });

  expect(said(counted, [])).toEqual([]);
  expect(planned(counted, [])).toBe(
    "Wanted are 5 000 events: how many this version makes is not known, because the checks of its jobs count them.",
  );
});

test("A trial, and a version that the ledger has, are not warned", () => {
  expect(said(wanting(25_000, { version: "1.0.0-test.1" }), [])).toEqual([]);
  expect(said(wanting(25_000), [past("1.0.0")])).toEqual([]);
});

test("The wanted number of a production with runs counts all runs of its lists", () => {
  const request = aRequest({ steps: { simulate }, events: 30_000, runs: { list: "runs.txt" } });
  const files = [{ path: "runs.txt", mode: "100644" as const, bytes: new TextEncoder().encode("66001\n66002\n") }];
  const { production } = valid(request, { files });

  expect(planned(production, [])).toBe("Wanted are 30 000 events: this version makes 20 000; 10 000 are missing.");
});
