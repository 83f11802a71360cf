import { expect, test } from "vitest";
import type { GivenCommand, SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { releaseHeld } from "../../../../action/core/pass/commands/release-held.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aRequest, conventionsBytes, valid } from "../../a-production.ts";
import { anIntent, aTask, foldOf, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";

const folder = "productions/p";
const { production } = valid(aRequest(), { folder });
const { tag, version, contentDigest } = production;
const key = submissionKey(tag, version, undefined);
const intent = anIntent({ tag, version, contentDigest, folder, approval: "none", pullRequest: 7 });
type Held = Extract<SubmissionEvent, { readonly event: "held" }>;
const word = (id: string): SubmissionEvent =>
  ({ event: "person", verb: "submit", by: "bob", id, reason: "" }) satisfies { event: "person" } & GivenCommand;
const heldBy = (change: Partial<Held>, ...words: readonly SubmissionEvent[]): SubmissionState =>
  foldOf([{ event: "intended", intent, attempt: 1 }, ...words, { event: "held", reason: "why", ...change }]);

/** What is planned for what is held so, where main still holds it. */
const released = async (state: SubmissionState, answers: Answers = {}) => {
  const { planning, said } = aPlanning("head", { approvals: "assumed" });
  const texts = {
    "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes),
    [`${folder}/production.yaml`]: JSON.stringify(aRequest()),
  };
  const facts: Answers = { ...aTree("head", texts), holdsRequest: () => true, since: () => [], ...answers };
  const planned = await given(facts, (reads) => releaseHeld({ ...planning, ...reads }, aPlan([key, state])));
  return { said, whys: planned.parts.map(({ why }) => why), events: plannedEvents(planned).map(([, event]) => event) };
};
const goesOn = {
  ...{ said: [], whys: [`Asked to submit: ${key}`] },
  events: [{ event: "intended", intent: { ...intent, approval: "assumed", pullRequest: null }, attempt: 1 }],
};
const stays = { said: [], whys: [], events: [] };

test.each<readonly [string, readonly string[], readonly string[] | undefined, boolean]>([
  ["no word", [], undefined, false],
  ["a word", ["1"], undefined, true],
  ["a word that was used", ["1"], ["1"], false],
  ["a word beside one that was used", ["1", "2"], ["1"], true],
])("What is held is asked about again by %s", async (_, words, spent, isAsked) => {
  const state = heldBy(spent === undefined ? {} : { spent }, ...words.map(word));

  expect(await released(state)).toEqual(isAsked ? goesOn : stays);
});

test("A submission that is not held asks no question about a release", async () => {
  expect(await released(foldOf([...pastOf("blocked", { intent }), word("1")]))).toEqual(stays);
});

const declared = (...qualities: readonly ("good" | "bad")[]): SubmissionState => {
  const state = heldBy({});
  if (state.kind !== "held") throw new Error(state.kind);
  const inputsDeclared = qualities.map((quality) => ({
    ...{ input: { tag: "sP26a-toy", version: "1.0.0" }, quality, by: "bob", reason: "x" },
  }));
  return { ...state, past: { ...state.past, inputsDeclared } };
};
test.each<readonly [readonly ("good" | "bad")[], boolean]>([
  [["good"], true],
  [["good", "good"], true],
  [["good", "bad"], false],
  [["bad"], false],
])("Where what it reads was declared %j it is asked about again: %s", async (qualities, isAsked) => {
  expect(await released(declared(...qualities))).toEqual(isAsked ? goesOn : stays);
});

const validation = { tag: "sP26a-toy", version: "1.0.0", step: "merge" };
const toy = submissionKey("sP26a-toy", "1.0.0", undefined);
const seen = (simulate: string, merge: string): readonly SubmissionEvent[] => [
  ...pastOf("submitted"),
  { event: "seen", verdict: "running", tasks: [aTask("simulate", simulate), aTask("merge", merge)] },
];
test.each<readonly [string, readonly SubmissionEvent[], boolean]>([
  ["has succeeded", seen("running", "done"), true],
  ["has not ended", seen("done", "running"), false],
  ["has ended badly", seen("done", "failed"), false],
  ["is not known", [], false],
])("What waits for a step to validate its data is asked about again once that %s", async (_, events, isAsked) => {
  const asked: (readonly SubmissionKey[])[] = [];
  const answers: Answers = {
    events: (_, keys) => {
      asked.push(keys);
      return new Map(events.length === 0 ? [] : [[toy, events.map((one) => lineOf(one, undefined, toy))]]);
    },
  };

  expect(await released(heldBy({ validation }), answers)).toEqual(isAsked ? goesOn : stays);
  expect(asked).toEqual([[toy]]);
});

test("A submission that a person released stays held by what main says of it today", async () => {
  const state = heldBy({ spent: [] }, word("1"));
  const refused: Answers = aTree("head", { [`${folder}/production.yaml`]: JSON.stringify(aRequest()) });
  const gone: Answers = { holdsRequest: () => false, neighbours: () => new Map() };
  const away: Answers = { holdsRequest: () => new Failure("git is away", { wayOut: "Wait." }) };

  expect((await released(state, { ...refused, treeIds: () => new Map() })).events).toEqual([
    { event: "held", reason: "today's check refuses it" },
  ]);
  expect((await released(state, gone)).events).toMatchObject([{ event: "withdrawn" }]);
  expect(await released(state, away)).toEqual({ ...stays, said: [`${key} has trouble: git is away. Wait.`] });
});
