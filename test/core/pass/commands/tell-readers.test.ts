import { expect, test } from "vitest";
import type { SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { tellReaders } from "../../../../action/core/pass/commands/tell-readers.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { anIntent, aSubmission, at, foldOf, key, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const tag = "sP26a-toy";
const [said, earlier] = [at("10:30"), at("10:00")];
const bad = (id: string, step?: string): SubmissionEvent => ({
  ...{ event: "person", verb: "declare", by: "bob", id, reason: "spot", quality: "bad" },
  ...(step === undefined ? {} : { step }),
});
const made = (...words: readonly SubmissionEvent[]): SubmissionState => foldOf([...pastOf("submitted"), ...words]);
/** Of a production that reads this step of the toy. */
const reading = (step: string) =>
  anIntent({
    ...{ tag: `sP26a-${step}` },
    needs: [
      { ...{ kind: "production", input: "in", tag, version: "1.0.0", step, output: null, require: 1, dataset: null } },
    ],
  });
const keyOf = (name: string): SubmissionKey => submissionKey(`sP26a-${name}`, "1.0.0", undefined);

type World = {
  readonly states: readonly (readonly [SubmissionKey, SubmissionState])[];
  /** On the ledger besides, by past. */
  readonly ended?: Readonly<Record<SubmissionKey, readonly SubmissionEvent[]>>;
  readonly answers?: Answers;
};
const heard = async ({ states, ended = {}, answers = {} }: World) => {
  const { planning, said: trouble } = aPlanning();
  const keys = Object.keys(ended) as SubmissionKey[];
  const asked: (readonly SubmissionKey[])[] = [];
  const facts: Answers = {
    submissions: (_, ...tags) => (tags.length === 0 ? [...states.map(([one]) => one), ...keys] : []),
    events: (_, named) => {
      asked.push(named);
      return new Map(named.map((one) => [one, (ended[one] ?? []).map((event) => lineOf(event, said, one))]));
    },
    ...answers,
  };
  const planned = await given(facts, (reads) => tellReaders({ ...planning, ...reads }, aPlan(...states)));
  return { trouble, asked, whys: planned.parts.map(({ why }) => why), events: plannedEvents(planned) };
};
const nothing = { trouble: [], asked: [], whys: [], events: [] };
const told = (id: string) => [key, { event: "declared", id, saidOn: aPlanning().planning.now }] as const;
const tells = (of: SubmissionKey, step?: string) => {
  const input = { tag, version: "1.0.0", run: undefined };
  return [of, { event: "input-declared", input, step, quality: "bad", by: "bob", reason: "spot" }] as const;
};

test("Where readers were told of all declarations nothing is read", async () => {
  const states = [
    [key, made(bad("11"), { event: "declared", id: "11", saidOn: earlier })],
    [keyOf("none"), aSubmission("skipped")],
  ] as const;

  expect(await heard({ states, answers: { submissions: undefined as never } })).toEqual(nothing);
});

test("A declaration is recorded at all readers of the data, live or ended", async () => {
  const readers = { merge: pastOf("intended", { intent: reading("merge") }) };
  const [live, done, retired, other] = [keyOf("merge"), keyOf("done"), keyOf("retired"), keyOf("other")];
  const result = await heard({
    states: [
      [key, made(bad("11"))],
      [live, foldOf(readers.merge)],
      [keyOf("none"), aSubmission("skipped")],
      [other, aSubmission("intended", { intent: anIntent({ tag: "sP26a-other" }) })],
    ],
    ended: {
      [done]: pastOf("done", { intent: reading("simulate") }),
      [retired]: pastOf("retired", { intent: reading("simulate") }),
      [keyOf("empty")]: pastOf("skipped"),
    },
  });

  expect(result).toEqual({
    ...{ trouble: [], whys: [`Declared: ${key} and 2 more`] },
    asked: [
      [done, retired, keyOf("empty")],
      [done, retired],
    ],
    events: [told("11"), tells(live), tells(done)],
  });
});

test("A declaration about a step is recorded at what reads that step, and one of which they were told before is not recorded again", async () => {
  const states = [
    [key, made(bad("11"), { event: "declared", id: "11", saidOn: earlier }, bad("12", "merge"))],
    [keyOf("merge"), foldOf(pastOf("intended", { intent: reading("merge") }))],
    [keyOf("simulate"), foldOf(pastOf("intended", { intent: reading("simulate") }))],
  ] as const;

  expect(await heard({ states })).toMatchObject({
    whys: [`Declared: ${key}, ${keyOf("merge")}`],
    events: [told("12"), tells(keyOf("merge"), "merge")],
  });
});
