import { expect, test } from "vitest";
import type { Intent, SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { extensionFault, lostJobsOf, remakeOf } from "../../../action/core/outcomes/extension.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent, aSubmission, aTask, at, foldOf, pastOf } from "../submission/a-submission.ts";

const tag = "sP26a-toy";
const simulate = aStep({ out: ["hits.root"], jobs: 10, run: 'make "$uniqueId"\n' });
const merge = aStep({
  in: [{ from: "simulate", filesPerJob: 2 }],
  ...{ out: ["all.root"], jobs: undefined, run: 'merge "${simulate[@]}"\n' },
});
const intentOf = (steps: Draft, change: Partial<Intent> = {}, request: Draft = {}): Intent => {
  const { content, production } = valid(aRequest({ steps, ...request }));
  const jobs = production.steps.map(({ name, jobs: count }) => [name, count ?? 0]);
  return anIntent({ content, steps: Object.keys(steps), stepJobs: Object.fromEntries(jobs), ...change });
};
const ended = (intent: Intent, tasks: readonly TaskSeen[], ...more: readonly SubmissionEvent[]): SubmissionState =>
  foldOf([
    ...pastOf("submitted", { intent }),
    { event: "seen", verdict: "completed-partially", tasks, pandaDate: at("10:00") },
    ...more,
  ]);
const of = (version: string, state: SubmissionState) => ({ key: submissionKey(tag, version, undefined), state });
const faultOf = (state: SubmissionState): string | undefined => extensionFault([of("1.0.0", state)], tag, "1.0.0");
const nine = aTask("simulate", "finished", { files: 10, finished: 9, failed: 1 });

test.each<StateKind>(["intended", "held", "checking", "in-doubt", "submitted", "running", "stalled"])(
  "A version that is %s is not extended until all of it has ended",
  (kind) => {
    const intent = intentOf({ simulate });
    if (kind === "stalled") expect(faultOf(aSubmission(kind, { intent }))).toBeUndefined();
    else expect(faultOf(aSubmission(kind, { intent }))).toContain(`${tag} 1.0.0 has not ended: it is ${kind} (`);
  },
);

test("A version is not extended if it was given up, declared bad or never submitted, or is a trial", () => {
  const intent = intentOf({ simulate });
  const bad: readonly SubmissionEvent[] = [
    { event: "person", verb: "declare", by: "bob", id: "5", reason: "wrong", quality: "bad" },
    { event: "declared", id: "5", saidOn: at("12:00") },
  ];

  expect(extensionFault([], tag, "1.0.0")).toBe(`The ledger has no ${tag} 1.0.0.`);
  expect(faultOf(aSubmission("skipped"))).toBe(`${tag} 1.0.0 was not submitted by SHREK, so its seeds are not known.`);
  expect(faultOf(aSubmission("withdrawn", { intent }))).toBe(`${tag} 1.0.0 was withdrawn.`);
  expect(faultOf(aSubmission("retired", { intent }))).toBe(`${tag} 1.0.0 is retired.`);
  expect(faultOf(aSubmission("closed", { intent }))).toBe(`${tag} 1.0.0 was closed (why).`);
  expect(faultOf(ended(intent, [nine], ...bad))).toBe(`${tag} 1.0.0 was declared bad by bob.`);
  expect(faultOf(ended(intent, [nine]))).toBeUndefined();
});

test("A version is not extended while its task runs, a retry waits or a version that extends it runs", () => {
  const intent = intentOf({ simulate });
  const retry: SubmissionEvent = { event: "person", verb: "retry", by: "bob", id: "6", reason: "" };
  const next = intentOf({ simulate }, { version: "1.1.0" }, { version: "1.1.0", extends: "1.0.0" });
  const good = of("1.0.0", ended(intent, [nine]));

  expect(faultOf(ended(intent, [nine, aTask("merge", "running")]))).toContain("has not ended");
  expect(faultOf(ended(intent, [nine], retry))).toContain("has not ended");
  expect(extensionFault([good, of("1.1.0", aSubmission("running", { intent: next }))], tag, "1.0.0")).toBe(
    `${tag} 1.1.0, which extends it, has not ended: it is running.`,
  );
  expect(extensionFault([good, of("1.1.0", aSubmission("withdrawn", { intent: next }))], tag, "1.0.0")).toBeUndefined();
});

test("Lost are the jobs whose results are not there at the end of the chain, also where nobody counts events", () => {
  const done = aTask("simulate", "done");

  expect(lostJobsOf(ended(intentOf({ simulate }), [nine]))).toEqual({
    kind: "known",
    step: "simulate",
    jobs: 1,
    asked: 10,
  });
  const merged = aTask("merge", "finished", { files: 10, finished: 6, failed: 4 });
  expect(lostJobsOf(ended(intentOf({ simulate, merge }), [done, merged]))).toMatchObject({ kind: "known", jobs: 4 });
  expect(lostJobsOf(ended(intentOf({ simulate }), [done]))).toMatchObject({ kind: "known", jobs: 0 });
  expect(lostJobsOf(aSubmission("running"))).toEqual({ kind: "unknown", why: "it has not ended" });
  const two = { simulate, other: { ...simulate, out: ["b.root"] } };
  expect(lostJobsOf(ended(intentOf(two), [nine, aTask("other", "done")]))).toMatchObject({ kind: "unknown" });
});

const remade = (state: SubmissionState, all: Parameters<typeof remakeOf>[1] = [], hasApp = true) =>
  remakeOf(of("1.0.0", state), all, hasApp);

test("Lost jobs are made again by an order where an extension makes others of them, and nowhere else", () => {
  const { content, ...others } = intentOf({ simulate });
  const rows = { ...Object(content.request), steps: { simulate: { ...simulate, jobs: undefined, table: "jobs.csv" } } };
  const one = { step: "simulate", jobs: 1 };

  expect(remade(ended(intentOf({ simulate }), [nine]))).toEqual({ ...one, by: "order", takesComment: true });
  expect(remade(ended(intentOf({ simulate }), [nine]), [], false)).toMatchObject({ by: "order", takesComment: false });
  expect(remade(ended({ ...others, content: { ...content, request: rows } }, [nine]))).toEqual({
    ...one,
    ...{ by: "hand", way: "a version whose table has these rows alone makes them" },
  });
  expect(remade(ended(intentOf({ simulate }, { variant: true }), [nine]))).toMatchObject({ by: "hand" });
  expect(remade(ended(intentOf({ simulate }, { run: 7 }), [nine]))).toMatchObject({ by: "hand" });
  expect(remade(ended(intentOf({ simulate }, { seeds: [] }), [nine]))).toMatchObject({ by: "hand" });
  expect(remade(ended(intentOf({ simulate }), [aTask("simulate", "done")]))).toBeUndefined();
  expect(remade(aSubmission("running", { intent: intentOf({ simulate }) }))).toBeUndefined();
});

test("What a version that extends it may have made is not offered to be made again, unless that version was given up", () => {
  const lost = ended(intentOf({ simulate }), [nine]);
  const next = intentOf({ simulate }, { version: "1.1.0" }, { version: "1.1.0", extends: "1.0.0" });

  expect(remade(lost, [of("1.0.0", lost), of("1.1.0", aSubmission("done", { intent: next }))])).toEqual({
    ...{ step: "simulate", jobs: 1 },
    ...{ by: "version", version: "1.1.0", isStopped: false },
  });
  expect(remade(lost, [of("1.1.0", aSubmission("withdrawn", { intent: next }))])).toMatchObject({ by: "order" });
});

test("What failed as a whole is not made again by more jobs, which would fail in the same way", () => {
  const none = aTask("simulate", "failed", { files: 10, finished: 0, failed: 10 });
  const failed = foldOf([
    ...pastOf("submitted", { intent: intentOf({ simulate }) }),
    { event: "seen", verdict: "failed", tasks: [none], pandaDate: at("10:00") },
  ]);

  expect(lostJobsOf(failed)).toMatchObject({ kind: "known", jobs: 10 });
  expect(remade(failed)).toBeUndefined();
});
