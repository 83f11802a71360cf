import { expect, test } from "vitest";
import { placeInCampaign } from "../../../../action/core/conventions/campaign.ts";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { aheadIn } from "../../../../action/core/pass/turns/campaigns.ts";
import type { View } from "../../../../action/core/pass/view.ts";
import type { StateKind, SubmissionState } from "../../../../action/core/submission/state.ts";
import { type Answers, given } from "../answers.ts";

const key = (tag: string, version = "1.0.0", run?: number): SubmissionKey => submissionKey(tag, version, run);
const state = (kind: StateKind): SubmissionState => ({ kind }) as unknown as SubmissionState; // no other part of it is read

const asking = async (
  order: "submitted" | "done",
  states: readonly (readonly [SubmissionKey, StateKind])[],
  { productions = ["a", "b-*", "c"], tag = "c", held = ["a", "b-1", "c"] } = {},
): Promise<string | undefined> => {
  const neighbours = new Map<string, readonly object[]>(
    held.map((one) => [`productions/${one}`, [{ tag: one, version: "1.0.0" }]]),
  );
  neighbours.set("productions/unreadable", [{ tag: null, version: null }]);
  const answers: Answers = {
    neighbours: () => neighbours as never, // no other part of it is read
    submissions: (_, ...tags) => states.flatMap(([one]) => (one.startsWith(`${tags[0]}/`) ? [one] : [])),
    events: (_, keys) => {
      if (keys.length > 0) throw new Error(`asked about ${keys.join(", ")}`);
      return new Map();
    },
  };
  const view = { head: {}, states: new Map(states.map(([one, kind]) => [one, state(kind)])) } as unknown as View; // nor of the ledger's head
  return await given(answers, (reads) =>
    aheadIn({ ...reads, mainHead: "head" }, view, { productions, order })(placeInCampaign(productions, tag) ?? 0),
  );
};

test("The first production of a campaign waits for nothing, and another for those that are named above it", async () => {
  expect(await asking("done", [], { tag: "a" })).toBeUndefined();
  expect(await asking("done", [[key("a"), "done"]], { tag: "b-1" })).toBeUndefined();
  expect(await asking("done", [[key("a"), "done"]])).toBe("b-1 comes before it, and has not ended well");
  expect(await asking("submitted", [[key("a"), "done"]])).toBe("b-1 comes before it, and is not yet submitted");
  const both = [key("a"), key("b-1")].map((one) => [one, "completed-partially"] as const);
  expect(await asking("done", both)).toBeUndefined();
});

test("A production that its campaign names first and main does not hold comes first all the same", async () => {
  expect(await asking("done", [[key("a"), "done"]], { held: ["a", "c"] })).toBe(
    "b-* comes before it, and main does not hold it",
  );
});

test.each<[StateKind, boolean, boolean]>([
  ["intended", false, false],
  ["held", false, false],
  ["checking", false, false],
  ["in-doubt", false, false],
  ["rejected", false, false],
  ["submitted", true, false],
  ["running", true, false],
  ["failed", true, false],
  ["done", true, true],
  ["completed-partially", true, true],
  ["skipped", true, true],
  ["withdrawn", false, false],
  ["closed", false, false],
])("One that is %s is past where submitted is asked for: %s, where done is: %s", async (kind, submitted, done) => {
  const states = [[key("a"), kind]] as const;
  expect((await asking("submitted", states, { tag: "b-1" })) === undefined).toBe(submitted);
  expect((await asking("done", states, { tag: "b-1" })) === undefined).toBe(done);
});

test("All runs of the version that main holds must be past, and other versions say nothing", async () => {
  const runs = (last: StateKind) => [
    [key("a", "1.0.0", 1), "done"] as const,
    [key("a", "1.0.0", 2), last] as const,
    [key("a", "0.9.0"), "failed"] as const,
  ];
  expect(await asking("done", runs("running"), { tag: "b-1" })).toBeDefined();
  expect(await asking("done", runs("done"), { tag: "b-1" })).toBeUndefined();
  expect(await asking("done", [[key("a", "0.9.0"), "done"]], { tag: "b-1" })).toBeDefined();
});

test("A campaign reads from the ledger which of its productions ended", async () => {
  const answers: Answers = {
    neighbours: () => new Map([["productions/a", [{ tag: "a", version: "1.0.0" }]]]) as never, // no other part of it is read
    submissions: () => [key("a")],
    events: (_, keys) =>
      new Map(keys.map((one) => [one, [{ event: "skipped", key: one, at: "2026-03-01", reason: "never" }]])) as never, // a line that a fold takes
  };
  const view = { head: {}, states: new Map() } as unknown as View; // no other part of it is read
  expect(
    await given(answers, (reads) =>
      aheadIn({ ...reads, mainHead: "head" }, view, { productions: ["a", "b"], order: "done" })(1),
    ),
  ).toBeUndefined();
});

test("A production that the ledger lists and has no line of is not past for its campaign", async () => {
  const answers: Answers = {
    neighbours: () => new Map([["productions/a", [{ tag: "a", version: "1.0.0" }]]]) as never, // no other part of it is read
    submissions: () => [key("a")],
    events: () => new Map(),
  };
  const view = { head: {}, states: new Map() } as unknown as View; // no other part of it is read
  expect(
    await given(answers, (reads) =>
      aheadIn({ ...reads, mainHead: "head" }, view, { productions: ["a", "b"], order: "done" })(1),
    ),
  ).toBeDefined();
});
