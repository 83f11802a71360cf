import { expect, test } from "vitest";
import type { Intent, LedgerEvent, SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { badDataRead } from "../../../../action/core/pass/authorization/bad-data.ts";
import type { Moment } from "../../../../action/core/pass/reads.ts";
import { aRequest, type Draft, valid } from "../../a-production.ts";
import { anIntent, aTask, foldOf, lineOf, pastOf } from "../../submission/a-submission.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const toy = submissionKey("sP26a-toy", "1.0.0", undefined);
const ofToy = (change: Partial<Intent> = {}): Intent =>
  anIntent({
    content: {
      format: 1,
      request: { steps: { simulate: { out: ["hits.tar"] }, merge: { in: [{ from: "simulate" }], out: ["all.tar"] } } },
      resources: [],
    },
    ...change,
  });
const hits = "user.ada:user.ada.sP26a-toy-1.0.0-0_000_simulate_hits.tar";
const done = (change: Partial<Intent> = {}): readonly SubmissionEvent[] => [
  ...pastOf("submitted", { intent: ofToy(change) }),
  {
    event: "seen",
    verdict: "done",
    tasks: [
      aTask("simulate", "done", { name: "user.ada.sP26a-toy-1.0.0-0_000_simulate" }),
      aTask("merge", "done", { name: "user.ada.sP26a-toy-1.0.0-0_001_merge" }),
    ],
  },
];
const said = (id: string, quality: "good" | "bad", saidOn?: string): readonly SubmissionEvent[] => [
  { event: "person", verb: "declare", by: "bob", id, reason: "wrong beam spot", quality },
  ...(saidOn === undefined ? [] : [{ event: "declared", id, saidOn } as const]),
];

const reading = (input: Draft, request: Draft = {}): Draft => ({
  inputs: { in: input },
  steps: { read: { in: [{ from: "in", filesPerJob: 1 }], out: ["r.tar"], run: "make\n" } },
  ...request,
});
const reference = { production: "sP26a-toy", version: "1.0.0", step: "simulate" };
const asked: [string, unknown][] = [];

type World = {
  readonly events?: readonly SubmissionEvent[];
  readonly answers?: Answers;
  readonly moment?: Partial<Moment>;
};
/** What holds back a production that reads this, where the ledger says this of the toy. */
const held = async (request: Draft, { events = done(), answers = {}, moment = {} }: World = {}) => {
  asked.length = 0;
  const { production } = valid(aRequest(request));
  const lines: ReadonlyMap<SubmissionKey, readonly LedgerEvent[]> = new Map([[toy, events.map((one) => lineOf(one))]]);
  const facts: Answers = {
    events: (_, keys) => {
      asked.push(["events", keys]);
      return keys.includes(toy) ? lines : new Map();
    },
    submissions: (_, ...tags) => {
      asked.push(["submissions", tags]);
      return [toy, submissionKey("sP26a-other", "1.0.0", undefined)];
    },
    ...answers,
  };
  return await given(facts, (reads) =>
    badDataRead({ ...aMoment("h"), approvals: "not-needed", ...moment, ...reads }, production),
  );
};
const bad =
  "it reads data of sP26a-toy 1.0.0, which bob declared bad: wrong beam spot; a new version that reads others, or acknowledges reads-bad with a reason, is submitted, and this one when they are declared good";

test("A production that reads no data of ours asks the ledger nothing about bad data", async () => {
  expect(await held({})).toBeUndefined();
  expect(asked).toEqual([]);
});

test("Data that are done and that nobody declared bad may be read", async () => {
  expect(await held(reading(reference))).toBeUndefined();
  expect(asked).toEqual([["events", [toy]]]);
});

test("Data that the ledger does not know hold back no reader", async () => {
  expect(await held(reading(reference), { events: [] })).toBeUndefined();
});

test("Data that a person declared bad are not read, unless the request acknowledges it", async () => {
  const events = [...done(), ...said("11", "bad", "2026-03-01T11:00:00Z")];
  const acknowledge = [{ code: "reads-bad", reason: "to compare" }];

  expect(await held(reading(reference), { events })).toEqual({ reason: bad });
  expect(await held(reading({ ...reference, step: "merge" }), { events })).toEqual({ reason: bad });
  expect(await held(reading(reference, { acknowledge }), { events })).toBeUndefined();
});

test("Data that a person let go are not read, also by a request that acknowledges bad data", async () => {
  const events: readonly SubmissionEvent[] = [...done(), { event: "expired", id: "12", dids: [hits] }];
  const acknowledge = [{ code: "reads-bad", reason: "to compare" }];
  const reason = `it reads ${hits}, which a person let go by expire; a new version that reads others is submitted`;

  expect(await held(reading(reference), { events })).toEqual({ reason });
  expect(await held(reading(reference, { acknowledge }), { events })).toEqual({ reason });
});

test("A reader by name asks for the ledger's whole list, and a reader by version does not", async () => {
  const events = [...done(), ...said("11", "bad", "2026-03-01T11:00:00Z")];

  expect(await held(reading({ dataset: hits, files: 4 }), { events })).toEqual({ reason: bad });
  expect(asked).toEqual([
    ["submissions", []],
    ["events", [toy]],
  ]);
});

test("The newest word on data counts, also one of which no reader was told", async () => {
  const early = said("11", "bad", "2026-03-01T08:00:00Z");
  const good = said("12", "good", "2026-03-01T09:00:00Z");

  expect(await held(reading(reference), { events: [...done(), ...early, ...good] })).toBeUndefined();
  expect(await held(reading(reference), { events: [...done(), ...early, ...said("12", "good")] })).toBeUndefined();
  expect(await held(reading(reference), { events: [...done(), ...good, ...said("13", "bad")] })).toEqual({
    reason: bad,
  });
});

test("Data that a later step validates may be read when that step has succeeded, or when they are declared good", async () => {
  const steps = ["simulate", "merge", "check"];
  const content = {
    format: 1,
    request: {
      steps: { simulate: { out: ["hits.tar"] }, merge: {}, check: { in: [{ from: "simulate" }], validates: true } },
    },
    resources: [],
  } as const;
  const events = (status: string, run?: number): readonly SubmissionEvent[] => [
    ...pastOf("submitted", { intent: ofToy({ steps, content, ...(run === undefined ? {} : { run }) }) }),
    {
      event: "seen",
      verdict: "running",
      tasks: [aTask("simulate", "done"), aTask("check", status, { id: 3 })],
    },
  ];
  const validation = { tag: "sP26a-toy", version: "1.0.0", step: "check" };
  const reason =
    "it reads data of sP26a-toy 1.0.0, which its step check has not found good; a new version that reads others, or acknowledges reads-bad with a reason, is submitted, and this one when check succeeds or they are declared good";

  expect(await held(reading(reference), { events: events("running") })).toEqual({ reason, validation });
  expect(await held(reading(reference), { events: events("done") })).toBeUndefined();
  expect((await held(reading({ dataset: hits, files: 4 }), { events: events("running", 5) }))?.validation).toEqual({
    ...validation,
    run: 5,
  });
  const good = said("12", "good", "2026-03-01T09:00:00Z");
  expect(await held(reading(reference), { events: [...events("running"), ...good] })).toBeUndefined();
  expect(foldOf(events("running")).kind).toBe("running");
});
